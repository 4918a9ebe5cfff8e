"""Which files and records were taken, in PostgreSQL."""
