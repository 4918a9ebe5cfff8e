"""Texts, receipts and languages in PostgreSQL."""
