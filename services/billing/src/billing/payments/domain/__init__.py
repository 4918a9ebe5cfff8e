"""Payments: things, lifecycles, rules and values."""
