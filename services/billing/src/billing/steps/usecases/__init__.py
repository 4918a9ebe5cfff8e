"""Steps: one file per act."""
