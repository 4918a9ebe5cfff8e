"""TMF677: what a month came to, and what is left."""
