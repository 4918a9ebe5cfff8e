"""What billing keeps of one account, read where it is kept: ledger, carry, what was said."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import asyncpg  # type: ignore[import-untyped]  # it has no types
from google.protobuf.message import Message

from boss.billing.v1 import questions_pb2 as billing
from boss.billing.v1 import questions_pb2_grpc as billing_grpc
from harness.books import Books
from harness.chain import Town
from harness.record_files import Record
from launch.postgres import DRIVER

Said = TypeVar("Said", bound=Message)
MILLIFEN = 1000
_MOVED = """
SELECT e.why, sum(p.amount)::bigint AS moved
FROM posting p JOIN ledger_entry e ON e.id = p.entry_id
WHERE p.account_id = $1 AND (p.book = 'customer' OR p.book LIKE 'gift_%') GROUP BY e.why
"""
_CARRY = "SELECT carry FROM account WHERE id = $1"
_SAID = """
SELECT payload FROM (
    SELECT id, event_type, payload FROM outbox UNION ALL
    SELECT id, event_type, payload FROM outbox_sent
) AS said WHERE event_type = $1 ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Trail:
    """What moved an account's money, in fen by cause, and the thousandths that are carried on."""

    by_why: Mapping[str, int]
    carry: int

    @property
    def balance(self) -> int:
        return sum(self.by_why.values())

    @property
    def millifen_used(self) -> int:
        """What the ledger took for use, and what it will."""
        return -self.by_why.get("usage", 0) * MILLIFEN + self.carry


def trail_of(town: Town, account: str) -> Trail:
    """Read an account's ledger from its first posting on."""
    moved = asyncio.run(_rows(town, _MOVED, account))
    (kept,) = asyncio.run(_rows(town, _CARRY, account))
    return Trail({one["why"]: one["moved"] for one in moved}, kept["carry"])


def said(town: Town, kind: type[Said]) -> Sequence[Said]:
    """Return everything of this kind that billing ever said, oldest first."""
    rows = asyncio.run(_rows(town, _SAID, kind.DESCRIPTOR.full_name))
    return [kind.FromString(one["payload"]) for one in rows]


def explained(town: Town, records: Sequence[Record]) -> Mapping[str, billing.RatedUsage]:
    """Return what billing explains of each record; one that waits is not in it."""
    books, stub = Books(town), billing_grpc.QuestionServiceStub
    answers = [
        books.asks("billing", stub, "ExplainUsage", billing.ExplainUsageRequest(record_id=one.id))
        for one in records
    ]
    return {one.usage.record_id: one.usage for one in answers if not one.waits_for}


async def _rows(town: Town, statement: str, value: str) -> list[Any]:
    url = town.operator.database("billing").replace(DRIVER, "postgresql")
    connection = await asyncpg.connect(url)
    try:
        rows: list[Any] = await connection.fetch(statement, value)
    finally:
        await connection.close()
    return rows
