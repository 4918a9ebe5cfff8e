"""Catalogue: who calls it."""
