"""Credit: one file per act."""
