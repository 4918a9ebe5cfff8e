"""Charging: one file per act."""
