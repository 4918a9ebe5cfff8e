"""Measures orders end to end beside the bare floor below them."""
