"""Refusals and faults, as values."""
