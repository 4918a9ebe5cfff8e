"""Rating: its things as messages, and back."""
