"""Tiers of a month, volume pricing and percentages: what a month costs, however it is cut."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from asking import Asking
from fake_unit_of_work import WHATEVER_IS_TOLD, FakeUnitOfWork
from house_of_billing import (
    ANNA,
    NOON,
    SUPERVISOR,
    HouseOfBilling,
    Subscriber,
    catalogue_files,
    catalogue_text,
    fen,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from pretend_store import Store
from test_storage import account_of, record
from using import Using

from billing.accounts.domain.account import AccountState
from billing.allowances.domain.usage import UsageRecord
from billing.catalogue.domain.catalogue import Catalogue
from billing.catalogue.wire.catalogue import read_catalogue
from billing.charging.usecases.rate_usage import rate_usage
from billing.rating.domain.rating import rate
from boss.billing.v1 import commands_pb2
from kernel.ids import new_id
from kernel.money import fen as money
from runtime.rpc.calling import acting

MINUTES = [
    {"millifen": 15_000, "per_units": 60, "increment": 60},
    {"millifen": 10_000, "per_units": 60, "increment": 60, "from_unit": 6_000},
    {"millifen": 5_000, "per_units": 60, "increment": 60, "from_unit": 30_000},
]
"""15 fen a minute, from the hundredth on 10, from the five hundredth on 5."""
VOICE = {
    "code": "voice_tiers",
    "kind": "voice",
    "roam_types": ["home", "domestic"],
    "slots": MINUTES,
    "stepping": {"each": 60},
    "weight": 5,
}
VOLUME = VOICE | {"code": "voice_volume", "stepping": {"each": 60, "pricing": "volume"}}
TEXTS = VOICE | {
    "code": "texts",
    "kind": "sms",
    "slots": [
        {"millifen": 10_000, "per_units": 1, "increment": 1},
        {"millifen": 4_000, "per_units": 1, "increment": 1, "from_unit": 10},
    ],
    "stepping": {"most_millifen": 120_000},
}


def catalogue_of(*rows: dict[str, Any]) -> Catalogue:
    return replace(read_catalogue(catalogue_text(tariffs=list(rows)))[0], version=1)


def by_hand(seconds: Sequence[int]) -> Fraction:
    """Price a month of calls minute by minute: nothing of the engine is in it."""
    minutes = sum(-(-one // 60) for one in seconds)
    prices = [
        15_000 if place < 100 else 10_000 if place < 500 else 5_000 for place in range(minutes)
    ]
    return Fraction(sum(prices))


def by_volume(seconds: Sequence[int]) -> Fraction:
    """Price all minutes of a month by the slot that is reached."""
    minutes = sum(-(-one // 60) for one in seconds)
    price = 15_000 if minutes <= 100 else 10_000 if minutes <= 500 else 5_000
    return Fraction(minutes * price)


def lived(catalogue: Catalogue, batches: Sequence[Sequence[UsageRecord]]) -> Store:
    """Rate batches one after the other; the account has ten thousand yuan."""
    store = Store()
    store.kept.catalogues.append((catalogue, ""))
    store.kept.accounts[ANNA.account] = replace(
        account_of(ANNA),
        state=AccountState.OPEN,
        balance=money(1_000_000),
        paid_from=NOON - timedelta(days=300),
    )

    async def live() -> None:
        for number, batch in enumerate(batches):
            uow = FakeUnitOfWork(store)
            await rate_usage(
                batch, uow=uow, batch_id=f"batch {number}", now=NOON, acceptable=WHATEVER_IS_TOLD
            )

    asyncio.run(live())
    return store


def costs(store: Store) -> int:
    account = store.kept.accounts[ANNA.account]
    return (1_000_000 - account.balance.minor) * 1000 + account.carry


CALLS = st.lists(st.integers(1, 4_000), min_size=1, max_size=25)


@pytest.mark.parametrize(("row", "hand"), [(VOICE, by_hand), (VOLUME, by_volume)])
@given(calls=CALLS, data=st.data())
@settings(deadline=None, max_examples=60)
def test_a_month_costs_the_same_in_whatever_order_and_batches(
    row: dict[str, Any], hand: Any, calls: list[int], data: st.DataObject
) -> None:
    made = [
        record(
            f"c{number}",
            quantity=seconds,
            file_seq=number,
            started_at=NOON - timedelta(hours=number),
        )
        for number, seconds in enumerate(calls)
    ]
    order = data.draw(st.permutations(made))
    cut = data.draw(st.integers(0, len(order)))

    store = lived(catalogue_of(row), [one for one in (order[:cut], order[cut:]) if one])

    assert costs(store) == hand(calls)
    charges = [one.charge for one in store.kept.usage.values()]
    assert sum(one.millifen for one in charges if one) == costs(store)


def test_a_use_that_reaches_a_cheaper_slot_makes_the_earlier_ones_cheaper() -> None:
    made = [record("a", quantity=6_000, file_seq=1), record("b", quantity=60, file_seq=2)]

    store = lived(catalogue_of(VOLUME), [[made[0]], [made[1]]])

    first, second = (store.kept.usage[name].charge for name in "ab")
    assert first
    assert second
    assert (first.millifen, second.millifen) == (1_500_000, 101 * 10_000 - 1_500_000)
    assert second.derivation == (
        "voice 60 s (home): voice_volume, catalogue 1 valid from 2020-01-01, each use in whole 60,"
        " all by the slot that is reached: 2026-11 with it 6060 s = 1010.000, without it 6000 s"
        " = 1500.000; -490.000 fen, exact; whole fen are deducted, the rest is carried"
    )


def test_texts_have_tiers_and_a_most() -> None:
    made = [record(f"t{n}", kind="sms", quantity=4, file_seq=n) for n in range(1, 6)]

    store = lived(catalogue_of(TEXTS), [made])

    # Ten at 10 fen, five at 4: at 120 fen the rest of the month is free.
    assert costs(store) == 120_000


async def test_before_use_a_tier_costs_what_its_record_will(house: HouseOfBilling) -> None:
    await house.loads_catalogue(valid_from="2026-11-22", tariffs=[VOICE])
    await house.has(ANNA, left=5_000)
    switch = Asking(house)
    await house.hears(house.call(ANNA, seconds=99 * 60))
    before = await house.left(ANNA)

    grant = await switch.reserves(ANNA, 180)

    assert grant.reserved_millifen == 15_000 + 2 * 10_000
    await house.hears(house.call(ANNA, seconds=180))
    assert before - await house.left(ANNA) == 35


async def test_before_use_volume_never_promises_what_an_earlier_end_could_not_pay(
    house: HouseOfBilling,
) -> None:
    await house.loads_catalogue(valid_from="2026-11-22", tariffs=[VOLUME])
    await house.has(ANNA, left=1_500)
    switch = Asking(house)

    grant = await switch.reserves(ANNA, 101 * 60)

    # 101 minutes cost 1010 fen, but who hangs up at 100 owes 1500.
    assert (grant.units, grant.reserved_millifen) == (101 * 60, 1_500_000)
    await switch.releases(grant)
    await house.hears(house.call(ANNA, seconds=10 * 60))
    more = await switch.reserves(ANNA, 101 * 60)
    assert (more.units, more.reserved_millifen, more.is_final) == (101 * 60, 1_350_000, False)


async def test_what_a_cheaper_slot_gives_back_goes_to_the_gift_that_paid(
    house: HouseOfBilling,
) -> None:
    await house.loads_catalogue(valid_from="2026-11-22", tariffs=[VOLUME])
    await house.has(ANNA, left=5_000)
    gift = commands_pb2.GrantGiftRequest(
        request_id=new_id(),
        account_id=ANNA.account,
        kind="dedicated_gift",
        amount=fen(1_500),
        items=["usage"],
        valid_until="2026-12-31",
        reason="welcome",
    )
    with acting(SUPERVISOR):
        await house.commands.GrantGift(gift, None)
    await house.hears(house.call(ANNA, seconds=6_000))
    assert await house.left(ANNA) == 5_000

    await house.hears(house.call(ANNA, seconds=60))

    # 490 fen come back, and not as cash.
    assert await house.left(ANNA) == 5_000
    books = {book: amount for book, amount, why in await house.postings(ANNA) if why}
    assert books["gift_dedicated"] == 490
    assert (await house.totals()).sum_minor == 0


async def test_tiers_beside_an_allowance_count_only_what_is_beyond(house: HouseOfBilling) -> None:
    plan = {
        "code": "TIERS", "name": "Tiers", "monthly_fee": 0, "prepayment": 0,
        "channels": ["hall", "system"],
        "included": [{"code": "voice", "kind": "voice", "units": 100}],
    }  # fmt: skip
    offerings = [one | {"included": []} for one in catalogue_files()["offerings.yaml"]["offerings"]]
    await house.loads_catalogue(
        valid_from="2026-11-22", tariffs=[VOICE], offerings=[*offerings, plan]
    )
    dora = Subscriber("Dora", "8613900000009", offering="TIERS")
    await house.has(dora, left=100_000)
    using = Using(house, dora)
    included = (await using.left())[0][2]
    first = house.call(dora, seconds=60 * (included + 99))
    second = house.call(dora, seconds=150)

    await house.hears(first)
    switch = Asking(house)
    grant = await switch.reserves(dora, 150)
    await house.hears(second)

    used = [await using.explained(one) for one in (first, second)]
    assert [one.charged_millifen for one in used] == [99 * 15_000, 15_000 + 2 * 10_000]
    assert grant.reserved_millifen == 35_000


@pytest.mark.parametrize(
    ("amount", "millifen"),
    [(10_000, 500_000), (1, 50), (0, 0), (1_000_000, 20_000_000)],
)
def test_a_percentage_of_an_amount(amount: int, millifen: int) -> None:
    row = VOICE | {
        "code": "third_party",
        "kind": "item",
        "slots": [{"millifen": 50, "per_units": 1, "increment": 1}],
        "cap": {"millifen": 20_000_000, "rule": "frees"},
        "stepping": None,
    }
    item = record("a", kind="item", peer="10657525551234", quantity=amount)

    charge = rate(item, catalogue=catalogue_of(row), offering="KEEP5")

    assert charge
    assert charge.millifen == millifen
    if amount == 10_000:
        assert "10000 fen x 5.00 %" in charge.derivation


async def test_an_item_is_asked_for_whole_and_charged_once(house: HouseOfBilling) -> None:
    row = VOICE | {
        "code": "third_party",
        "kind": "item",
        "slots": [{"millifen": 1_000, "per_units": 1, "increment": 1}],
        "stepping": None,
    }
    await house.loads_catalogue(valid_from="2026-11-22", tariffs=[row])
    await house.has(ANNA, left=1_000)
    switch = Asking(house)

    await house.refuses("INSUFFICIENT_BALANCE", switch.reserves(ANNA, 1_001, kind="item"))
    grant = await switch.reserves(ANNA, 600, kind="item")
    await house.hears(house.call(ANNA, seconds=0, kind="item", amount_fen=600))

    assert grant.reserved_millifen == 600_000
    assert await house.left(ANNA) == 400
