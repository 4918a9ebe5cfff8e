"""One file per act on a change."""
