"""Payments: who calls it."""
