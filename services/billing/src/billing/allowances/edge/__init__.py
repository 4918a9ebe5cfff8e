"""Allowances: who calls it."""
