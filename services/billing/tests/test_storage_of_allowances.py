"""Allowances, classes of use and uses beside one another, on both new_uow alike."""

from dataclasses import replace
from datetime import date, timedelta

from house_of_billing import ANNA, BORIS, NOON
from test_drawing import CATALOGUE
from test_reservations import FIRST, SECOND, reservation
from test_storage import NewUnitOfWork, account_of, new_uow, record

from billing.accounts.ports import ByAccount
from billing.allowances.domain.allowance import Allowance, Source, allowances_of
from billing.allowances.domain.drawing import ClassOfUse
from billing.allowances.domain.usage import Charge, Judged, Reason
from billing.allowances.ports import Held, Wanted
from billing.charging.domain.reservation import ReservationState
from billing.packs.domain.purchase import Purchase, bought
from kernel.ids import derived_id

__all__ = ["new_uow"]


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


async def test_allowances_are_kept_once_and_found_by_kind_and_moment(
    new_uow: NewUnitOfWork,
) -> None:
    async with new_uow() as uow:
        await uow.allowances.add([DATA, VOICE, NIGHT])
        await uow.allowances.add([replace(DATA, total=1)])

    async with new_uow() as uow:
        there = uow.allowances
        data = await there.held([Wanted(ANNA.account, "data", MONTH)])
        both = await there.held(
            [Wanted(ANNA.account, "data", MONTH), Wanted(ANNA.account, "voice", MONTH)]
        )
        # On that day the night pack is over, and what November left rolls over.
        later = await there.held([Wanted(ANNA.account, "data", NIGHT.valid_to)])
        other = await there.held([Wanted(BORIS.account, "data", MONTH)])
        found = await there.get(NIGHT.id)
        nothing = [await there.get("nothing"), await there.get(FIRST)]
        of_month = await there.of_cause(ANNA.account, cause_id="2026-11-01")

    assert list(data.allowances) == by_id(DATA, NIGHT)
    assert by_id(*both.allowances) == by_id(DATA, VOICE, NIGHT)
    assert list(later.allowances) == [DATA]
    assert other == Held([], [])
    assert found == NIGHT
    assert nothing == [None, None]
    assert list(of_month) == by_id(DATA, VOICE)


async def test_what_can_change_of_an_allowance_changes(new_uow: NewUnitOfWork) -> None:
    end = NOON + timedelta(hours=1)
    changed = replace(NIGHT, used=5, total=6, valid_to=end, usable_to=end, renews=False)
    async with new_uow() as uow:
        await uow.allowances.add([NIGHT, DATA])
        await uow.allowances.save([changed, replace(DATA, used=9)])
        await uow.allowances.save([])

    async with new_uow() as uow:
        assert await uow.allowances.get(NIGHT.id) == changed
        assert await uow.allowances.get(DATA.id) == replace(DATA, used=9)


async def test_a_pack_was_had_unless_it_was_given_back(new_uow: NewUnitOfWork) -> None:
    async with new_uow() as uow:
        there = uow.allowances
        await there.add([NIGHT, DATA])
        had = [await there.has_had(ANNA.account, offering=code) for code in ("NIGHT", "SMALL")]
        other = await there.has_had(BORIS.account, offering="NIGHT")
        await there.save([replace(NIGHT, total=0)])
        given_back = await there.has_had(ANNA.account, offering="NIGHT")

    assert (NIGHT.source, had, other, given_back) == (Source.PACK, [True, False], False, False)


async def test_classes_of_use_are_kept_as_they_are_now(new_uow: NewUnitOfWork) -> None:
    before = replace(USE, since=MONTH - timedelta(days=1))
    nothing = replace(USE, draws_on=(), drawn=(), kind="voice")
    async with new_uow() as uow:
        await uow.allowances.save_classes([USE, before, nothing])
        await uow.allowances.save_classes([replace(USE, used=9, drawn=(5, 4))])

    async with new_uow() as uow:
        data = await uow.allowances.held([Wanted(ANNA.account, "data", MONTH)])
        voice = await uow.allowances.held([Wanted(ANNA.account, "voice", MONTH)])

    assert list(data.classes) == [replace(USE, used=9, drawn=(5, 4))]
    assert list(voice.classes) == [nothing]


async def test_an_account_knows_the_last_month_it_was_granted(new_uow: NewUnitOfWork) -> None:
    async with new_uow() as uow:
        await uow.accounts.add(account_of(ANNA))
        await uow.allowances.grant_until(ANNA.account, date(2026, 11, 1))
        # Who took it before does not undo that.
        await uow.accounts.save([account_of(ANNA)])

    async with new_uow() as uow:
        taken = await uow.accounts.get_for_update(ByAccount(ANNA.account))

    assert taken == replace(account_of(ANNA), granted_month=date(2026, 11, 1))


async def test_uses_beside_one_another_are_those_under_way_or_not_rated(
    new_uow: NewUnitOfWork,
) -> None:
    own = reservation(FIRST, use=replace(record(FIRST), file_seq=0))
    other = replace(
        reservation(SECOND, use=replace(record(SECOND), file_seq=0)),
        state=ReservationState.HELD,
        record_id="call",
    )
    async with new_uow() as uow:
        await uow.reservations.add(own)
        await uow.reservations.add(other)
        beside = await uow.reservations.beside(FIRST, account_id=ANNA.account, kind="voice")
        data = await uow.reservations.beside(FIRST, account_id=ANNA.account, kind="data")
        await uow.reservations.save(replace(own, state=ReservationState.EXPIRED))
        expired = await uow.reservations.beside(SECOND, account_id=ANNA.account, kind="voice")

    assert list(beside) == [other.use]
    assert list(data) == list(expired) == []


async def test_a_record_keeps_what_allowances_paid_of_it(new_uow: NewUnitOfWork) -> None:
    judged = Judged(record("paid"), ANNA.account, Charge(0, "why", 1))
    waits = Judged(record("waits", file_seq=2), None, Reason.SUBSCRIBER_UNKNOWN)
    async with new_uow() as uow:
        await uow.usage.add([judged, waits], at=NOON)
        await uow.usage.settle([replace(waits, outcome=Charge(5, "why", 2))], at=NOON)
        lines = await uow.usage.newest(ANNA.id, limit=10)

    assert {one.record.id: one.allowance_used for one in lines} == {"paid": 1, "waits": 2}
