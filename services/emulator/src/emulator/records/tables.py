"""Call records, and the files they are put into; they live until their file is closed."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    text,
)

from emulator.metadata import METADATA

RECORD_FILE = Table(
    "record_file",
    METADATA,
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("records", Integer, nullable=False),
    Column("closed", Boolean, nullable=False, server_default=text("false")),
)
IS_OPEN = ~RECORD_FILE.c.closed
Index("record_file_open", RECORD_FILE.c.sequence, postgresql_where=IS_OPEN)

CALL_RECORD = Table(
    "call_record",
    METADATA,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("file_sequence", BigInteger),
    Column("cdr_id", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("msisdn", Text, nullable=False),
    Column("imsi", Text, nullable=False),
    Column("peer", Text, nullable=False),
    Column("start_time", DateTime(timezone=True), nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("octets", BigInteger, nullable=False),
    Column("cell", Text, nullable=False),
    Column("roam_type", Text, nullable=False),
    Column(
        "written_at",
        DateTime(timezone=True),
        nullable=False,
        server_default=text("clock_timestamp()"),
    ),
    # Of a multimedia message alone.
    Column("message_id", Text),
    Column("message_octets", Integer),
    Column("recipients", Integer),
    Column("visited_plmn", Text, nullable=False, server_default=""),
    Column("rating_group", BigInteger, nullable=False, server_default=text("0")),
    Column("partial", Integer, nullable=False, server_default=text("0")),
)
IS_LOOSE = CALL_RECORD.c.file_sequence.is_(None)
Index("call_record_loose", CALL_RECORD.c.id, postgresql_where=IS_LOOSE)
Index("call_record_by_file", CALL_RECORD.c.file_sequence, CALL_RECORD.c.id)
