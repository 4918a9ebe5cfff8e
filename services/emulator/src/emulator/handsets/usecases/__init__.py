"""One file per thing a subscriber does."""
