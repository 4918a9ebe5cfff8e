"""Packs: bought from the balance at once, given back unused, renewed while there is money."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from asking import Asking
from house_of_billing import ANNA, BORIS, HouseOfBilling, catalogue_text
from test_drawing import NIGHT, pack, plan
from using import KB, MB, Using

from boss.audit.v1 import events_pb2 as audit_pb2
from boss.billing.v1 import commands_pb2, events_pb2, questions_pb2
from kernel.caller import Caller
from kernel.ids import new_id

MIDNIGHT = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
"""The end of Sunday in Shanghai."""
DECEMBER = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
HERSELF = Caller("anna", channel="app", customer_id=ANNA.customer)


async def anna_with(house: HouseOfBilling, *, left: int = 5000) -> Using:
    await house.has(ANNA, left=left)
    return Using(house, ANNA)


async def sells(house: HouseOfBilling, *packs: dict[str, Any]) -> None:
    offerings = [plan(one) for one in ("KEEP5", "KEEP8")]
    known = [
        one | {"sellable": False}
        for one in _offerings()
        if one["code"] not in {each["code"] for each in offerings}
    ]
    text = catalogue_text(
        valid_from="2026-11-22", offerings=[*offerings, *known], packs=list(packs)
    )
    request = commands_pb2.LoadCatalogueRequest(request_id=new_id(), catalogue=text)
    await house.commands.LoadCatalogue(request, None)


def _offerings() -> Sequence[dict[str, Any]]:
    return list(json.loads(catalogue_text())["offerings"])


async def test_a_pack_is_paid_from_the_balance_and_usable_at_once(house: HouseOfBilling) -> None:
    anna = await anna_with(house)

    answer = await anna.buys("DATA10", actor=HERSELF)
    await house.hears(anna.session(1000))

    assert await house.left(ANNA) == answer.account.balance.minor == 4000
    assert await anna.left() == [("pack", "data", 24 * KB)]
    assert (await house.postings(ANNA))[-2:] == [
        ("customer", -1000, "pack"),
        ("plan_revenue", 1000, "pack"),
    ]
    (said,) = await house.said(events_pb2.DatapackPurchased)
    assert (said.pack, said.price.minor, said.allowance_id) == ("DATA10", 1000, answer.allowance.id)
    assert said.valid_to.ToDatetime(UTC) == DECEMBER
    audited = [one.action for one in await house.said(audit_pb2.AuditRecorded)]
    assert audited[-1] == "pack.bought"
    assert (await house.totals()).sum_minor == 0


async def test_the_same_request_buys_once(house: HouseOfBilling) -> None:
    anna = await anna_with(house)
    request_id = new_id()

    first = await anna.buys("DATA5", request_id=request_id)
    again = await anna.buys("DATA5", request_id=request_id)

    assert first == again
    assert await house.left(ANNA) == 4500
    await house.refuses("REQUEST_ID_REUSED", anna.buys("DATA10", request_id=request_id))


async def test_each_refusal_changes_nothing(house: HouseOfBilling) -> None:
    anna = await anna_with(house, left=999)
    stranger = Caller("boris", channel="app", customer_id=BORIS.customer)
    kiosk = Caller("anna", channel="kiosk", customer_id=ANNA.customer)
    expected = [
        ("INSUFFICIENT_BALANCE", "pack", anna.buys("DATA10")),
        ("PACK_UNKNOWN", "pack", anna.buys("DATA11")),
        ("NOT_YOURS", "", anna.buys("DATA5", actor=stranger)),
        ("CHANNEL_NOT_ALLOWED", "pack", anna.buys("DATA5", actor=kiosk)),
        ("FIELD_MISSING", "pack", anna.buys("")),
        ("FIELD_NOT_VALID", "subscriber_id", anna.buys("DATA5", subscriber_id="anna")),
        ("ACCOUNT_UNKNOWN", "", anna.buys("DATA5", subscriber_id=BORIS.id)),
    ]
    for code, field, act in expected:
        refused = await house.refuses(code, act)
        assert (refused.field or "") == field, code

    assert await house.left(ANNA) == 999
    assert await house.rows("allowance") == 0
    assert await house.said(events_pb2.DatapackPurchased) == []


async def test_a_stopped_or_pending_subscriber_buys_nothing(house: HouseOfBilling) -> None:
    await house.opens(BORIS)
    await house.refuses("STATE_NOT_ALLOWED", Using(house, BORIS).buys("DATA5"))
    anna = await anna_with(house)
    await house.does(start_keeping=commands_pb2.StartKeeping(account_id=ANNA.account))

    await house.refuses("SUBSCRIBER_STOPPED", anna.buys("DATA5"))


async def test_money_kept_aside_for_a_call_buys_nothing(house: HouseOfBilling) -> None:
    anna = await anna_with(house, left=515)
    await Asking(house).reserves(ANNA, 90)

    await house.refuses("INSUFFICIENT_BALANCE", anna.buys("DATA5"))


async def test_what_ends_first_is_used_first_whatever_was_bought_first(
    house: HouseOfBilling,
) -> None:
    anna = await anna_with(house)
    await anna.buys("DATA10")
    await anna.buys("DAY1")

    await house.hears(anna.session(1000))

    shown = [(one.offering, one.left) for one in await anna.allowances()]
    assert shown == [("DAY1", 24 * KB), ("DATA10", 1024 * KB)]


async def test_a_day_pack_ends_at_midnight_and_says_so(house: HouseOfBilling) -> None:
    anna = await anna_with(house)
    bought = (await anna.buys("DAY1")).allowance
    await house.hears(anna.session(24))
    await house.turns_clock_to(MIDNIGHT)
    before_midnight = anna.session(100, started_at=house.moment(timedelta(seconds=-1)))
    await house.hears(before_midnight, anna.session(100))

    (said,) = await house.said(events_pb2.DatapackExpired)
    assert (said.allowance_id, said.unused) == (bought.id, 1000 * KB)
    assert not said.HasField("given_back")
    # What began before midnight is paid by it; the other 100 MB cost 3 yuan.
    assert await house.left(ANNA) == 5000 - 100 - 300
    assert await anna.left() == []


async def test_what_is_beyond_before_a_pack_is_bought_stays_overage(house: HouseOfBilling) -> None:
    anna = await anna_with(house)
    await house.hears(anna.session(50))
    await anna.buys("DATA5")
    house.clock.instant += timedelta(minutes=1)
    await house.hears(anna.session(500), anna.session(50))

    # 100 MB of the month are beyond: 3 yuan, whoever comes in between.
    assert await house.left(ANNA) == 5000 - 500 - 300


async def test_directed_and_night_packs_pay_before_the_general_one(house: HouseOfBilling) -> None:
    await sells(
        house,
        pack("GENERAL", 1000 * KB),
        pack("VIDEO", 100 * KB, peers=["video"]),
        pack("NIGHT", 100 * KB, times=NIGHT),
    )
    anna = await anna_with(house)
    for one in ("GENERAL", "VIDEO", "NIGHT"):
        await anna.buys(one)
    await house.turns_clock_to(MIDNIGHT + timedelta(hours=3))

    night = anna.session(60)
    house.clock.instant += timedelta(hours=9)
    await house.hears(anna.session(150, peer="video"), night, anna.session(70))

    left = {one.offering: one.left // KB for one in await anna.allowances()}
    assert left == {"VIDEO": 0, "NIGHT": 40, "GENERAL": 1000 - 50 - 70}
    listed = [
        (one.offering, list(one.included.peers), list(one.included.times))
        for one in await anna.allowances()
    ]
    assert ("VIDEO", ["video"], []) in listed
    assert ("NIGHT", [], ["mon,tue,wed,thu,fri,sat,sun 00:00-07:00"]) in listed


async def test_an_unused_pack_is_given_back_at_once(house: HouseOfBilling) -> None:
    anna = await anna_with(house)
    bought = (await anna.buys("DATA10")).allowance

    answer = await anna.cancels(bought, actor=HERSELF)
    house.clock.instant += timedelta(minutes=1)
    await house.hears(anna.session(50))

    assert (answer.given_back.minor, answer.account.balance.minor) == (1000, 5000)
    assert await anna.left() == []
    assert await house.left(ANNA) == 4850
    (said,) = await house.said(events_pb2.DatapackExpired)
    assert (said.given_back.minor, said.unused) == (1000, 1024 * KB)
    await house.turns_clock_to(DECEMBER)
    assert len(await house.said(events_pb2.DatapackExpired)) == 1
    assert (await house.totals()).sum_minor == 0


async def test_after_its_first_use_a_pack_is_irrevocable(house: HouseOfBilling) -> None:
    anna = await anna_with(house)
    bought = (await anna.buys("DATA10")).allowance
    await house.hears(anna.session(1))

    await house.refuses("PACK_USED", anna.cancels(bought))

    assert await house.left(ANNA) == 4000


async def test_only_her_own_pack_that_still_goes_on_is_cancelled(house: HouseOfBilling) -> None:
    anna = await anna_with(house)
    bought = (await anna.buys("DAY1")).allowance
    stranger = Caller("boris", channel="app", customer_id=BORIS.customer)
    unknown = questions_pb2.Allowance(id=new_id())

    await house.refuses("NOT_YOURS", anna.cancels(bought, actor=stranger))
    await house.refuses("NOT_YOURS", anna.cancels(unknown, actor=stranger))
    await house.refuses("PACK_UNKNOWN", anna.cancels(unknown))
    await house.turns_clock_to(MIDNIGHT)
    await house.refuses("PACK_ENDED", anna.cancels(bought))


async def test_who_waited_for_who_gave_a_pack_back_is_told_that_it_is_over(
    house: HouseOfBilling,
) -> None:
    """The moment was taken before the wait, and the pack ended at a later one."""
    anna = await anna_with(house)
    bought = (await anna.buys("DATA10")).allowance
    before = house.clock.instant

    house.clock.instant = before + timedelta(milliseconds=5)
    await anna.cancels(bought)
    house.clock.instant = before
    await house.refuses("PACK_ENDED", anna.cancels(bought))

    assert await house.left(ANNA) == 5000


async def test_a_call_under_way_was_promised_the_pack(house: HouseOfBilling) -> None:
    anna = await anna_with(house)
    bought = (await anna.buys("DATA10")).allowance
    grant = await Asking(house).reserves(ANNA, 10 * MB, kind="data", peer="", access_point="ctnet")

    await house.refuses("PACK_USED", anna.cancels(bought))
    await Asking(house).releases(grant)
    await anna.cancels(bought)

    assert await house.left(ANNA) == 5000


async def test_a_renewing_pack_is_bought_again_until_the_money_ends(house: HouseOfBilling) -> None:
    anna = await anna_with(house, left=250)

    await anna.buys("DAY1", renews=True)
    await house.turns_clock_to(MIDNIGHT + timedelta(hours=1))
    second = await anna.allowances()
    await house.turns_clock_to(MIDNIGHT + timedelta(days=2))

    assert [(one.offering, one.left, one.renews) for one in second] == [("DAY1", 1024 * KB, True)]
    assert second[0].valid_from.ToDatetime(UTC) == MIDNIGHT
    assert await house.left(ANNA) == 50
    assert len(await house.said(events_pb2.DatapackPurchased)) == 2
    assert len(await house.said(events_pb2.DatapackExpired)) == 2
    texts = [one.template for one in await house.said(events_pb2.SmsRequested)]
    assert texts.count("pack_not_renewed") == 1
    assert await anna.left() == []


async def test_a_used_renewing_pack_goes_on_to_its_end_and_no_further(
    house: HouseOfBilling,
) -> None:
    anna = await anna_with(house)
    bought = (await anna.buys("DAY1", renews=True)).allowance
    await house.hears(anna.session(1))

    answer = await anna.cancels(bought)
    still = await anna.left()
    await house.turns_clock_to(MIDNIGHT + timedelta(hours=1))

    assert (answer.given_back.minor, answer.allowance.renews) == (0, False)
    assert still == [("pack", "data", 1023 * KB)]
    assert await anna.left() == []
    assert await house.left(ANNA) == 4900


async def test_a_pack_that_is_had_once_is_not_had_twice(house: HouseOfBilling) -> None:
    await sells(house, pack("TRIAL", 1000) | {"once": True})
    anna = await anna_with(house)

    await house.refuses("PACK_NOT_RENEWABLE", anna.buys("TRIAL", renews=True))
    bought = (await anna.buys("TRIAL")).allowance
    await anna.cancels(bought)
    house.clock.instant += timedelta(minutes=1)
    again = (await anna.buys("TRIAL")).allowance
    await house.hears(anna.session(octets=KB, started_at=house.moment(timedelta(seconds=1))))
    await house.turns_clock_to(DECEMBER)

    assert again.id != bought.id
    await house.refuses("PACK_HAD_ALREADY", anna.buys("TRIAL"))


async def test_a_pack_no_longer_sold_is_used_to_its_end(house: HouseOfBilling) -> None:
    anna = await anna_with(house)
    await anna.buys("DAY1", renews=True)
    await sells(house, pack("DAY1", 1000, validity=1) | {"sellable": False})

    await house.refuses("PACK_NOT_SELLABLE", anna.buys("DAY1"))
    left = await anna.left()
    await house.turns_clock_to(MIDNIGHT)

    assert left == [("pack", "data", 1024 * KB)]
    assert await anna.left() == []


async def test_packs_stand_in_the_catalogue(house: HouseOfBilling) -> None:
    asked = questions_pb2.ListCatalogueRequest()
    catalogue = await house.questions.ListCatalogue(asked, None)

    packs = {one.code: one for one in catalogue.packs}
    day = packs["DAY1"]
    assert (day.price.minor, day.days, day.to_end_of_month) == (100, 1, False)
    assert (day.included.kind, day.included.units) == ("data", 1024 * KB)
    assert {code: one.price.minor for code, one in packs.items()} == {
        "DATA5": 500,
        "DATA10": 1000,
        "DATA20": 2000,
        "DATA30": 3000,
        "DAY1": 100,
        "ROAMDAY": 3000,
    }
    offerings = {one.code: one for one in catalogue.offerings}
    assert [(one.kind, one.units, one.rolls_over) for one in offerings["CT5G129"].included] == [
        ("data", 30 * 1024 * 1024, True),
        ("voice", 500, False),
    ]
