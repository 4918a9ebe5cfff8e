"""The business clock of all services, where it can be moved."""
