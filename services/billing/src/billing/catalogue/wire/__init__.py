"""Catalogue: its things as messages, and back."""
