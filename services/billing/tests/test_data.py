"""Data: a month is priced as a whole, however its sessions are cut, ordered and repeated."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from fake_unit_of_work import WHATEVER_IS_TOLD, FakeUnitOfWork
from house_of_billing import ANNA, BORIS, HouseOfBilling, catalogue_text
from hypothesis import given, settings
from hypothesis import strategies as st
from pretend_store import Store
from test_storage import account_of, record
from test_usage import add_up

from billing.accounts.domain.account import AccountState
from billing.allowances.domain.usage import UsageRecord
from billing.catalogue.wire.catalogue import read_catalogue
from billing.charging.usecases.rate_usage import rate_usage
from billing.charging.usecases.rate_waiting import rate_waiting
from boss.billing.v1 import commands_pb2, questions_pb2
from kernel.caller import Caller
from kernel.money import fen
from runtime.rpc.calling import acting

MB = 1024 * 1024
NOWHERE = "999079460000"


def session(house: HouseOfBilling, megabytes: int, **changes: Any) -> Any:
    usual: dict[str, Any] = {
        "seconds": 0,
        "kind": "data",
        "peer": "ctnet",
        "octets": megabytes * MB,
    }
    return house.call(ANNA, **(usual | changes))


@pytest.mark.parametrize(
    ("megabytes", "cost"),
    [([50], 150), ([50, 50], 300), ([100, 900, 24], 300), ([1000, 100], 528), ([1] * 3, 9)],
)
async def test_sessions_add_up_to_the_month(
    house: HouseOfBilling, megabytes: Sequence[int], cost: int
) -> None:
    await house.has(ANNA, left=5000)

    for each in megabytes:
        await house.hears(session(house, each))

    assert await house.left(ANNA) == 5000 - cost
    assert await add_up(house) == (len(megabytes), len(megabytes), 0, 0)


async def test_a_session_that_comes_again_is_not_counted_again(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5000)
    one, other = session(house, 30), session(house, 30)

    await house.hears(one, one)
    await house.hears(one, other, other)

    assert await house.left(ANNA) == 5000 - 180
    assert await add_up(house) == (5, 2, 0, 3)


async def test_a_new_month_begins_at_nothing_and_a_late_session_keeps_its_month(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=9000)
    # 1 December in Shanghai begins at 16:00 UTC of the day before.
    december = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
    november = [house.moment(), house.moment(timedelta(seconds=1))]

    await house.hears(session(house, 1000, started_at=november[0]))
    house.clock.instant = december
    await house.hears(session(house, 10, started_at=december))
    await house.hears(session(house, 24 + 10, started_at=november[1]))

    assert await house.left(ANNA) == 9000 - 300 - 30 - 30


async def test_started_kilobytes_count_and_no_octet_costs_nothing(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5000)

    await house.hears(
        session(house, 0),
        session(house, 0, octets=1),
        session(house, 0, octets=1024 * 1023 + 1),
    )

    lines = (
        await house.questions.ListUsage(questions_pb2.ListUsageRequest(subscriber_id=ANNA.id), None)
    ).usage
    assert sorted(one.quantity for one in lines) == [0, 1, 1024]
    # 1025 KB at 3 fen a MB are 3.003 fen; the thousandths are carried on.
    assert sum(one.charged_millifen for one in lines) == 3003
    assert await house.left(ANNA) == 4997


async def test_a_month_of_data_costs_600_yuan_at_most(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100_000)

    await house.hears(session(house, 150 * 1024), session(house, 150 * 1024))

    assert await house.left(ANNA) == 100_000 - 60_000


async def test_data_that_waited_is_counted_when_it_is_rated(house: HouseOfBilling) -> None:
    order = await house.opens(ANNA, prepaid=2000)
    early = session(house, 1000)
    await house.hears(early)
    await order.does(start_plan=commands_pb2.StartPlan(account_id=ANNA.account))
    await house.hears(early, session(house, 34))
    await house.works_off()

    # 150 fen are the plan's for the rest of November; 1034 MB cost 330.
    assert await house.left(ANNA) == 2000 - 150 - 330
    assert await add_up(house) == (3, 2, 0, 1)


async def test_a_message_costs_30_fen_for_each_recipient(house: HouseOfBilling) -> None:
    await house.has(BORIS, left=5000)

    await house.hears(house.call(BORIS, seconds=0, kind="mms", count=3))

    assert await house.left(BORIS) == 4910


async def explains(house: HouseOfBilling, record_id: str) -> Any:
    asked = questions_pb2.ExplainUsageRequest(record_id=record_id)
    return await house.questions.ExplainUsage(asked, None)


async def test_a_use_explains_itself(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5000)
    used, waits = session(house, 50), house.call(ANNA, seconds=60, peer=NOWHERE)
    await house.hears(used, waits)

    with acting(Caller("clerk", channel="hall", staff=True)):
        rated = await explains(house, used.record_id)
    waiting = await explains(house, waits.record_id)

    assert (rated.usage.peer, rated.subscriber_id, rated.waits_for) == ("ctnet", ANNA.id, "")
    assert rated.usage.derivation == (
        "data 51200 KB (home): data_domestic, catalogue 1 valid from 2020-01-01: 2026-11 with it"
        " 51200 KB = 150.000, without it 0 KB = 0.000; 150.000 fen, exact;"
        " whole fen are deducted, the rest is carried"
    ).replace("catalogue 1", f"catalogue {(await newest(house))}")
    assert (waiting.waits_for, waiting.usage.charged_millifen) == ("no_tariff", 0)


async def newest(house: HouseOfBilling) -> int:
    asked = questions_pb2.ListOfferingsRequest()
    return int((await house.questions.ListOfferings(asked, None)).catalogue_version)


async def test_only_her_own_use_is_explained_to_a_customer(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5000)
    used = session(house, 50)
    await house.hears(used)

    with acting(Caller("boris", channel="app", customer_id=BORIS.customer)):
        await house.refuses("NOT_YOURS", explains(house, used.record_id))
        await house.refuses("NOT_YOURS", explains(house, "nothing"))
    await house.refuses("USAGE_UNKNOWN", explains(house, "nothing"))


CATALOGUE = replace(read_catalogue(catalogue_text())[0], version=1)
A_SESSION = st.tuples(st.integers(0, 2**21), st.sampled_from([11, 12]), st.sampled_from("ab"))


@st.composite
def heard(draw: st.DrawFn) -> tuple[list[UsageRecord], list[list[UsageRecord]]]:
    """Records, and batches in which each of them comes at least once, in any order."""
    made = [
        record(
            str(number),
            kind="data",
            peer=peer,
            quantity=kilobytes,
            started_at=datetime(2026, month, 20, 4, 0, number, tzinfo=UTC),
        )
        for number, (kilobytes, month, peer) in enumerate(
            draw(st.lists(A_SESSION, min_size=1, max_size=8))
        )
    ]
    more = draw(st.lists(st.sampled_from(made), max_size=5))
    order = draw(st.permutations([*made, *more]))
    cuts = sorted(draw(st.lists(st.integers(0, len(order)), max_size=4)))
    ends = [0, *cuts, len(order)]
    return made, [order[a:b] for a, b in pairwise(ends) if a < b]


def lived(batches: Sequence[Sequence[UsageRecord]], *, waits: bool = False) -> Store:
    store = Store()
    store.kept.catalogues.append((CATALOGUE, ""))
    opened = replace(
        account_of(ANNA),
        state=AccountState.OPEN,
        balance=fen(100_000),
        paid_from=datetime(2026, 1, 1, tzinfo=UTC),
    )
    pending = replace(opened, state=AccountState.PENDING)
    store.kept.accounts[ANNA.account] = pending if waits else opened
    now = datetime(2027, 1, 1, tzinfo=UTC)

    async def live() -> None:
        for number, batch in enumerate(batches):
            uow = FakeUnitOfWork(store)
            await rate_usage(
                batch, uow=uow, batch_id=f"batch {number}", now=now, acceptable=WHATEVER_IS_TOLD
            )
        if waits:
            store.kept.accounts[ANNA.account] = opened
            await rate_waiting(
                ANNA.id,
                uow=FakeUnitOfWork(store),
                batch_id="late",
                now=now,
                acceptable=WHATEVER_IS_TOLD,
            )

    asyncio.run(live())
    return store


def left(store: Store) -> tuple[int, int]:
    account = store.kept.accounts[ANNA.account]
    return account.balance.minor, account.carry


@settings(max_examples=150, deadline=None)
@given(said=heard(), waits=st.booleans())
def test_batch_is_one_by_one_is_any_split_order_and_repetition(
    *, said: tuple[list[UsageRecord], list[list[UsageRecord]]], waits: bool
) -> None:
    made, batches = said
    at_once, one_by_one = lived([made]), lived([[one] for one in made])
    anyhow = lived(batches, waits=waits)

    assert left(at_once) == left(one_by_one) == left(anyhow)
    assert at_once.kept.used == one_by_one.kept.used == anyhow.kept.used
    rated = [one for one in anyhow.kept.usage.values() if one.charge is not None]
    assert anyhow.kept.received == len(rated) + anyhow.kept.duplicate
    assert sum(anyhow.kept.used.values()) == sum(one.quantity for one in made)
