"""Changes of the network that orders ask for (开通)."""
