"""Rating: things, lifecycles, rules and values."""
