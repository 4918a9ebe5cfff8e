"""Rating: one file per act."""
