"""From rows to things, and which columns that takes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, FromClause, Select, select

from billing.accounts.domain.account import Account, AccountState, Standing
from billing.accounts.domain.credit import NO_CREDIT, Credit, PaymentType
from billing.accounts.domain.kept import Kept
from billing.accounts.domain.level import Barring, Level
from billing.accounts.domain.window import Window
from billing.accounts.tables import ACCOUNT, PAID_SUBSCRIBER
from kernel.money import fen
from runtime.database.connection import Row

_OF_ACCOUNT = (
    "id", "customer_id", "offering", "state", "balance", "carry", "version", "kept_from", "kept_to",
    "kept_term", "kept_lifted", "holds_books", "holds_cards", "payment_type", "credit_limit",
    "limit_afterwards", "limit_until", "high_use_in", "high_use_settled", "granted_month",
    "charged_month", "plan_month", "holds_plans",
)  # fmt: skip
_OF_SUBSCRIBER = (
    "subscriber_id", "msisdn", "paid_from", "paid_to", "level", "level_version", "level_since",
    "reminders", "reminded_on", "subscriber_version", "barred_since", "barring",
    "open_until", "owed_then", "former_of",
)  # fmt: skip


def accounts_with(paid: FromClause) -> Select[*tuple[object, ...]]:
    """Select all that an account is read from; `paid`: the subscriber it pays for."""
    return select(*_of_account(), *_of_subscriber(paid))


def _of_account() -> Sequence[ColumnElement[object]]:
    return [ACCOUNT.c[name] for name in _OF_ACCOUNT]


def _of_subscriber(paid: FromClause) -> Sequence[ColumnElement[object]]:
    return [paid.c[name] for name in _OF_SUBSCRIBER]


COLUMNS = (*_of_account(), *_of_subscriber(PAID_SUBSCRIBER))
PAYING = PAID_SUBSCRIBER.join(ACCOUNT, ACCOUNT.c.id == PAID_SUBSCRIBER.c.account_id)
ACCOUNTS = accounts_with(PAID_SUBSCRIBER).select_from(PAYING)
NEVER_STOPPED = Standing()


# Read with every batch of use: a table is asked faster than an enumeration.
_STATES = {one.value: one for one in AccountState}
_PAYMENT_TYPES = {one.value: one for one in PaymentType}


def account_of(row: Row) -> Account:
    payment_type = _PAYMENT_TYPES[row["payment_type"]]
    former_of, line = row["former_of"], str(row["subscriber_id"])
    return Account(
        id=str(row["id"]),
        customer_id=row["customer_id"],
        subscriber_id=line if former_of is None else str(former_of),
        former_line="" if former_of is None else line,
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
        barred_since=row["barred_since"],
        barring=Barring(row["barring"]),
        window=window_of(row["open_until"], row["owed_then"]),
        payment_type=payment_type,
        credit=NO_CREDIT if payment_type is PaymentType.PREPAID else credit_of(row),
        granted_month=row["granted_month"],
        charged_month=row["charged_month"],
        plan_month=row["plan_month"],
    )


def window_of(until: datetime | None, owed: int | None) -> Window | None:
    return None if until is None else Window(until, owed=fen(owed or 0))


def window_columns(window: Window | None) -> tuple[datetime | None, int | None]:
    """Return `open_until` and `owed_then`."""
    return (None, None) if window is None else (window.until, window.owed.minor)


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
        # Nearly everybody: nothing was ever wanted of them.
        return NEVER_STOPPED
    return Standing(
        level=Level(row["level"]),
        version=row["level_version"],
        since=row["level_since"],
        reminders=row["reminders"],
        reminded_on=row["reminded_on"],
    )
