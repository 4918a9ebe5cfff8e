"""One process of a service: what its door opens, its settings, how it is started and closed."""
