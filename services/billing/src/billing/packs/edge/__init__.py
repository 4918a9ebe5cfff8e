"""Packs: who calls it."""
