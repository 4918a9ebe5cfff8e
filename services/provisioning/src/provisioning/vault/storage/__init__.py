"""The vault's tables, in PostgreSQL."""
