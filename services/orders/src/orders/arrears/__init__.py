"""Credit control is followed: what it wants now against how far a subscriber is stopped."""
