"""Allowances: things, lifecycles, rules and values."""
