"""How a command ends: done, not done, or asked in a way that cannot be understood."""

DONE = 0
UNSUCCESSFUL = 1
MISUSED = 2


class Unsuccessful(Exception):
    """It was not done; the message tells what to do next."""


class Misused(Exception):
    """It was asked wrongly; the message tells how to ask."""
