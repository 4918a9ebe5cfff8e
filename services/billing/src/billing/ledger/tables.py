"""The ledger, which is only ever added to, and what is done to it by hand."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    Identity,
    Index,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from billing.accounts.domain.ledger_account import LedgerAccount
from billing.ledger.domain.adjustment import AdjustmentState
from billing.metadata import ID, METADATA, MOMENT
from runtime.database.metadata import made_with

# An entry of many accounts has none of its own.
LEDGER_ENTRY = Table(
    "ledger_entry",
    METADATA,
    Column("id", ID, nullable=False),
    Column("account_id", ID),
    Column("why", Text, nullable=False),
    Column("cause_id", Text, nullable=False),
    Column("at", MOMENT, nullable=False),
    PrimaryKeyConstraint("id", name="ledger_entry_cause_moves_once"),
)
Index("ledger_entry_by_cause", LEDGER_ENTRY.c.account_id, LEDGER_ENTRY.c.cause_id)

# What is not kept by account has none.
POSTING = Table(
    "posting",
    METADATA,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("entry_id", ID, nullable=False),
    Column("account_id", ID),
    Column("book", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("of_book", ID),
    CheckConstraint("amount <> 0", name="posting_moves_money"),
)
IS_OF_REFUND = POSTING.c.book == LedgerAccount.REFUND.value
Index("posting_by_account", POSTING.c.account_id, POSTING.c.id)
Index("posting_by_entry", POSTING.c.entry_id)
Index(
    "posting_of_refunds",
    POSTING.c.account_id,
    postgresql_include=["amount", "of_book"],
    postgresql_where=IS_OF_REFUND,
)

# Adjustments, refunds, gifts and limits somebody asked for.
ADJUSTMENT = Table(
    "adjustment",
    METADATA,
    Column("id", ID, nullable=False),
    Column("account_id", ID, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("reason_code", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("asked_at", MOMENT, nullable=False),
    Column("state", Text, nullable=False),
    Column("decided_by", Text, nullable=False, server_default=""),
    Column("decided_at", MOMENT),
    Column("detail", JSONB),
    PrimaryKeyConstraint("id", name="adjustment_once"),
    CheckConstraint("amount <> 0", name="adjustment_moves_money"),
    CheckConstraint("decided_by <> asked_by", name="adjustment_is_decided_by_another"),
)
IS_WAITING = ADJUSTMENT.c.state == AdjustmentState.WAITING.value
Index("adjustment_waiting", ADJUSTMENT.c.account_id, postgresql_where=IS_WAITING)
Index("adjustment_by_time", ADJUSTMENT.c.asked_at)

# What was done by hand alone, by day: of each person, and for each account.
MOVED_ALONE = Table(
    "moved_alone",
    METADATA,
    Column("day", Date, primary_key=True),
    Column("whose", Text, primary_key=True),
    Column("amount", BigInteger, nullable=False, server_default=text("0")),
    CheckConstraint("amount >= 0", name="moved_alone_is_money"),
)
Index("moved_alone_age", MOVED_ALONE.c.day, postgresql_using="brin")

_REFUSES = """
CREATE OR REPLACE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$
"""
_NEVER_CHANGES = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %(table)s
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()
"""
IS_APPEND_ONLY = (_REFUSES, _NEVER_CHANGES)
# An entry is written by one statement, so that statement shows whether it is balanced.
_LOOKS_AT_ENTRIES = """
CREATE FUNCTION posting_is_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT FROM written GROUP BY entry_id HAVING sum(amount) <> 0) THEN
            RAISE EXCEPTION 'an entry of the ledger is not balanced'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    END $$
"""
_IS_BALANCED = """
CREATE TRIGGER balanced AFTER INSERT ON posting REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION posting_is_balanced()
"""
made_with(LEDGER_ENTRY, *IS_APPEND_ONLY)
made_with(POSTING, *IS_APPEND_ONLY, _LOOKS_AT_ENTRIES, _IS_BALANCED)
