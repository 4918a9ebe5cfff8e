"""Allowances: its things as messages, and back."""
