"""What allowances pay is the same whatever came first, and used + beyond is what was used."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from fake_unit_of_work import WHATEVER_IS_TOLD, FakeUnitOfWork
from house_of_billing import ANNA, catalogue_text
from hypothesis import given, settings
from hypothesis import strategies as st
from pretend_store import Store
from test_storage import account_of, record

from billing.accounts.domain.account import AccountState
from billing.accounts.domain.step_ref import StepRef
from billing.accounts.ports import BySubscriber
from billing.allowances.domain.allowance import units_of
from billing.allowances.domain.usage import UsageRecord
from billing.catalogue.wire.catalogue import read_catalogue
from billing.charging.usecases.charge_month import charge_month
from billing.charging.usecases.rate_usage import rate_usage
from billing.lifecycle.domain.steps import StartPlan
from billing.packs.usecases.buy_pack import BuyPack, buy_pack
from billing.rating.domain.opening import Opening
from billing.steps.usecases.carry_out import carry_out
from kernel.caller import SYSTEM
from kernel.money import fen

NIGHT = [
    {"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "begin": "00:00", "end": "07:00"}
]


def pack(
    code: str, units: int, *, validity: int | str = "month", **included: Any
) -> dict[str, Any]:
    return {
        "code": code,
        "name": code,
        "price": 100,
        "included": {"code": "data", "kind": "data", "units": units} | included,
        "validity": validity,
        "channels": ["app"],
    }


def plan(code: str, *included: dict[str, Any]) -> dict[str, Any]:
    return {
        "code": code,
        "name": code,
        "monthly_fee": 3000,
        "prepayment": 0,
        "channels": ["app"],
        "included": list(included),
    }


SMALL = plan(
    "SMALL",
    {"code": "data", "kind": "data", "units": 300_000, "rolls_over": True},
    {"code": "voice", "kind": "voice", "units": 30},
)
PACKS = [
    pack("GENERAL", 80_000),
    pack("LONG", 60_000, validity=20),
    pack("VIDEO", 50_000, peers=["video"]),
    pack("NIGHT", 40_000, validity=15, times=NIGHT),
]
CATALOGUE = replace(
    read_catalogue(catalogue_text(offerings=[SMALL, *[plan("KEEP5")]], packs=PACKS))[0], version=1
)


def shanghai(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC) - timedelta(hours=8)


LIFE = (
    (shanghai(11, 11), "start"),
    (shanghai(11, 15), "VIDEO"),
    (shanghai(11, 20), "NIGHT"),
    (shanghai(11, 22), "GENERAL"),
    (shanghai(11, 25), "LONG"),
    (shanghai(11, 28), "opened"),
    (shanghai(12, 1, 0), "month"),
    (shanghai(12, 5), "VIDEO"),
    (shanghai(12, 12), "GENERAL"),
    (shanghai(12, 20), "nothing"),
)
"""What happens to her beside her use; LONG and NIGHT reach into the next month."""


async def happens(what: str, at: datetime, *, store: Store) -> None:
    uow = FakeUnitOfWork(store)
    match what:
        case "start":
            ref = StepRef("00000000-0000-4000-8000-00000000000f", 0)
            step = StartPlan(account_id=ANNA.account)
            await carry_out(step, uow=uow, ref=ref, digest="", now=at)
        case "month":
            await charge_month(ANNA.account, due_at=at, uow=uow)
        case "opened":
            # Whatever was cut off counts anew, once as well as twice.
            await uow.counters.openings.add(Opening(ANNA.id, at.date().replace(day=1), at))
        case "nothing":
            pass
        case code:
            asked = BuyPack(
                request_id=f"{code} {at}",
                user=BySubscriber(ANNA.id),
                pack=code,
                renews=None,
                caller=SYSTEM,
                channel="app",
            )
            await buy_pack(asked, uow=uow, now=at)


def opened() -> Store:
    store = Store()
    store.kept.catalogues.append((CATALOGUE, ""))
    store.kept.accounts[ANNA.account] = replace(
        account_of(ANNA),
        offering="SMALL",
        state=AccountState.PENDING,
        balance=fen(1_000_000),
        paid_from=shanghai(11, 11, 0),
    )
    return store


def lived(heard: Sequence[Sequence[Sequence[UsageRecord]]]) -> Store:
    """Live through all of it; `heard`: the batches that come after each thing that happens."""
    store = opened()

    async def live() -> None:
        for number, (at, what) in enumerate(LIFE):
            await happens(what, at, store=store)
            for place, batch in enumerate(heard[number] if number < len(heard) else ()):
                uow = FakeUnitOfWork(store)
                await rate_usage(
                    batch,
                    uow=uow,
                    batch_id=f"{number}.{place}",
                    now=at,
                    acceptable=WHATEVER_IS_TOLD,
                )

    asyncio.run(live())
    return store


A_USE = st.tuples(
    st.sampled_from(["data", "data", "data", "voice"]),
    st.integers(0, 120_000),
    st.sampled_from(["video", "ctnet"]),
    st.integers(0, 39 * 24),
)


def use_of(number: int, said: tuple[str, int, str, int]) -> UsageRecord:
    kind, quantity, peer, hours = said
    return record(
        str(number),
        kind=kind,
        quantity=quantity if kind == "data" else quantity // 100,
        peer=peer if kind == "data" else "8613900009999",
        started_at=shanghai(11, 11, 0) + timedelta(hours=hours, seconds=number),
    )


@st.composite
def handlers(draw: st.DrawFn) -> tuple[list[UsageRecord], list[list[list[UsageRecord]]]]:
    """Uses, and in which order and batches, and how late, each of them is heard."""
    made = [
        use_of(number, said)
        for number, said in enumerate(draw(st.lists(A_USE, min_size=1, max_size=12)))
    ]
    heard: list[list[list[UsageRecord]]] = [[] for _ in LIFE]
    for one in draw(st.permutations([*made, *draw(st.lists(st.sampled_from(made), max_size=3))])):
        earliest = next(
            (place for place, (at, _) in enumerate(LIFE[1:]) if one.started_at < at),
            len(LIFE) - 1,
        )
        phase = heard[draw(st.integers(min(earliest + 1, len(LIFE) - 1), len(LIFE) - 1))]
        joins: bool = draw(st.booleans())
        if phase and joins:
            phase[-1].append(one)
        else:
            phase.append([one])
    return made, heard


def outcome(store: Store) -> tuple[object, ...]:
    account = store.kept.accounts[ANNA.account]
    return (
        account.balance,
        account.carry,
        {one.id: one.used for one in store.kept.allowances.values()},
        {key: (one.used, one.drawn) for key, one in store.kept.classes.items() if one.used},
        {month: used for month, used in store.kept.used.items() if used},
    )


@settings(max_examples=300, deadline=None)
@given(said=handlers())
def test_whenever_in_whatever_order_and_batches_it_is_heard(
    said: tuple[list[UsageRecord], list[list[list[UsageRecord]]]],
) -> None:
    made, heard = said
    at_the_end: list[list[list[UsageRecord]]] = [[] for _ in LIFE[1:]]
    at_once = lived([*at_the_end, [made]])
    one_by_one = lived([*at_the_end, [[one] for one in made]])
    anyhow = lived(heard)

    assert outcome(at_once) == outcome(one_by_one) == outcome(anyhow)


@settings(max_examples=200, deadline=None)
@given(said=handlers())
def test_what_is_used_is_paid_by_an_allowance_or_beyond_all(
    said: tuple[list[UsageRecord], list[list[list[UsageRecord]]]],
) -> None:
    made, heard = said
    kept = lived(heard).kept
    charges = [one.charge for one in kept.usage.values() if one.charge is not None]
    paid = sum(one.used for one in kept.allowances.values())

    assert all(one.millifen >= 0 and one.allowance_used >= 0 for one in charges)
    assert all(0 <= one.used <= one.total for one in kept.allowances.values())
    assert sum(one.allowance_used for one in charges) == paid
    used = {
        kind: sum(units_of(kind, one.quantity) for one in made if one.kind == kind)
        for kind in ("data", "voice")
    }
    paid_data = sum(one.used for one in kept.allowances.values() if one.kind == "data")
    assert paid_data + sum(kept.used.values()) == used["data"]
    spoken = [one for one in kept.usage.values() if one.record.kind == "voice"]
    beyond = sum(one.charge.millifen for one in spoken if one.charge) // 15_000
    assert paid - paid_data + beyond == used["voice"]
