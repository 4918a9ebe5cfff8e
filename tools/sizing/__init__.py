"""Reckons what a number of subscribers needs, from what was measured and what is assumed of them."""
