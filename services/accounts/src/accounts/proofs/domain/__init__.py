"""Things, lifecycles and rules."""
