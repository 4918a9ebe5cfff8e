"""Catalogue: one file per act."""
