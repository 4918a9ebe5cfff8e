"""Where billing keeps what it knows."""
