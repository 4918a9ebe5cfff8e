"""One file per command of the MML door."""
