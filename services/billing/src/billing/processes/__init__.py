"""Acts that take days, as tables."""
