"""Payments: one file per act."""
