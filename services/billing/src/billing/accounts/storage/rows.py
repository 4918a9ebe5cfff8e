"""From rows to things, and which columns that takes."""

from billing.accounts.domain.account import Account, AccountState, Standing
from billing.accounts.domain.credit import NO_CREDIT, Credit, PaymentType
from billing.accounts.domain.kept import Kept
from billing.accounts.domain.level import Level
from billing.accounts.ports import PostedLine
from billing.allowances.domain.usage import OF_BEFORE, Origin, UsageRecord
from billing.ledger.domain.entry import Book
from billing.rating.ports.usage import UsageLine
from kernel.money import fen
from runtime.database.connection import Row

ACCOUNT = """
    a.id, a.customer_id, a.offering, a.state, a.balance, a.carry, a.version, a.kept_from,
    a.kept_to, p.subscriber_id, p.msisdn, p.paid_from, p.paid_to, p.level, p.level_version,
    p.level_since, p.reminders, p.reminded_on, p.subscriber_version, a.holds_books,
    a.payment_type, a.credit_limit, a.limit_afterwards, a.limit_until, a.high_use_in,
    a.high_use_settled, a.granted_month, a.holds_cards, a.kept_term, a.kept_lifted, a.charged_month
"""
FROM_ACCOUNT = "FROM paid_subscriber p JOIN account a ON a.id = p.account_id"
USAGE = """
    id, subscriber_id, kind, msisdn, peer, started_at, quantity, roam_type, file_seq, visited_plmn,
    element, record_seq, rating_group, partial, of_session_before
"""

NEVER_STOPPED = Standing()


# Read with every batch of use: a table is asked faster than an enumeration.
_STATES = {one.value: one for one in AccountState}
_PAYMENT_TYPES = {one.value: one for one in PaymentType}


def account_of(row: Row) -> Account:
    payment_type = _PAYMENT_TYPES[row["payment_type"]]
    return Account(
        id=str(row["id"]),
        customer_id=row["customer_id"],
        subscriber_id=str(row["subscriber_id"]),
        msisdn=row["msisdn"],
        offering=row["offering"],
        paid_from=row["paid_from"],
        paid_to=row["paid_to"],
        state=_STATES[row["state"]],
        balance=fen(row["balance"]),
        carry=row["carry"],
        version=row["version"],
        standing=standing_of(row),
        kept=kept_of(row) if row["kept_from"] else None,
        subscriber_version=row["subscriber_version"],
        payment_type=payment_type,
        credit=NO_CREDIT if payment_type is PaymentType.PREPAID else credit_of(row),
        granted_month=row["granted_month"],
        charged_month=row["charged_month"],
    )


def kept_of(row: Row) -> Kept:
    return Kept(row["kept_from"], row["kept_to"], term=row["kept_term"], lifted=row["kept_lifted"])


def credit_of(row: Row) -> Credit:
    return Credit(
        limit=fen(row["credit_limit"]),
        afterwards=None if row["limit_afterwards"] is None else fen(row["limit_afterwards"]),
        until=row["limit_until"],
        high_use_in=row["high_use_in"],
        high_use_settled=row["high_use_settled"],
    )


def standing_of(row: Row) -> Standing:
    if not row["level_version"] and not row["reminders"]:
        # Nearly everybody: nothing was ever wanted of her.
        return NEVER_STOPPED
    return Standing(
        level=Level(row["level"]),
        version=row["level_version"],
        since=row["level_since"],
        reminders=row["reminders"],
        reminded_on=row["reminded_on"],
    )


def record_of(row: Row) -> UsageRecord:
    return UsageRecord(
        id=row.id,
        subscriber_id=row.subscriber_id,
        kind=row.kind,
        msisdn=row.msisdn,
        peer=row.peer,
        started_at=row.started_at,
        quantity=row.quantity,
        roam_type=row.roam_type,
        file_seq=row.file_seq,
        visited_plmn=row.visited_plmn or "",
        origin=_origin_of(row) if row.element else OF_BEFORE,
    )


def _origin_of(row: Row) -> Origin:
    return Origin(
        element=row.element,
        record_seq=row.record_seq or 0,
        rating_group=row.rating_group or 0,
        partial=row.partial or 0,
        before=row.of_session_before or 0,
    )


def usage_line_of(row: Row) -> UsageLine:
    return UsageLine(
        record_of(row), row.millifen, row.derivation, allowance_used=row.allowance_used or 0
    )


def posted_line_of(row: Row) -> PostedLine:
    return PostedLine(
        id=row.id,
        entry_id=str(row.entry_id),
        book=Book(row.book),
        amount=fen(row.amount),
        why=row.why,
        cause_id=row.cause_id,
        at=row.at,
    )
