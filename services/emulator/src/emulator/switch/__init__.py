"""The switch: who is attached, what it lets through, what it asks whoever charges."""
