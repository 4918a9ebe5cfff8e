"""Whom the network hands things to: the folder call records are fetched from."""
