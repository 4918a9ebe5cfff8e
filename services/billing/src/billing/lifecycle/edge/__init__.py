"""Lifecycle: who calls it."""
