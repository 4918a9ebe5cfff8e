"""Rating: where it is kept, in PostgreSQL."""
