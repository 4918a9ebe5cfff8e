"""A payment provider that only pretends: for `make run` and tests, never for real money."""
