"""What was said of arrears, in PostgreSQL."""
