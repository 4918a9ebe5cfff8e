"""Accounts: one file per act."""
