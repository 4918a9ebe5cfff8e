"""Other services that are asked."""
