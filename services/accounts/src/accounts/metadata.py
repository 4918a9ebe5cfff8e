"""What the tables of all areas belong to, and the types they share."""

from sqlalchemy import MetaData, Text

METADATA = MetaData()
WORD = Text(collation="C")
"""Identifiers compare by their bytes: a prefix is a range, and a page goes on where one ended."""
