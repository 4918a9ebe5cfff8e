"""Things, lifecycles, rules and values of accounts."""
