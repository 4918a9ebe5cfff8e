"""One file per act at the switch."""
