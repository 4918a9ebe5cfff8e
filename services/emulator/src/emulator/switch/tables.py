"""The switch's own copy of who is attached: no foreign key to the HLR, on purpose."""

from sqlalchemy import BigInteger, Column, DateTime, Identity, Index, Table, Text

from emulator.metadata import METADATA, profile_columns

VISITOR = Table(
    "visitor",
    METADATA,
    Column("imsi", Text, primary_key=True),
    Column("location", Text, nullable=False),
    Column("attached_at", DateTime(timezone=True), nullable=False),
    Column("turn", BigInteger, Identity(always=True), nullable=False),
    *profile_columns(),
    Column("visited_plmn", Text, nullable=False, server_default=""),
    postgresql_with={"fillfactor": 70},
)
Index("visitor_by_isdn", VISITOR.c.isdn, VISITOR.c.turn.desc())
