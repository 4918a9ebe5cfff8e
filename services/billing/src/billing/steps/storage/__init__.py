"""Steps: where it is kept, in PostgreSQL."""
