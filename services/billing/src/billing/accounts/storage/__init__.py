"""Accounts: where it is kept, in PostgreSQL."""
