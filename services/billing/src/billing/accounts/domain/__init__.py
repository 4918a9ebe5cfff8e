"""Accounts: things, lifecycles, rules and values."""
