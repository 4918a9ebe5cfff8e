"""Texts as protobuf, and the catalogue of templates as YAML."""
