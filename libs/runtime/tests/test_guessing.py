"""Wrong tries: counted by who and by what, in one database, whoever tries at once."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from kernel.caller import Caller
from kernel.errors import Refusal, TryLater
from kernel.ids import new_id
from kernel.tries import LONGEST_LOCK, Tries
from runtime.database.database import Database
from runtime.guessing import Guess, Guessing, Kind, Lock
from runtime.settings.service_settings import ServiceSettings

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


class World:
    """People who guess, and what was told of them."""

    def __init__(self, database: Database, limits: ServiceSettings) -> None:
        self.database = database
        self.guessing = Guessing(database, limits)
        self.told: list[Lock] = []
        self.now = NOON

    async def tries(self, actor: Caller, target: str, **more: Any) -> str:
        """Try and fail; answers the refusal of a try that was not let be made."""
        guess = Guess(Kind.VOUCHER, actor, target, **more)
        try:
            await self.guessing.count(guess, now=self.now, tell=self._tell)
        except TryLater as refusal:
            return refusal.code
        return ""

    async def _tell(self, lock: Lock) -> None:
        self.told.append(lock)


@pytest.fixture
def world(database: Database, settings: ServiceSettings) -> World:
    return World(database, settings)


def customer(name: str) -> Caller:
    return Caller(new_id(), frozenset({"customer"}), "app", customer_id=name)


def new_customer() -> Caller:
    return customer(new_id())


async def test_a_partner_has_more_tries_but_no_more_at_one_number(world: World) -> None:
    ivr = Caller(new_id(), channel="hotline")
    at_one = [await world.tries(ivr, "one number") for _ in range(6)]
    others = [await world.tries(ivr, new_id()) for _ in range(196)]

    assert at_one == [""] * 5 + ["VOUCHER_LOCKED"]
    assert others == [""] * 195 + ["VOUCHER_LOCKED"]
    assert [(one.who, one.target) for one in world.told] == [
        (f"actor {ivr.id}", "one number"),
        (f"actor {ivr.id}", ""),
    ]


async def test_a_lock_is_told_once_and_with_the_transaction(world: World) -> None:
    carl = new_customer()
    for _ in range(30):
        await world.tries(carl, new_id())

    assert [(one.kind, one.wrong, one.locks) for one in world.told] == [("voucher", 6, 1)]


async def test_where_telling_fails_nothing_is_locked(world: World) -> None:
    carl = new_customer()
    for _ in range(5):
        await world.tries(carl, "")

    async def fails(lock: Lock) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await world.guessing.count(Guess(Kind.VOUCHER, carl), now=NOON, tell=fails)

    assert str(carl.customer_id) not in str(await world.guessing.locked(now=NOON, limit=1000))


async def test_many_at_once_are_counted_one_by_one_and_nobody_waits_for_ever(
    world: World,
) -> None:
    people, numbers = [new_customer() for _ in range(4)], [new_id() for _ in range(3)]
    async with asyncio.timeout(30):
        answers = await asyncio.gather(
            *[world.tries(who, what) for who in people for what in numbers for _ in range(4)]
        )

    assert answers.count("") == 4 * 5


async def test_an_operator_sees_a_lock_and_lifts_it(world: World) -> None:
    carl, number = new_customer(), new_id()
    for _ in range(6):
        await world.tries(carl, number)

    locks = [
        one
        for one in await world.guessing.locked(now=NOON, limit=1000)
        if str(carl.customer_id) in one.who
    ]
    lifted = await world.guessing.unlock("voucher", who=locks[0].who, target="", now=NOON)

    assert lifted == len(locks)
    assert {(one.who, one.target) for one in locks} == {
        (f"customer {carl.customer_id}", ""), (f"customer {carl.customer_id}", number),
    }  # fmt: skip
    assert await world.tries(carl, number) == ""
    assert not await world.guessing.unlock("voucher", who="nobody", target="", now=NOON)


async def test_kinds_are_counted_apart(world: World) -> None:
    carl = new_customer()
    for _ in range(6):
        await world.tries(carl, "")

    await world.guessing.count(Guess(Kind.PROOF, carl, "x"), now=NOON, tell=world._tell)


async def test_a_day_later_all_is_forgotten(world: World) -> None:
    carl = new_customer()
    for _ in range(5):
        await world.tries(carl, "")
    world.now += timedelta(days=1)

    assert [await world.tries(carl, "") for _ in range(6)] == [""] * 5 + ["VOUCHER_LOCKED"]


STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 60 * 36)), max_size=80)


@how(deadline=None)
@given(steps=STEPS, most=st.integers(1, 6))
def test_never_more_tries_in_a_day_than_allowed_without_a_lock_between(
    steps: Sequence[tuple[bool, int]], most: int
) -> None:
    now, tries, let_in = NOON, Tries(NOON), list[datetime]()
    for succeeds, minutes in steps:
        now += timedelta(minutes=minutes)
        before = tries
        tries = tries.once_more(most=most, now=now)
        if tries.is_locked(now=now):
            assert tries.locked_until is not None
            assert tries.locked_until - now <= LONGEST_LOCK
            assert before.wrong >= most or before.is_locked(now=now)
            continue
        assert 1 <= tries.wrong <= most
        if succeeds:
            tries = tries.once_less()
        else:
            let_in.append(now)
    in_an_hour = [
        sum(1 for other in let_in if at <= other < at + timedelta(hours=1)) for at in let_in
    ]
    assert max(in_an_hour, default=0) <= 2 * most


async def test_a_refusal_says_how_long(world: World) -> None:
    carl = new_customer()
    for _ in range(6):
        await world.tries(carl, "")
    guess = Guess(Kind.VOUCHER, carl, field="code")

    with pytest.raises(Refusal) as refused:
        await world.guessing.count(guess, now=NOON + timedelta(minutes=30), tell=world._tell)

    assert isinstance(refused.value, TryLater)
    assert (refused.value.seconds, refused.value.field) == (1800, "code")
