"""Payments: its things as messages, and back."""
