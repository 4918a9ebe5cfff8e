"""Charging: its things as messages, and back."""
