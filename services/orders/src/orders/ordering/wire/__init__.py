"""Orders, facts and requests as messages."""
