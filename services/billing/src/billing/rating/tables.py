"""Records of use, and what is counted of them."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    Identity,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
)

from billing.ledger.tables import IS_APPEND_ONLY
from billing.metadata import ID, METADATA, MOMENT, NAMED_ID
from runtime.database.metadata import made_with

# Rated where it has a charge, waiting where it has a reason.
USAGE_RECORD = Table(
    "usage_record",
    METADATA,
    Column("id", Text, nullable=False),
    Column("subscriber_id", NAMED_ID, nullable=False),
    Column("kind", Text, nullable=False),
    Column("msisdn", Text, nullable=False),
    Column("peer", Text, nullable=False),
    Column("started_at", MOMENT, nullable=False),
    Column("quantity", BigInteger, nullable=False),
    Column("roam_type", Text, nullable=False),
    Column("file_seq", BigInteger, nullable=False),
    Column("account_id", ID),
    Column("millifen", BigInteger),
    Column("derivation", Text, nullable=False),
    Column("reason", Text),
    # When it was received.
    Column("heard_at", MOMENT, nullable=False),
    Column("rated_at", MOMENT),
    Column("allowance_used", BigInteger),
    Column("message_id", ID),
    Column("visited_plmn", Text),
    Column("element", Text),
    Column("record_seq", BigInteger),
    Column("rating_group", BigInteger),
    Column("partial", Integer),
    Column("of_session_before", BigInteger),
    Column("use_key", LargeBinary),
    Column("session_key", LargeBinary),
    Column("units", BigInteger),
    PrimaryKeyConstraint("id", name="usage_record_id"),
    CheckConstraint(
        "(millifen IS NULL) <> (reason IS NULL)", name="usage_record_is_rated_or_waits"
    ),
)
IS_RATED = USAGE_RECORD.c.reason.is_(None)
WAITS = USAGE_RECORD.c.reason.is_not(None)
# The duplicate keys of rules 7.11: by its element and numbers; by its file where it names none.
HAS_KEY = USAGE_RECORD.c.use_key.is_not(None)
HAS_NO_KEY = USAGE_RECORD.c.use_key.is_(None)
IS_OF_SESSION = USAGE_RECORD.c.session_key.is_not(None)
Index("usage_record_by_subscriber", USAGE_RECORD.c.subscriber_id, USAGE_RECORD.c.started_at)
Index(
    "usage_record_waiting",
    USAGE_RECORD.c.subscriber_id,
    USAGE_RECORD.c.started_at,
    postgresql_where=WAITS,
)
Index(
    "usage_record_once_by_key",
    USAGE_RECORD.c.started_at,
    USAGE_RECORD.c.use_key,
    unique=True,
    postgresql_where=HAS_KEY,
)
Index(
    "usage_record_once_by_file",
    USAGE_RECORD.c.started_at,
    USAGE_RECORD.c.msisdn,
    USAGE_RECORD.c.kind,
    USAGE_RECORD.c.peer,
    USAGE_RECORD.c.file_seq,
    unique=True,
    postgresql_where=HAS_NO_KEY,
)
Index("usage_record_by_session", USAGE_RECORD.c.session_key, postgresql_where=IS_OF_SESSION)
# A row of a batch in which not all are new: one value where columns would be arrays.
_ROW = """
CREATE TYPE usage_told_3 AS (
    id text, subscriber_id text, kind text, msisdn text, peer text, started_at timestamptz,
    quantity bigint, roam_type text, file_seq bigint, visited_plmn text, element text,
    record_seq bigint, rating_group bigint, partial integer, of_session_before bigint,
    use_key bytea, session_key bytea, units bigint, message_id uuid, account_id uuid,
    millifen bigint, derivation text, allowance_used bigint, reason text
)
"""
made_with(USAGE_RECORD, _ROW)

# How many came, and how many of them came before; in stripes, so that writers do not wait.
USAGE_TOTAL = Table(
    "usage_total",
    METADATA,
    Column("kind", Text, primary_key=True),
    Column("stripe", SmallInteger, primary_key=True, autoincrement=False),
    Column("total", BigInteger, nullable=False),
    postgresql_with={"fillfactor": 50},
)

# What rating again changed of a record, run by run.
USAGE_DIFFERENCE = Table(
    "usage_difference",
    METADATA,
    Column("id", BigInteger, Identity(always=True), nullable=False),
    Column("record_id", Text, nullable=False),
    Column("run_id", ID, nullable=False),
    Column("subscriber_id", NAMED_ID, nullable=False),
    Column("from_millifen", BigInteger, nullable=False),
    Column("to_millifen", BigInteger, nullable=False),
    Column("derivation", Text, nullable=False),
    Column("at", MOMENT, nullable=False),
    PrimaryKeyConstraint("record_id", "run_id", name="usage_difference_once_a_run"),
    CheckConstraint("from_millifen <> to_millifen", name="usage_difference_is_one"),
)
Index("usage_difference_by_run", USAGE_DIFFERENCE.c.run_id, USAGE_DIFFERENCE.c.subscriber_id)
made_with(USAGE_DIFFERENCE, *IS_APPEND_ONLY)

# How much was used in a month or day that is priced as a whole.
MONTH_OF_USE = Table(
    "month_of_use",
    METADATA,
    Column("subscriber_id", NAMED_ID, primary_key=True),
    Column("month", Date, primary_key=True),
    Column("tariff", Text, primary_key=True),
    Column("used", BigInteger, nullable=False),
    CheckConstraint("used >= 0", name="month_of_use_grows"),
    postgresql_with={"fillfactor": 70},
)
Index("month_of_use_by_age", MONTH_OF_USE.c.month, postgresql_using="brin")

# When data was opened again in a month in which it was cut off.
DATA_OPENING = Table(
    "data_opening",
    METADATA,
    Column("subscriber_id", NAMED_ID, primary_key=True),
    Column("month", Date, primary_key=True),
    Column("opened_at", MOMENT, primary_key=True),
)
