"""What accounts may use without a price, and what is used of it."""
