"""Ledger: where it is kept, in PostgreSQL."""
