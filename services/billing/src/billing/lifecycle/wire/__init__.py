"""Lifecycle: its things as messages, and back."""
