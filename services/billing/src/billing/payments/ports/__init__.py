"""Payments: what its acts need from outside."""
