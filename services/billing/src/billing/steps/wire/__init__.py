"""Steps: its things as messages, and back."""
