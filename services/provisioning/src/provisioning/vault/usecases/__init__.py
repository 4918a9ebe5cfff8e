"""One file per act at the vault."""
