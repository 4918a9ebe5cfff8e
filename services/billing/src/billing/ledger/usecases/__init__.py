"""Ledger: one file per act."""
