"""Adjustments and refunds in PostgreSQL."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Text,
    and_,
    bindparam,
    cast,
    func,
    or_,
    select,
    text,
    update,
)

from billing.accounts.domain.balance_book import BookKind
from billing.accounts.domain.ledger_account import LedgerAccount
from billing.ledger.domain.adjustment import REFUND, Adjustment, AdjustmentState, LimitAsked
from billing.ledger.domain.gift import Gift
from billing.ledger.ports.adjustments import AdjustmentKind, WhichAdjustments
from billing.ledger.tables import ADJUSTMENT, IS_WAITING
from billing.metadata import ID
from kernel.ids import looks_like_id
from kernel.money import Money, fen
from runtime.database.connection import Row
from runtime.database.database import Database

_ADD = text("""
INSERT INTO adjustment (id, account_id, amount, reason_code, reason, asked_by, asked_at, state,
    detail)
VALUES (:id, :account_id, :amount, :reason_code, :reason, :asked_by, :asked_at, :state,
    CAST(CAST(:detail AS text) AS jsonb))
ON CONFLICT (id) DO NOTHING
""")
_LOCK = select(ADJUSTMENT).where(ADJUSTMENT.c.id == bindparam("id")).with_for_update()
_STATE = bindparam("state", type_=Text)
_ACCOUNT_ID, _ID = bindparam("account_id", type_=ID), bindparam("id", type_=ID)
_OF_REFUND = bindparam("of_refund", type_=Boolean)
_IS_REFUND = ADJUSTMENT.c.reason_code == REFUND
_IS_SOUGHT = and_(
    or_(_STATE.is_(None), ADJUSTMENT.c.state == _STATE),
    or_(_ACCOUNT_ID.is_(None), ADJUSTMENT.c.account_id == _ACCOUNT_ID),
    or_(_ID.is_(None), ADJUSTMENT.c.id == _ID),
    or_(_OF_REFUND.is_(None), _IS_REFUND == _OF_REFUND),
)
_NEWEST = (
    select(ADJUSTMENT)
    .where(_IS_SOUGHT)
    .order_by(ADJUSTMENT.c.asked_at.desc(), ADJUSTMENT.c.id)
    .offset(bindparam("offset"))
    .limit(bindparam("limit"))
)
_TOTAL = select(func.count()).select_from(ADJUSTMENT).where(_IS_SOUGHT)
_SAVE = (
    update(ADJUSTMENT)
    .values({name: bindparam(name) for name in ("state", "decided_by", "decided_at")})
    .where(ADJUSTMENT.c.id == bindparam("id"))
)
_LOCK_REFUNDS = (
    select(ADJUSTMENT)
    .where(ADJUSTMENT.c.account_id == _ACCOUNT_ID, IS_WAITING, _IS_REFUND)
    .order_by(ADJUSTMENT.c.id)
    .with_for_update()
)
_WAITING_REFUNDS = select(cast(func.coalesce(-func.sum(ADJUSTMENT.c.amount), 0), BigInteger)).where(
    ADJUSTMENT.c.account_id == _ACCOUNT_ID, IS_WAITING, _IS_REFUND
)


class AdjustmentTable:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, adjustment: Adjustment) -> bool:
        """Return False where it is there already."""
        async with self._database.transaction() as connection:
            added = await connection.execute(
                _ADD,
                id=adjustment.id,
                account_id=adjustment.account_id,
                amount=adjustment.amount.minor,
                reason_code=adjustment.reason_code,
                reason=adjustment.reason,
                asked_by=adjustment.asked_by,
                asked_at=adjustment.asked_at,
                state=adjustment.state.value,
                detail=_detail(adjustment),
            )
        return bool(added.rowcount)

    async def get_for_update(self, adjustment_id: str) -> Adjustment | None:
        """Lock it until the transaction ends."""
        if not looks_like_id(adjustment_id):
            return None
        async with self._database.transaction() as connection:
            row = (await connection.execute(_LOCK, id=adjustment_id)).first()
        return _adjustment_of(row) if row else None

    async def save(self, adjustment: Adjustment) -> None:
        """Write what was decided."""
        async with self._database.transaction() as connection:
            await connection.execute(
                _SAVE,
                id=adjustment.id,
                state=adjustment.state.value,
                decided_by=adjustment.decided_by,
                decided_at=adjustment.decided_at,
            )

    async def waiting_refunds_for_update(self, account_id: str) -> Sequence[Adjustment]:
        async with self._database.transaction() as connection:
            rows = (await connection.execute(_LOCK_REFUNDS, account_id=account_id)).all()
        return [_adjustment_of(row) for row in rows]

    async def waiting_refunds(self, account_id: str) -> Money:
        async with self._database.reading() as connection:
            waiting = await connection.execute(_WAITING_REFUNDS, account_id=account_id)
            return fen(waiting.scalar_one())

    async def newest(self, which: WhichAdjustments) -> tuple[Sequence[Adjustment], int]:
        """Return those asked for, newest first, and how many there are in all."""
        sought = {
            "state": which.state.value if which.state else None,
            "account_id": which.account_id or None,
            "id": which.adjustment_id or None,
            "of_refund": which.kind is AdjustmentKind.REFUND if which.kind else None,
        }
        part = {"offset": which.offset, "limit": which.limit}
        async with self._database.reading() as connection:
            rows = (await connection.execute(_NEWEST, **sought, **part)).all()
            total = (await connection.execute(_TOTAL, **sought)).scalar_one()
        return [_adjustment_of(row) for row in rows], total


def _detail(adjustment: Adjustment) -> str | None:
    """Return what is done beside moving the amount, as JSON."""
    gift, credit = adjustment.gift, adjustment.limit
    if credit is not None:
        day = credit.last_day
        return json.dumps(
            {"limit": credit.limit.minor, "last_day": day.isoformat() if day else None}
        )
    if gift is None:
        return json.dumps({"book_id": adjustment.book_id}) if adjustment.book_id else None
    until = gift.valid_until
    return json.dumps(
        {
            "gift": gift.id,
            "kind": gift.kind.value,
            "items": sorted(one.value for one in gift.items),
            "months": gift.months,
            "valid_until": until.isoformat() if until else None,
        }
    )


def _gift_of(row: Row, detail: Mapping[str, Any]) -> Gift | None:
    if "gift" not in detail:
        return None
    until = detail["valid_until"]
    return Gift(
        id=detail["gift"],
        account_id=str(row.account_id),
        kind=BookKind(detail["kind"]),
        amount=fen(row.amount),
        items=frozenset(map(LedgerAccount, detail["items"])),
        months=detail["months"],
        valid_until=date.fromisoformat(until) if until else None,
    )


def _limit_of(detail: Mapping[str, Any]) -> LimitAsked | None:
    if "limit" not in detail:
        return None
    day = detail["last_day"]
    return LimitAsked(fen(detail["limit"]), date.fromisoformat(day) if day else None)


def _adjustment_of(row: Row) -> Adjustment:
    detail = row.detail or {}
    return Adjustment(
        id=str(row.id),
        account_id=str(row.account_id),
        amount=fen(row.amount),
        reason_code=row.reason_code,
        reason=row.reason,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        state=AdjustmentState(row.state),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        gift=_gift_of(row, detail),
        book_id=detail.get("book_id", ""),
        limit=_limit_of(detail),
    )
