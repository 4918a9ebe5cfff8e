"""Packs: its things as messages, and back."""
