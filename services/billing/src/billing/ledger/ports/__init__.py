"""Ledger: what its acts need from outside."""
