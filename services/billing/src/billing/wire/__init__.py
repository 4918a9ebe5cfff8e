"""Our things as messages and files, and back."""
