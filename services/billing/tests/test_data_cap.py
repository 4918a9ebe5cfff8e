"""Data at its cap: cut off until the month or day ends, or until she asks for it to go on."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asking import Asking
from house_of_billing import ANNA, BORIS, CLERK, HouseOfBilling, catalogue_text
from hypothesis import given
from hypothesis import strategies as st

from billing.catalogue.domain.tariff import (
    CapRule,
    Slot,
    Span,
    Stepping,
    Tariff,
    let_through,
    price_of_span,
)
from billing.catalogue.wire.catalogue import read_catalogue
from boss.audit.v1 import events_pb2 as audit_pb2
from boss.billing.v1 import commands_pb2
from kernel.caller import Caller
from kernel.ids import new_id
from runtime.rpc.calling import acting

GB = 1024
SESSION = {"kind": "data", "peer": "", "access_point": "ctnet"}
ABROAD = SESSION | {"roam_type": "international"}
SHIPPED, _ = read_catalogue(catalogue_text())
DOMESTIC = next(one for one in SHIPPED.tariffs if one.code == "data_domestic")
ROAMING = next(one for one in SHIPPED.tariffs if one.code == "data_roaming")


async def opens(house: HouseOfBilling, reason: str = "she asked") -> None:
    request = commands_pb2.OpenDataAgainRequest(
        request_id=new_id(), subscriber_id=ANNA.id, reason=reason
    )
    await house.commands.OpenDataAgain(request, None)


def test_600_yuan_are_200_gigabytes() -> None:
    assert let_through(DOMESTIC) == 200 * GB * 1024


@pytest.mark.parametrize(
    ("kilobytes", "yuan"),
    [(0, 0), (1, 3), (3072, 3), (3073, 6), (6145, 9), (30 * 1024, 30), (50 * 1024, 30)],
)
def test_abroad_each_started_3_megabytes_of_a_day_cost_3_yuan(kilobytes: int, yuan: int) -> None:
    assert price_of_span(ROAMING, kilobytes) == yuan * 100_000
    assert let_through(ROAMING) == 50 * 1024


@given(
    per_step=st.integers(1, 50),
    units=st.integers(1, 60),
    most=st.integers(0, 2000),
    most_units=st.none() | st.integers(1, 3000),
)
def test_what_is_let_through_is_as_much_as_the_cap_pays_for(
    per_step: int, units: int, most: int, most_units: int | None
) -> None:
    slots = (Slot(millifen=per_step, per_units=units, increment=units),)
    cuts = Stepping(units, most, Span.MONTH, CapRule.CUTS_OFF, most_units)
    row = Tariff(
        code="a",
        kind="data",
        slots=slots,
        zones=frozenset(),
        roam_types=frozenset(),
        stepping=cuts,
    )

    let = let_through(row)

    assert let == min(most // per_step * units, most_units or 10**9)


async def test_at_600_yuan_data_stops_and_on_the_first_it_goes_on(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100_000)
    switch = Asking(house)
    await switch.browses(ANNA, 199 * GB)

    last = await switch.browses(ANNA, 3 * GB)
    refusal = await house.refuses("DATA_CAP_REACHED", switch.reserves(ANNA, 1024, **SESSION))
    call = await switch.reserves(ANNA, 60)
    december = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
    await house.turns_clock_to(december + timedelta(hours=1))
    again = await switch.browses(ANNA, 10)

    assert (last.units, last.is_final) == (GB * 1024 * 1024, True)
    assert refusal.field == "units"
    assert call.units == 60
    assert (again.units, again.is_final) == (10 * 1024 * 1024, False)
    # 600 yuan, the fee of December, and 10 MB of it.
    assert await house.left(ANNA) == 100_000 - 60_000 - 500 - 30


async def test_a_session_that_goes_on_is_cut_at_the_cap(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100_000)
    switch = Asking(house)
    await switch.browses(ANNA, 199 * GB)

    begun = await switch.reserves(ANNA, 1024 * 1024, **SESSION)
    beside = await switch.reserves(ANNA, 2 * GB * 1024 * 1024, **SESSION)
    more = await switch.extends(begun, 2 * GB * 1024 * 1024)

    assert not begun.is_final
    # What one was granted, the other cannot have.
    assert (beside.units, beside.is_final) == ((GB - 1) * 1024 * 1024, True)
    assert (more.units, more.is_final) == (1024 * 1024, True)


async def test_opened_again_the_cap_counts_a_second_time(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=200_000)
    switch = Asking(house)
    late = house.call(ANNA, seconds=0, kind="data", peer="ctnet", octets=5 * GB * 1024 * 1024)
    await switch.browses(ANNA, 200 * GB)
    house.clock.instant += timedelta(hours=1)
    with acting(CLERK):
        await opens(house)

    again = await switch.browses(ANNA, 100)
    # It began before she was opened again, when nothing more was to be paid.
    await house.hears(late)
    spent = 200_000 - await house.left(ANNA)
    rest = await switch.browses(ANNA, 300 * GB)
    await house.refuses("DATA_CAP_REACHED", switch.reserves(ANNA, 1024, **SESSION))

    assert not again.is_final
    assert spent == 60_000 + 300
    assert rest.units == (200 * GB - 100) * 1024 * 1024
    assert await house.left(ANNA) == 200_000 - 120_000
    (noted,) = [
        one
        for one in await house.said(audit_pb2.AuditRecorded)
        if one.action == "data.opened_again"
    ]
    assert (noted.object_id, noted.reason) == (ANNA.id, "she asked")


@pytest.mark.holds("R-ROAM-3")
async def test_abroad_a_day_is_priced_as_a_whole_and_ends_at_50_megabytes(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=20_000)
    switch = Asking(house)

    for _ in range(3):
        await switch.browses(ANNA, 2, **ABROAD)
    six = await house.left(ANNA)
    rest = await switch.browses(ANNA, 100, **ABROAD)
    await house.refuses("DATA_CAP_REACHED", switch.reserves(ANNA, 1024, **ABROAD))
    at_home = await switch.reserves(ANNA, 1024, **SESSION)
    await switch.releases(at_home)
    # The next day in Shanghai begins at 16:00 UTC.
    house.clock.instant = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    await switch.browses(ANNA, 1, **ABROAD)

    assert six == 20_000 - 600
    assert (rest.units, rest.is_final) == (44 * 1024 * 1024, True)
    assert await house.left(ANNA) == 20_000 - 3000 - 300


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        (CLERK, "DATA_NOT_CUT_OFF"),
        (Caller("anna", channel="app", customer_id=ANNA.customer), "DATA_NOT_CUT_OFF"),
        (Caller("boris", channel="app", customer_id=BORIS.customer), "NOT_YOURS"),
    ],
)
async def test_what_is_not_cut_off_is_not_opened(
    house: HouseOfBilling, actor: Caller, code: str
) -> None:
    await house.has(ANNA, left=5000)

    with acting(actor):
        await house.refuses(code, opens(house))

    assert await house.rows("data_opening") == 0


async def test_staff_say_why_and_a_closed_account_stays_closed(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5000)
    with acting(CLERK):
        silent = await house.refuses("FIELD_MISSING", opens(house, reason=" "))
    nobody: Any = commands_pb2.OpenDataAgainRequest(
        request_id=new_id(), subscriber_id=new_id(), reason="why"
    )
    with acting(CLERK):
        await house.refuses("ACCOUNT_UNKNOWN", house.commands.OpenDataAgain(nobody, None))

    assert silent.field == "reason"
