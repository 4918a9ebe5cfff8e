"""Payments: where it is kept, in PostgreSQL."""
