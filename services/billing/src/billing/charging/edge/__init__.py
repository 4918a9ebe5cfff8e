"""Charging: who calls it."""
