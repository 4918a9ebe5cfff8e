"""Packs: one file per act."""
