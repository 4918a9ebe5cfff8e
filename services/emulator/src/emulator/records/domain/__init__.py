"""A file of call records, as a value."""
