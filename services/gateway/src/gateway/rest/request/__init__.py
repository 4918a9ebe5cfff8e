"""One request as a handler sees it, and how its values are read."""
