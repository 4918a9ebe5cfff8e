"""Ledger: its things as messages, and back."""
