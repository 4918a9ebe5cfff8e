"""Credit: its things as messages, and back."""
