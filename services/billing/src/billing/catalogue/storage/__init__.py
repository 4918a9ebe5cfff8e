"""Catalogue: where it is kept, in PostgreSQL."""
