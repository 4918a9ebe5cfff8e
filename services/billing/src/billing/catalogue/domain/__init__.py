"""Catalogue: things, lifecycles, rules and values."""
