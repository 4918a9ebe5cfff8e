"""Handsets: cards, calls, texts and data."""
