"""Keys, apart from subscriptions and before them; subscriptions; the log of commands."""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from emulator.metadata import METADATA, profile_columns
from runtime.database.metadata import made_with

IMSI_IS_ONE = "subscription_imsi"
ISDN_IS_ONE = "subscription_isdn"
HAS_KEY = "subscription_has_key"
KEY_IS_ONE = "card_key_imsi"
"""Constraints that stand for an answer of the element."""

CARD_KEY = Table(
    "card_key",
    METADATA,
    Column("imsi", Text),
    Column("k", LargeBinary, nullable=False),
    Column("opc", LargeBinary, nullable=False),
    Column("amf", LargeBinary, nullable=False),
    Column("card_type", Text, nullable=False),
    Column("sqn", BigInteger, nullable=False, server_default=text("0")),
    PrimaryKeyConstraint("imsi", name=KEY_IS_ONE),
    postgresql_with={"fillfactor": 70},
)
SUBSCRIPTION = Table(
    "subscription",
    METADATA,
    Column("imsi", Text, ForeignKey(CARD_KEY.c.imsi, name=HAS_KEY)),
    Column("template", Integer, nullable=False),
    Column("serving_node", Text, nullable=False, server_default=""),
    Column("located_at", DateTime(timezone=True)),
    *profile_columns(),
    PrimaryKeyConstraint("imsi", name=IMSI_IS_ONE),
    UniqueConstraint("isdn", name=ISDN_IS_ONE),
    postgresql_with={"fillfactor": 70},
)
MML_LOG = Table(
    "mml_log",
    METADATA,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("operator", Text, nullable=False),
    Column("session", Text, nullable=False),
    Column("command", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("before", JSONB(none_as_null=True)),
    Column("after", JSONB(none_as_null=True)),
)

_REFUSES = """
CREATE OR REPLACE FUNCTION mml_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the command log is append-only'; END $$
"""
_NEVER_CHANGES = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON mml_log
    FOR EACH STATEMENT EXECUTE FUNCTION mml_log_is_append_only()
"""
made_with(MML_LOG, _REFUSES, _NEVER_CHANGES)
