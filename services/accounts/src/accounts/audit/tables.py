"""The audit: append-only, as the database itself sees to."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Identity,
    Index,
    LargeBinary,
    Table,
    Text,
    text,
)

from accounts.metadata import METADATA
from runtime.database.metadata import made_with

AUDIT = Table(
    "audit",
    METADATA,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("actor", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("object_id", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("text_id", Text, nullable=False, server_default=""),
    Column("text_digest", LargeBinary, nullable=False, server_default=text("''")),
)
Index("audit_by_actor", AUDIT.c.actor, AUDIT.c.id)
Index("audit_by_object", AUDIT.c.object_id, AUDIT.c.id)

# The end of the chain of hashes; its lock puts entries in one order.
AUDIT_END = Table(
    "audit_end",
    METADATA,
    Column("one", Boolean, CheckConstraint("one"), primary_key=True, server_default=text("true")),
    Column("hash", LargeBinary, nullable=False),
)
made_with(AUDIT_END, "INSERT INTO audit_end (hash) VALUES (decode(repeat('00', 32), 'hex'))")
AUDIT_TEXT = Table(
    "audit_text",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("key_id", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("salt", LargeBinary, nullable=False),
)

_REFUSES = """
CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$
"""
_NEVER_CHANGES = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %(table)s
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()
"""
for table in (AUDIT, AUDIT_TEXT):
    made_with(table, _REFUSES, _NEVER_CHANGES)
