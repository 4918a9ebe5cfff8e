"""Rating: who calls it."""
