"""Things, lifecycles, rules and values."""
