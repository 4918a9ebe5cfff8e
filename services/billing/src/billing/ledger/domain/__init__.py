"""Ledger: things, lifecycles, rules and values."""
