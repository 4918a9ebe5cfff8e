"""Where payment providers say what they collected."""
