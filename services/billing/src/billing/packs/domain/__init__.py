"""Packs: things, lifecycles, rules and values."""
