"""Changes, lanes and profiles, in PostgreSQL."""
