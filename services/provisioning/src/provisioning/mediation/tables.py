"""Files of elements, the uses that were in them, and the lines that were refused."""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from provisioning.metadata import METADATA

FILE_IS_ONE = "taken_file_once"
"""Holds what is in a file once under its name."""

# What the image before `taken_file` took; nothing is added to it.
RECORD_FILE = Table(
    "record_file",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("file_seq", BigInteger, nullable=False),
    Column("records", Integer, nullable=False),
    Column("said", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("read_at", DateTime(timezone=True), nullable=False),
)
TAKEN_FILE = Table(
    "taken_file",
    METADATA,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("element", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("file_seq", BigInteger, nullable=False),
    Column("records", BigInteger, nullable=False),
    # Null: it has no trailer that says how many there are.
    Column("stated", BigInteger),
    Column("said", BigInteger, nullable=False, server_default=text("0")),
    Column("refused", BigInteger, nullable=False, server_default=text("0")),
    Column("reasons", JSONB, nullable=False, server_default=text("'{}'")),
    Column("read_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("element", "name", "digest", name=FILE_IS_ONE),
)
Index("taken_file_by_number", TAKEN_FILE.c.element, TAKEN_FILE.c.file_seq)

# Each use is said once by its name. What the image before said has no likeness.
USAGE_RECORD = Table(
    "usage_record",
    METADATA,
    Column("record_id", Text, primary_key=True),
    Column("file_seq", BigInteger, nullable=False),
    Column("record_seq", Integer, nullable=False),
    Column("element", Text),
    Column("mark", Text),
    Column("started_at", DateTime(timezone=True)),
    Column("likeness", LargeBinary),
)
HAS_LIKENESS = USAGE_RECORD.c.likeness.is_not(None)
Index(
    "usage_record_alike",
    USAGE_RECORD.c.started_at,
    USAGE_RECORD.c.likeness,
    postgresql_where=HAS_LIKENESS,
)

REFUSED_RECORD = Table(
    "refused_record",
    METADATA,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("file_name", Text, nullable=False),
    Column("line", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("record_id", Text, nullable=False, server_default=""),
    Column("refused_at", DateTime(timezone=True), nullable=False),
    Column("element", Text, nullable=False, server_default=""),
    # Null: of a file in `record_file`.
    Column("file_id", BigInteger),
    Column("field", Text, nullable=False, server_default=""),
)
Index("refused_record_by_reason", REFUSED_RECORD.c.reason, REFUSED_RECORD.c.id)
