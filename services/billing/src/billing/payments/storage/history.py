"""What was paid, page by page, read without a transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Select,
    Text,
    any_,
    bindparam,
    case,
    cast,
    exists,
    func,
    or_,
    select,
    union_all,
)

from billing.accounts.ports import MOST_COUNTED, Slice
from billing.metadata import ID
from billing.payments.domain.payment import Payment
from billing.payments.domain.top_up import NOT_BOOKED, TopUpState
from billing.payments.ports.payments import ListedPayment
from billing.payments.storage.payments import PAYMENTS, payment_of
from billing.payments.storage.top_ups import TOP_UPS, top_up_of
from billing.payments.tables import PAYMENT, PAYMENT_REVERSAL, TOP_UP
from runtime.database.connection import Connection
from runtime.database.database import Database
from runtime.database.statements import Statement

_STATUS = bindparam("status", type_=Text)
_PAYMENT = PAYMENTS.where(PAYMENT.c.id == bindparam("id"))
_THESE_PAYMENTS = PAYMENTS.where(PAYMENT.c.id == any_(cast(bindparam("ids"), ARRAY(ID))))
_THESE_TOP_UPS = TOP_UPS.where(TOP_UP.c.id == any_(cast(bindparam("ids"), ARRAY(ID))))
_WAS_REVERSED = exists().where(PAYMENT_REVERSAL.c.payment_id == PAYMENT.c.id)
_BOOKED = select(PAYMENT.c.id, PAYMENT.c.at).where(
    or_(
        _STATUS.is_(None),
        case((_WAS_REVERSED, TopUpState.REVERSED.value), else_=TopUpState.DONE.value) == _STATUS,
    )
)
# What is asked for and done is a payment and no more: it is found once.
_ASKED = select(TOP_UP.c.id, TOP_UP.c.asked_at.label("at")).where(
    TOP_UP.c.state.in_(sorted(state.value for state in NOT_BOOKED)),
    or_(_STATUS.is_(None), TOP_UP.c.state == _STATUS),
)
_Rows = Select[tuple[str, datetime]]


@dataclass(frozen=True, slots=True)
class _Paid:
    """How payments and what is asked for are found, where one or both are wanted."""

    counted: Statement
    counted_so_far: Statement
    """What nobody waits for: with more than this, all that is said is that there are more."""
    part: Statement
    """Each kind comes by its own index, no further than the page."""

    @classmethod
    def of(cls, *sources: _Rows) -> Self:
        every = union_all(*sources).subquery("every")
        shown = bindparam("offset", type_=BigInteger) + bindparam("limit", type_=BigInteger)
        pages = union_all(*(_newest(each).limit(shown) for each in sources)).subquery("page")
        some = select(every.c.id).limit(MOST_COUNTED + 1).subquery("some")
        return cls(
            select(func.count()).select_from(every),
            select(func.count()).select_from(some),
            select(pages.c.id)
            .order_by(pages.c.at.desc(), pages.c.id)
            .offset(bindparam("offset"))
            .limit(bindparam("limit")),
        )


def _newest(rows: _Rows) -> _Rows:
    id_, at = rows.selected_columns
    return rows.order_by(at.desc(), id_)


def _paid(booked: _Rows, asked: _Rows) -> Mapping[bool | None, _Paid]:
    """Return how they are found: those that are booked, those that are not, and both."""
    return {True: _Paid.of(booked), False: _Paid.of(asked), None: _Paid.of(booked, asked)}


_ACCOUNTS = cast(bindparam("account_ids"), ARRAY(ID))
_OF_THESE = _paid(
    _BOOKED.where(PAYMENT.c.account_id == any_(_ACCOUNTS)),
    _ASKED.where(TOP_UP.c.account_id == any_(_ACCOUNTS)),
)
_OF_ALL = _paid(_BOOKED, _ASKED)


class PaymentHistoryTables:
    """Reads of one or two statements each."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def payment(self, payment_id: str) -> Payment | None:
        async with self._database.reading() as connection:
            row = (await connection.execute(_PAYMENT, id=payment_id)).first()
        return payment_of(row) if row else None

    async def payments(
        self, account_ids: Collection[str], *, part: Slice, status: TopUpState | None = None
    ) -> tuple[Sequence[ListedPayment], int]:
        paid = _OF_THESE[_is_booked(status)]
        which = {"status": status, "account_ids": list(account_ids)}
        async with self._database.reading() as connection:
            total = (await connection.execute(paid.counted, **which)).scalar_one()
            asked = which | {"offset": part.offset, "limit": part.limit}
            rows = (await connection.execute(paid.part, **asked)).all()
            return await _listed(connection, [str(row.id) for row in rows]), int(total)

    async def newest_payments(
        self, *, part: Slice, status: TopUpState | None = None
    ) -> tuple[Sequence[ListedPayment], int]:
        paid = _OF_ALL[_is_booked(status)]
        async with self._database.reading() as connection:
            total = (await connection.execute(paid.counted_so_far, status=status)).scalar_one()
            rows = (
                await connection.execute(
                    paid.part, status=status, offset=part.offset, limit=part.limit
                )
            ).all()
            return await _listed(connection, [str(row.id) for row in rows]), int(total)


def _is_booked(status: TopUpState | None) -> bool | None:
    """Return whether those are asked for that are booked; None: both."""
    return None if status is None else status not in NOT_BOOKED


async def _listed(connection: Connection, ids: Sequence[str]) -> Sequence[ListedPayment]:
    """Return these in their order; one that became a payment in between is one."""
    rows = (await connection.execute(_THESE_PAYMENTS, ids=ids)).all()
    payments = {one.id: one for one in map(payment_of, rows)}
    rows = (await connection.execute(_THESE_TOP_UPS, ids=ids)).all()
    asked = {one.id: one for one in map(top_up_of, rows)}
    return [ListedPayment(payments.get(one), asked.get(one)) for one in ids]
