"""Allowances beside caps, openings, later prices and accounts that pay later."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from asking import Asking
from house_of_billing import OPERATIONS, HouseOfBilling, catalogue_files
from test_allowances import DATA_OF_NINE_DAYS, DECEMBER
from test_rerating import rerates
from using import CARLA, KB, MB, Using

from boss.billing.v1 import commands_pb2
from kernel.ids import new_id
from runtime.rpc.calling import acting

GB = 1024
ONLINE = {"kind": "data", "peer": "", "access_point": "ctnet"}


async def carla_with(house: HouseOfBilling, *, left: int = 100_000) -> Using:
    await house.has(CARLA, left=left)
    return Using(house)


async def test_what_allowances_pay_does_not_count_for_the_cap(house: HouseOfBilling) -> None:
    carla, asking = await carla_with(house), Asking(house)
    whole = DATA_OF_NINE_DAYS * KB + 200 * GB * MB
    before = carla.session(octets=199 * GB * MB)
    await house.hears(before)

    grant = await asking.reserves(CARLA, 10 * GB * MB, **ONLINE)

    # 200 GB beyond her allowance are let through, of which these are the last.
    assert (grant.units, grant.is_final) == (whole - 199 * GB * MB, True)
    last = carla.session(octets=int(grant.units))
    await asking.commits(grant, last.octets, record_id=last.record_id)
    await house.hears(last)
    await house.refuses("DATA_CAP_REACHED", asking.reserves(CARLA, KB, **ONLINE))
    assert await house.left(CARLA) == 100_000 - 60_000
    # A pack lets her go on, and no more than it holds.
    await carla.buys("DATA5")
    house.clock.instant += timedelta(minutes=1)
    more = await asking.reserves(CARLA, GB * MB, **ONLINE)
    assert (more.units, more.is_final, more.reserved_millifen) == (500 * MB, True, 0)


async def test_data_opened_again_counts_anew_what_is_beyond(house: HouseOfBilling) -> None:
    carla, asking = await carla_with(house), Asking(house)
    early = house.moment()
    house.clock.instant += timedelta(hours=1)
    await house.hears(carla.session(octets=DATA_OF_NINE_DAYS * KB + 200 * GB * MB))
    again = commands_pb2.OpenDataAgainRequest(
        request_id=new_id(), subscriber_id=CARLA.id, reason="she asked"
    )
    await house.commands.OpenDataAgain(again, None)
    house.clock.instant += timedelta(hours=1)

    grant = await asking.reserves(CARLA, 10 * MB, **ONLINE)
    await asking.releases(grant)
    await house.hears(carla.session(50))
    # It began before data was opened, and takes its part of the allowance from those after it.
    await house.hears(carla.session(60, started_at=early))

    assert grant.reserved_millifen == 30_000
    assert await house.left(CARLA) == 100_000 - 60_000 - 150


async def test_a_roaming_pack_pays_abroad_and_days_are_counted_each(house: HouseOfBilling) -> None:
    carla = await carla_with(house)
    abroad = {"roam_type": "intl"}
    await carla.buys("ROAMDAY")
    house.clock.instant += timedelta(minutes=1)

    await house.hears(carla.session(1024, **abroad), carla.session(4, **abroad))
    first_day = await house.left(CARLA)
    await house.turns_clock_to(house.clock.instant + timedelta(days=1))
    await house.hears(carla.session(4, **abroad))

    # 4 MB beyond the pack are two steps of 3 yuan, and so they are on the next day.
    assert first_day == 100_000 - 3000 - 600
    assert await house.left(CARLA) == first_day - 600
    assert (await carla.left())[0] == ("plan", "data", DATA_OF_NINE_DAYS)


async def corrects(house: HouseOfBilling, *, voice_millifen: int, data_millifen: int) -> None:
    files = catalogue_files()
    said: dict[str, Any] = {name: one for file in files.values() for name, one in file.items()}
    for rate in said["rates"]:
        if rate["code"] == "voice_domestic":
            rate["price_millifen"] = voice_millifen
    for row in said["tariffs"]:
        if row["code"] == "data_domestic":
            row["slots"][0]["millifen"] = data_millifen
    request = commands_pb2.LoadCatalogueRequest(
        request_id=new_id(),
        catalogue=json.dumps(said | {"valid_from": "2026-11-01"}),
        correction=True,
        reason="typed wrongly",
    )
    with acting(OPERATIONS):
        await house.commands.LoadCatalogue(request, None)


async def test_rated_again_what_is_beyond_has_its_new_price_and_the_rest_stays_paid(
    house: HouseOfBilling,
) -> None:
    carla = await carla_with(house)
    paid, call = house.call(CARLA, seconds=44 * 60), house.call(CARLA, seconds=180)
    await house.hears(paid, call, carla.session(octets=(DATA_OF_NINE_DAYS + 50 * KB) * KB))
    before, left = await house.left(CARLA), await carla.left()
    nothing = await rerates(house)
    await corrects(house, voice_millifen=10_000, data_millifen=1500)

    found = await rerates(house)
    again = await rerates(house)
    # From 50 MB beyond on, 20 MB more cost what they cost by now.
    await house.hears(carla.session(20))

    assert before == 100_000 - 30 - 150
    assert (nothing.records, nothing.differences) == (3, 0)
    # Two minutes cost 20 instead of 30 fen, and 50 MB 75 instead of 150.
    assert (found.differences, found.difference_millifen) == (2, -85_000)
    assert (again.differences, again.difference_millifen) == (0, 0)
    assert await house.left(CARLA) == before + 85 - 30
    assert await carla.left() == left
    explained = await carla.explained(call)
    assert (explained.allowance_used, explained.charged_millifen) == (1, 20_000)


async def test_who_pays_later_draws_on_her_plan_too(house: HouseOfBilling) -> None:
    offerings = catalogue_files()["offerings.yaml"]["offerings"]
    generous = {"included": [{"code": "voice", "kind": "voice", "units": 90}]}
    changed = [one | (generous if one["code"] == "postpaid-basic" else {}) for one in offerings]
    await house.loads_catalogue(valid_from="2026-11-22", offerings=changed)
    diana = type(CARLA)("Diana", "8613900000004", offering="postpaid-basic")
    order = await house.opens(diana, prepaid=0)
    await order.does(start_plan=commands_pb2.StartPlan(account_id=diana.account))
    before = await house.left(diana)

    await house.hears(house.call(diana, seconds=28 * 60))
    await house.turns_clock_to(DECEMBER)

    # 27 of 90 minutes are for nine of thirty days; one more costs 15 fen.
    assert before - await house.left(diana) == 15 + 500
    assert await Using(house, diana).left() == [("plan", "voice", 90)]
    assert house.clock.now() == datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
