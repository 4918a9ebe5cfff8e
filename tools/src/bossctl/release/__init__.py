"""Bringing a release into use, and going back to the one before."""
