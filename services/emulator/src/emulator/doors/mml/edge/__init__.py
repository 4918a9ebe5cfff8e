"""Connections of the MML door: sessions, log-in, one command at a time."""
