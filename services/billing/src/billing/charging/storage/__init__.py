"""Charging: where it is kept, in PostgreSQL."""
