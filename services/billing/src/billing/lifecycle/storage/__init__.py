"""Lifecycle: where it is kept, in PostgreSQL."""
