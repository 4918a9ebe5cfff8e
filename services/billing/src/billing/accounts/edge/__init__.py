"""Accounts: who calls it."""
