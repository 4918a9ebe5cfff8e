"""Repositories: statements over the tables."""
