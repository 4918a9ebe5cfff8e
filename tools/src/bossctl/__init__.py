"""Operates the operator from a terminal, by gRPC alone."""

__version__ = "0.1.0"
