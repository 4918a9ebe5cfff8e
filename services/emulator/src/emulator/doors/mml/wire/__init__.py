"""The text of the MML door."""
