"""One file per act."""
