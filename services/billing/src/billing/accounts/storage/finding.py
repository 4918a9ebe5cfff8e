"""By what an account is looked for, and which account that is."""

from dataclasses import dataclass
from typing import assert_never

from sqlalchemy import ScalarSelect, Select, Text, bindparam, or_, select, union_all

from billing.accounts.ports import ByAccount, ByNumber, ByReservation, BySubscriber, Payee
from billing.accounts.storage.rows import ACCOUNTS, COLUMNS, PAYING
from billing.accounts.tables import ACCOUNT, PAID_SUBSCRIBER, SUB_CARD
from billing.metadata import ID
from kernel.ids import looks_like_id
from runtime.database.statements import Statement

KEY = bindparam("key", type_=ID)


@dataclass(frozen=True, slots=True)
class Found:
    """The statements that read an account, and that lock it with what it pays for."""

    get: Statement
    get_for_update: Statement


def found_by(account_ids: Select[tuple[str]]) -> Found:
    """Return the statements for the account of this id; `key` is what it is looked for by."""
    accounts = ACCOUNTS.where(ACCOUNT.c.id == account_ids.scalar_subquery())
    return Found(accounts, accounts.with_for_update())


_MSISDN = bindparam("key", type_=Text)
_PAID, _CARD = PAID_SUBSCRIBER.c, SUB_CARD.c
# Of several who had a number, the last one has it; a card whose order was taken back never had.
_HAD = union_all(
    select(_PAID.account_id, _PAID.paid_from, _PAID.paid_to).where(_PAID.msisdn == _MSISDN),
    select(_CARD.account_id, _CARD.paid_from, _CARD.paid_to).where(
        _CARD.msisdn == _MSISDN, or_(_CARD.started_at.is_not(None), _CARD.paid_to.is_(None))
    ),
).subquery("had")
_BY_ID = Found(
    ACCOUNTS.where(ACCOUNT.c.id == KEY), ACCOUNTS.where(ACCOUNT.c.id == KEY).with_for_update()
)
_OF_SUBSCRIBER: Select[tuple[str]] = select(
    union_all(
        select(_PAID.account_id).where(_PAID.subscriber_id == KEY),
        select(_CARD.account_id).where(_CARD.subscriber_id == KEY),
    ).subquery("paying")
)
_BY_SUBSCRIBER = found_by(_OF_SUBSCRIBER)
_BY_NUMBER = found_by(
    select(_HAD.c.account_id)
    .order_by(_HAD.c.paid_to.desc().nulls_first(), _HAD.c.paid_from.desc())
    .limit(1)
)


def subscriber_beside(value: ScalarSelect[int]) -> Statement:
    """Return what reads this value anyway, and the account of a subscriber where there is one."""
    anyway = select(value.label("beside")).subquery("anyway")
    is_theirs = ACCOUNT.c.id == _OF_SUBSCRIBER.scalar_subquery()
    return select(*COLUMNS, anyway.c.beside).select_from(anyway.outerjoin(PAYING, is_theirs))


@dataclass(frozen=True, slots=True)
class Asked:
    """How an account is looked for, and by which id or number."""

    by: Found
    key: str


def statements_for(payee: Payee, *, by_reservation: Found) -> Asked | None:
    """Return how it is looked for; None where that cannot be an id of ours."""
    match payee:
        case ByNumber(msisdn):
            return Asked(_BY_NUMBER, msisdn)
        case ByAccount(account_id):
            asked = Asked(_BY_ID, account_id)
        case BySubscriber(subscriber_id):
            asked = Asked(_BY_SUBSCRIBER, subscriber_id)
        case ByReservation(reservation_id):
            asked = Asked(by_reservation, reservation_id)
        case _:
            assert_never(payee)
    return asked if looks_like_id(asked.key) else None
