"""One file per act on a file of records."""
