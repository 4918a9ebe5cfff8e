"""What may be said: bodies, queries, claims, JSON, and the names of fields."""
