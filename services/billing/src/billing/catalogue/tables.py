"""Versions of the catalogue."""

from sqlalchemy import BigInteger, Column, Date, Identity, Table, Text

from billing.metadata import METADATA, MOMENT

CATALOGUE_VERSION = Table(
    "catalogue_version",
    METADATA,
    Column("version", BigInteger, Identity(always=True), primary_key=True),
    Column("valid_from", Date, nullable=False),
    Column("document", Text, nullable=False),
    Column("loaded_at", MOMENT, nullable=False),
)
