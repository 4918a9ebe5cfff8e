"""Bring the whole operator up on one machine, without Docker and without Java."""
