"""Provisioning: what the network was told, what it believes, and what it let through."""
