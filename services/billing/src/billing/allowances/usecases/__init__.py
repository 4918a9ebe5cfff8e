"""Allowances: one file per act."""
