"""Whom orders ask: accounts, billing, provisioning."""
