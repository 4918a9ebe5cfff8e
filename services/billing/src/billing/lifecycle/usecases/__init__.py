"""Lifecycle: one file per act."""
