"""Payments: whom it calls."""
