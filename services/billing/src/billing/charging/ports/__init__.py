"""Charging: what its acts need from outside."""
