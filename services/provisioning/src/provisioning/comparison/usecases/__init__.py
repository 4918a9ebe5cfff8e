"""One file per act: compare, repair."""
