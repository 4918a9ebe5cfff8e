"""What accounts does, one file per act."""
