"""Credit: who calls it."""
