"""Accounts: its things as messages, and back."""
