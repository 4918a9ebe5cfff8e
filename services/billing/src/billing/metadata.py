"""What the tables of all areas belong to, and the types they share."""

from sqlalchemy import DateTime, MetaData, Text, Uuid

METADATA = MetaData()
ID = Uuid(as_uuid=False)
MOMENT = DateTime(timezone=True)
PAID_ID = ID
"""A subscriber an account pays for: an id that accounts made."""
NAMED_ID = Text()
"""A subscriber as use names them. Elements name whom they like, and records of nobody's are kept
until somebody is known; so use, and all that is counted of it, is keyed by the words as they came.
To make them uuids would write the largest tables anew, and the image before could not read them.
"""
