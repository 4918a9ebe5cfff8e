"""Allowances: where it is kept, in PostgreSQL."""
