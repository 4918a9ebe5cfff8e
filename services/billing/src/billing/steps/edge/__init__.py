"""Steps: who calls it."""
