"""Calls, texts and data while processes are killed with -9: no balance is changed by it."""

import asyncio
import os
import random
from collections.abc import Sequence

import asyncpg  # type: ignore[import-untyped]  # it has no types
import pytest

from chaos.killer import SEED, SERVERS, VICTIMS, killing
from chaos.talkers import Talker, live_all
from harness.books import Books
from harness.chain import Town
from harness.plans import included_by
from harness.record_files import Record, by_number, reckon, records
from launch.operator import Operator
from launch.postgres import DRIVER
from launch.waiting import comes_true

PEOPLE = int(os.environ.get("KAITONG_CRASH_PEOPLE", "6"))
SECONDS = float(os.environ.get("KAITONG_CRASH_SECONDS", "30"))
ENDS = {"fulfilled", "rejected", "cancelled", "failed"}
PLANS = (("prepaid-basic", 2000), ("postpaid-basic", 0), ("KEEP8", 2000))
LONGEST = 120.0
MILLIFEN = 1000
_UNDER_WAY = "SELECT count(*), coalesce(sum(millifen), 0)::bigint FROM reservation"
_IN_FORCE = f"{_UNDER_WAY} WHERE state IN ('open', 'held')"


@pytest.mark.timeout(600)
def test_no_balance_is_changed_by_a_crash() -> None:
    print(f"seed {SEED}: repeat with KAITONG_CRASH_SEED={SEED}")  # noqa: T201
    with Operator.temporary(clock="settable") as operator, Town.around(operator) as town:
        talkers = [_talker(town, place) for place in range(PEOPLE)]
        began_with = [town.balance(one.anna) for one in talkers]

        with killing(operator, victims=(*VICTIMS, *SERVERS)) as killed:
            live_all(talkers, seconds=SECONDS)
        operator.wait_until_ready()
        books = Books(town)
        comes_true(lambda: set(books.orders_by_state()) <= ENDS, within=LONGEST)
        town.is_quiet()

        used = by_number(records(town))
        _tell(talkers, killed, sum(map(len, used.values())))
        assert sum(killed.values()) > 0
        assert sum(one.answered for one in talkers) > 0
        left = [town.balance(one.anna) for one in talkers]
        assert left == [
            before + one.paid - cost_of(used.get(one.anna.number, ()), one) // MILLIFEN
            for before, one in zip(began_with, talkers, strict=True)
        ]
        _books_agree(books, recorded=sum(map(len, used.values())))
        _no_money_is_kept_aside_forever(town)


def cost_of(used: Sequence[Record], one: Talker) -> int:
    """Return what somebody's records cost on their plan, in millifen."""
    return reckon(used, included_by(one.offering, opened_at=one.opened_at)).millifen


def _talker(town: Town, place: int) -> Talker:
    """Return somebody on one plan or another: paid before, paid later, with allowances."""
    offering, prepaid = PLANS[place % len(PLANS)]
    opened_at = town.now()
    anna = town.opens_for_somebody(prepaid=prepaid, offering=offering)
    chance = random.Random(SEED + place)  # noqa: S311  # repeatable, not secret
    return Talker(town, anna, chance, offering=offering, opened_at=opened_at)


def _books_agree(books: Books, *, recorded: int) -> None:
    counted = books.ledger()
    assert counted.sum_minor == 0
    assert counted.usage_rated + counted.usage_waiting + counted.usage_duplicate == (
        counted.usage_heard
    )
    assert counted.usage_rated == recorded
    assert books.network_differs() == []
    assert books.hand_overs_differ() == []
    assert set(books.orders_by_state()) <= ENDS


def _no_money_is_kept_aside_forever(town: Town) -> None:
    """What a dead switch asked for and never used is given up when it is not valid any more."""
    town.later(hours=2)

    town.is_quiet()

    assert asyncio.run(_kept_aside(town)) == (0, 0)


async def _kept_aside(town: Town) -> tuple[int, int]:
    url = town.operator.database("billing").replace(DRIVER, "postgresql")
    connection = await asyncpg.connect(url)
    try:
        count, millifen = await connection.fetchrow(_IN_FORCE)
    finally:
        await connection.close()
    return count, millifen


def _tell(talkers: Sequence[Talker], killed: object, recorded: int) -> None:
    answered, silent = (sum(one.answered for one in talkers), sum(one.silent for one in talkers))
    print(f"killed {killed}; {answered} answers, {silent} silences, {recorded} records")  # noqa: T201
