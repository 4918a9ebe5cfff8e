"""Whom billing works with: payment providers."""
