"""Lifecycle: things, lifecycles, rules and values."""
