"""Accounts' words in protobuf, both ways."""
