"""Adjustments and refunds in PostgreSQL."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from billing.accounts.domain.balance_book import BookKind
from billing.accounts.domain.ledger_account import LedgerAccount
from billing.ledger.domain.adjustment import REFUND, Adjustment, AdjustmentState, LimitAsked
from billing.ledger.domain.gift import Gift
from billing.ledger.ports.adjustments import AdjustmentKind, WhichAdjustments
from kernel.ids import looks_like_id
from kernel.money import Money, fen
from runtime.database.connection import Row
from runtime.database.database import Database

_ADD = """
INSERT INTO adjustment (id, account_id, amount, reason_code, reason, asked_by, asked_at, state,
    detail)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::text::jsonb) ON CONFLICT (id) DO NOTHING
"""
_COLUMNS = """
SELECT id, account_id, amount, reason_code, reason, asked_by, asked_at, state, decided_by,
    decided_at, detail::text AS detail FROM adjustment
"""
_TAKE = f"{_COLUMNS} WHERE id = $1 FOR UPDATE"
_SOUGHT = """
WHERE ($1::text IS NULL OR state = $1) AND ($2::uuid IS NULL OR account_id = $2)
    AND ($3::uuid IS NULL OR id = $3) AND ($4::bool IS NULL OR (reason_code = $5) = $4)
"""
_NEWEST = f"{_COLUMNS} {_SOUGHT} ORDER BY asked_at DESC, id OFFSET $6 LIMIT $7"
_TOTAL = f"SELECT count(*) FROM adjustment {_SOUGHT}"  # noqa: S608 - our own words
_KEEP = "UPDATE adjustment SET state = $2, decided_by = $3, decided_at = $4 WHERE id = $1"
_WAITING_REFUNDS = """
SELECT coalesce(-sum(amount), 0)::bigint FROM adjustment
WHERE account_id = $1 AND state = $2 AND reason_code = $3
"""


class AdjustmentTable:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, adjustment: Adjustment) -> bool:
        """Return False where it is there already."""
        row = (adjustment.id, adjustment.account_id, adjustment.amount.minor,
               adjustment.reason_code, adjustment.reason, adjustment.asked_by,
               adjustment.asked_at, adjustment.state.value, _detail(adjustment))  # fmt: skip
        async with self._database.transaction() as connection:
            return bool((await connection.exec_driver_sql(_ADD, row)).rowcount)

    async def get_for_update(self, adjustment_id: str) -> Adjustment | None:
        """Lock it until the transaction ends."""
        if not looks_like_id(adjustment_id):
            return None
        async with self._database.transaction() as connection:
            row = (await connection.exec_driver_sql(_TAKE, (adjustment_id,))).first()
        return _adjustment_of(row) if row else None

    async def save(self, adjustment: Adjustment) -> None:
        """Write what was decided."""
        row = (adjustment.id, adjustment.state.value, adjustment.decided_by, adjustment.decided_at)
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_KEEP, row)

    async def waiting_refunds(self, account_id: str) -> Money:
        row = (account_id, AdjustmentState.WAITING.value, REFUND)
        async with self._database.reading() as connection:
            return fen((await connection.exec_driver_sql(_WAITING_REFUNDS, row)).scalar_one())

    async def newest(self, which: WhichAdjustments) -> tuple[Sequence[Adjustment], int]:
        """Return those asked for, newest first, and how many there are in all."""
        sought = (
            which.state.value if which.state else None,
            which.account_id or None,
            which.adjustment_id or None,
            which.kind is AdjustmentKind.REFUND if which.kind else None,
            REFUND,
        )
        part = (which.offset, which.limit)
        async with self._database.reading() as connection:
            rows = (await connection.exec_driver_sql(_NEWEST, (*sought, *part))).all()
            total = (await connection.exec_driver_sql(_TOTAL, sought)).scalar_one()
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
    detail = json.loads(row.detail) if row.detail else {}
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
