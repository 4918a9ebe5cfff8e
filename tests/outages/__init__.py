"""Finds by killing what a lost database, broker or element raises, and what does not come back."""
