"""Charging: things, lifecycles, rules and values."""
