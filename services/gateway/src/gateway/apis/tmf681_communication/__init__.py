"""TMF681: what was written to a number."""
