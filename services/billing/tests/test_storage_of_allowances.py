"""Allowances, classes of use and uses beside one another, on both desks alike."""

from dataclasses import replace
from datetime import date, timedelta

from house_of_billing import ANNA, BORIS, NOON
from test_drawing import CATALOGUE
from test_reservations import FIRST, SECOND, reservation
from test_storage import Desks, account_of, desks, record

from billing.accounts.ports import ByAccount
from billing.allowances.domain.allowance import Allowance, Source, allowances_of
from billing.allowances.domain.drawing import ClassOfUse
from billing.allowances.domain.usage import Charge, Judged, Reason
from billing.allowances.ports import Held, Wanted
from billing.charging.domain.reservation import ReservationState
from billing.packs.domain.purchase import Purchase, bought
from kernel.ids import derived_id

__all__ = ["desks"]


def named(*allowances: Allowance) -> list[Allowance]:
    return [replace(one, id=derived_id(one.id)) for one in allowances]


MONTH = NOON - timedelta(days=30)
DATA, VOICE = named(
    *allowances_of(
        CATALOGUE.offering("SMALL").plan,
        account_id=ANNA.account,
        first_day=date(2026, 11, 22),
        cause_id="2026-11-01",
    )
)
(NIGHT,) = named(
    bought(CATALOGUE.pack("NIGHT"), Purchase(ANNA.account, "a purchase", NOON, renews=True))
)
USE = ClassOfUse(
    account_id=ANNA.account,
    subscriber_id=ANNA.id,
    kind="data",
    since=NOON,
    tariff="data_domestic",
    catalogue=1,
    draws_on=(NIGHT.id, DATA.id),
    used=7,
    drawn=(3, 4),
)


def by_id(*allowances: Allowance) -> list[Allowance]:
    return sorted(allowances, key=lambda one: one.id)


async def test_allowances_are_kept_once_and_found_by_kind_and_moment(desks: Desks) -> None:
    async with desks() as desk:
        await desk.allowances.add([DATA, VOICE, NIGHT])
        await desk.allowances.add([replace(DATA, total=1)])

    async with desks() as desk:
        there = desk.allowances
        data = await there.held([Wanted(ANNA.account, "data", MONTH)])
        both = await there.held(
            [Wanted(ANNA.account, "data", MONTH), Wanted(ANNA.account, "voice", MONTH)]
        )
        # On that day the night pack is over, and what November left rolls over.
        later = await there.held([Wanted(ANNA.account, "data", NIGHT.valid_to)])
        other = await there.held([Wanted(BORIS.account, "data", MONTH)])
        found = await there.find(NIGHT.id)
        nothing = [await there.find("nothing"), await there.find(FIRST)]
        of_month = await there.of_cause(ANNA.account, cause_id="2026-11-01")

    assert list(data.allowances) == by_id(DATA, NIGHT)
    assert by_id(*both.allowances) == by_id(DATA, VOICE, NIGHT)
    assert list(later.allowances) == [DATA]
    assert other == Held([], [])
    assert found == NIGHT
    assert nothing == [None, None]
    assert list(of_month) == by_id(DATA, VOICE)


async def test_what_can_change_of_an_allowance_changes(desks: Desks) -> None:
    end = NOON + timedelta(hours=1)
    changed = replace(NIGHT, used=5, total=6, valid_to=end, usable_to=end, renews=False)
    async with desks() as desk:
        await desk.allowances.add([NIGHT, DATA])
        await desk.allowances.keep([changed, replace(DATA, used=9)])
        await desk.allowances.keep([])

    async with desks() as desk:
        assert await desk.allowances.find(NIGHT.id) == changed
        assert await desk.allowances.find(DATA.id) == replace(DATA, used=9)


async def test_a_pack_was_had_unless_it_was_given_back(desks: Desks) -> None:
    async with desks() as desk:
        there = desk.allowances
        await there.add([NIGHT, DATA])
        had = [await there.has_had(ANNA.account, offering=code) for code in ("NIGHT", "SMALL")]
        other = await there.has_had(BORIS.account, offering="NIGHT")
        await there.keep([replace(NIGHT, total=0)])
        given_back = await there.has_had(ANNA.account, offering="NIGHT")

    assert (NIGHT.source, had, other, given_back) == (Source.PACK, [True, False], False, False)


async def test_classes_of_use_are_kept_as_they_are_now(desks: Desks) -> None:
    before = replace(USE, since=MONTH - timedelta(days=1))
    nothing = replace(USE, draws_on=(), drawn=(), kind="voice")
    async with desks() as desk:
        await desk.allowances.keep_classes([USE, before, nothing])
        await desk.allowances.keep_classes([replace(USE, used=9, drawn=(5, 4))])

    async with desks() as desk:
        data = await desk.allowances.held([Wanted(ANNA.account, "data", MONTH)])
        voice = await desk.allowances.held([Wanted(ANNA.account, "voice", MONTH)])

    assert list(data.classes) == [replace(USE, used=9, drawn=(5, 4))]
    assert list(voice.classes) == [nothing]


async def test_an_account_knows_the_last_month_it_was_granted(desks: Desks) -> None:
    async with desks() as desk:
        await desk.accounts.add(account_of(ANNA))
        await desk.allowances.grant_until(ANNA.account, date(2026, 11, 1))
        # Who took it before does not undo that.
        await desk.accounts.keep([account_of(ANNA)])

    async with desks() as desk:
        taken = await desk.accounts.take(ByAccount(ANNA.account))

    assert taken == replace(account_of(ANNA), granted_month=date(2026, 11, 1))


async def test_uses_beside_one_another_are_those_under_way_or_not_rated(desks: Desks) -> None:
    own = reservation(FIRST, use=replace(record(FIRST), file_seq=0))
    other = replace(
        reservation(SECOND, use=replace(record(SECOND), file_seq=0)),
        state=ReservationState.HELD,
        record_id="call",
    )
    async with desks() as desk:
        await desk.reservations.add(own)
        await desk.reservations.add(other)
        beside = await desk.reservations.beside(FIRST, account_id=ANNA.account, kind="voice")
        data = await desk.reservations.beside(FIRST, account_id=ANNA.account, kind="data")
        await desk.reservations.keep(replace(own, state=ReservationState.EXPIRED))
        expired = await desk.reservations.beside(SECOND, account_id=ANNA.account, kind="voice")

    assert list(beside) == [other.use]
    assert list(data) == list(expired) == []


async def test_a_record_keeps_what_allowances_paid_of_it(desks: Desks) -> None:
    judged = Judged(record("paid"), ANNA.account, Charge(0, "why", 1))
    waits = Judged(record("waits", file_seq=2), None, Reason.SUBSCRIBER_UNKNOWN)
    async with desks() as desk:
        await desk.usage.add([judged, waits], at=NOON)
        await desk.usage.settle([replace(waits, outcome=Charge(5, "why", 2))], at=NOON)
        lines = await desk.usage.newest(ANNA.id, limit=10)

    assert {one.record.id: one.allowance_used for one in lines} == {"paid": 1, "waits": 2}
