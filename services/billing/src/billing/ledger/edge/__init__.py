"""Ledger: who calls it."""
