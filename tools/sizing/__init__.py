"""Reckons what subscribers need, from what was measured and what is assumed of them."""
