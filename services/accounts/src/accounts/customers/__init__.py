"""Persons whose papers were seen."""
