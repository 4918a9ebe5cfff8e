"""Whom we call: the elements of the network, and the folder a switch leaves its records in."""
