"""Rating: what its acts need from outside."""
