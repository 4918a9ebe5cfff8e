"""How the network differs from what orders asked for."""
