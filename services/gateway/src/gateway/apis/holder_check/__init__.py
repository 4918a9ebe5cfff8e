"""Checks of who somebody is: codes by text, service passwords, and the proofs they make."""
