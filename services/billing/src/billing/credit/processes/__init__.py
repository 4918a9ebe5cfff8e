"""Credit: acts that take days, as tables."""
