"""Rating again: differences stand beside records, and what is charged is what is right by now."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from fake_unit_of_work import WHATEVER_IS_TOLD, FakeUnitOfWork
from house_of_billing import (
    ANNA,
    BORIS,
    CLERK,
    OPERATIONS,
    HouseOfBilling,
    catalogue_files,
    catalogue_text,
)
from house_of_billing import fen as fen_message
from hypothesis import given, settings
from hypothesis import strategies as st
from pretend_accounts import postings_of
from pretend_store import Store
from test_data import session
from test_gifts import books, grants
from test_storage import NewUnitOfWork, account_of, new_uow, record
from test_usage import add_up

from billing.accounts.domain.account import AccountState
from billing.allowances.domain.allowance import Allowance, allowances_of
from billing.allowances.domain.usage import Charge, Judged, MonthOfUse, Reason, UsageRecord
from billing.catalogue.domain.catalogue import Catalogue
from billing.catalogue.domain.included import Included, Plan
from billing.catalogue.wire.catalogue import read_catalogue
from billing.charging.usecases.rate_usage import rate_usage
from billing.charging.usecases.rerate_usage import Found, Rerate, rerate_usage
from billing.rating.domain.itemised import Period
from billing.rating.domain.rerating import Difference
from boss.audit.v1 import events_pb2 as audit_pb2
from boss.billing.v1 import commands_pb2, questions_pb2
from kernel.caller import Caller
from kernel.ids import new_id
from kernel.money import fen
from runtime.rpc.calling import acting

__all__ = ["new_uow"]
CENTS = {"voice_domestic": 15_000, "sms_domestic": 10_000}


def rates(**millifen: int) -> list[dict[str, Any]]:
    """Return the short rates with other prices."""
    shipped = catalogue_files()["rates.yaml"]["rates"]
    return [
        one | {"price_millifen": millifen.get(one["code"], one["price_millifen"])}
        for one in shipped
    ]


def tariffs(data_millifen: int, *, code: str = "data_domestic") -> list[dict[str, Any]]:
    """Return the rows with another price and name for data."""
    rows = catalogue_files()["tariffs.yaml"]["tariffs"]
    for one in rows:
        if one["code"] == "data_domestic":
            one["code"] = code
            one["slots"][0]["millifen"] = data_millifen
    return list(rows)


async def corrects(
    house: HouseOfBilling,
    *,
    actor: Caller = OPERATIONS,
    reason: str = "typed wrongly",
    **changes: Any,
) -> Any:
    request = commands_pb2.LoadCatalogueRequest(
        request_id=new_id(),
        catalogue=catalogue_text(**changes),
        correction=True,
        reason=reason,
    )
    with acting(actor):
        return await house.commands.LoadCatalogue(request, None)


async def rerates(house: HouseOfBilling, *, actor: Caller = OPERATIONS, **said: Any) -> Any:
    usual = {
        "request_id": new_id(),
        "run_id": new_id(),
        "first_month": "2026-11",
        "reason": "the price was typed wrongly",
    }
    with acting(actor):
        return await house.commands.RerateUsage(
            commands_pb2.RerateUsageRequest(**(usual | said)), None
        )


async def listed(house: HouseOfBilling) -> list[Any]:
    asked = questions_pb2.ListUsageRequest(subscriber_id=ANNA.id)
    return list((await house.questions.ListUsage(asked, None)).usage)


async def test_a_price_that_was_too_high_is_given_back(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5000)
    await house.has(BORIS, left=5000)
    call, text = house.call(ANNA, seconds=61), house.call(ANNA, seconds=0, kind="sms", count=2)
    await house.hears(call, text, house.call(BORIS, seconds=0, kind="sms", count=1))
    before = len(await house.postings(ANNA))
    await corrects(house, valid_from="2026-11-01", rates=rates(voice_domestic=10_000))

    found = await rerates(house)

    assert (found.subscribers, found.records, found.differences) == (2, 3, 1)
    assert (found.difference_millifen, found.left_alone, found.next_subscriber_id) == (
        -10_000,
        0,
        "",
    )
    assert (await house.postings(ANNA))[before:] == [
        ("customer", 10, "rerating"),
        ("usage_revenue", -10, "rerating"),
    ]
    assert (await house.left(ANNA), await house.left(BORIS)) == (5000 - 20 - 20, 4990)
    assert await add_up(house) == (3, 3, 0, 0)
    noted = [
        one for one in await house.said(audit_pb2.AuditRecorded) if one.action == "usage.rerated"
    ]
    assert [(one.object_id, one.reason) for one in noted] == [
        (ANNA.id, "the price was typed wrongly")
    ]


async def test_what_a_gift_paid_goes_back_to_the_gift(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5000)
    await grants(house, amount=fen_message(300))
    await house.hears(house.call(ANNA, seconds=60 * 10))
    await house.hears(house.call(BORIS, seconds=60))
    before = len(await house.postings(ANNA))
    await corrects(house, valid_from="2026-11-01", rates=rates(voice_domestic=10_000))

    await rerates(house, subscriber_id=ANNA.id)

    assert (await house.postings(ANNA))[before:] == [
        ("gift_month", 50, "rerating"),
        ("usage_revenue", -50, "rerating"),
    ]
    assert await books(house) == (5000, [("month_gift", 200)])
    assert await house.left(ANNA) == 5200
    assert (await house.totals()).sum_minor == 0


async def test_cash_is_spared_before_the_gift_that_paid_before_it(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5000)
    await grants(house, amount=fen_message(100))
    await house.hears(house.call(ANNA, seconds=60 * 10))
    spent = await books(house)

    seen = []
    for price in (12_000, 9_000, 6_000, 15_000):
        await corrects(house, valid_from="2026-11-01", rates=rates(voice_domestic=price))
        await rerates(house)
        seen.append(await books(house))

    assert spent == (4950, [("month_gift", 0)])
    assert seen == [
        (4980, [("month_gift", 0)]),
        (5000, [("month_gift", 10)]),
        (5000, [("month_gift", 40)]),
        (4950, [("month_gift", 0)]),
    ]
    assert (await house.totals()).sum_minor == 0


async def test_only_what_paid_for_the_records_that_differ_gets_something_back(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=5000)
    await grants(house, amount=fen_message(150))
    await house.hears(house.call(ANNA, seconds=60 * 10))
    house.clock.instant += timedelta(minutes=1)
    await house.hears(house.call(ANNA, seconds=0, kind="sms", count=20))
    await corrects(house, valid_from="2026-11-01", rates=rates(voice_domestic=10_000))

    await rerates(house)

    assert await books(house) == (4800, [("month_gift", 50)])


async def test_what_came_back_for_other_records_says_nothing_of_who_paid_for_these(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=5000)
    await house.hears(house.call(ANNA, seconds=0, kind="sms", count=20))
    house.clock.instant += timedelta(minutes=1)
    await grants(house, amount=fen_message(100))
    await house.hears(house.call(ANNA, seconds=60 * 10))
    paid = await books(house)
    seen = []
    for prices in ({"sms_domestic": 5000}, {"sms_domestic": 5000, "voice_domestic": 5000}):
        await corrects(house, valid_from="2026-11-01", rates=rates(**prices))
        await rerates(house)
        seen.append(await books(house))

    assert paid == (4750, [("month_gift", 0)])
    # Cash paid 50 for the call and the gift 100, whatever came back to cash for the texts.
    assert seen == [(4850, [("month_gift", 0)]), (4900, [("month_gift", 50)])]
    assert (await house.totals()).sum_minor == 0


async def test_what_a_gift_alone_paid_never_becomes_cash(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5000)
    await house.hears(house.call(ANNA, seconds=0, kind="sms", count=10))
    await corrects(house, valid_from="2026-11-01", rates=rates(sms_domestic=14_000))
    await rerates(house)
    house.clock.instant += timedelta(minutes=1)
    await grants(house, amount=fen_message(300))
    await house.hears(house.call(ANNA, seconds=60 * 10))
    paid = await books(house)
    lower = rates(sms_domestic=14_000, voice_domestic=10_000)
    await corrects(house, valid_from="2026-11-01", rates=lower)

    await rerates(house)

    # Cash paid 40 more in the first run, but for texts.
    assert paid == (4860, [("month_gift", 150)])
    assert await books(house) == (4860, [("month_gift", 200)])


async def test_what_a_gift_paid_that_is_over_expires_with_it(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5000)
    await grants(house, amount=fen_message(300))
    await house.hears(house.call(ANNA, seconds=60 * 10))
    await house.turns_clock_to(datetime(2026, 12, 1, 16, tzinfo=UTC))
    left, before = await house.left(ANNA), len(await house.postings(ANNA))
    await corrects(house, valid_from="2026-11-01", rates=rates(voice_domestic=10_000))

    await rerates(house)

    assert (await house.postings(ANNA))[before:] == [
        ("gift_expired", 50, "rerating"),
        ("usage_revenue", -50, "rerating"),
    ]
    assert (await house.left(ANNA), await books(house)) == (left, (left, []))
    assert (await house.totals()).sum_minor == 0


async def test_lists_sums_and_explanations_show_the_difference(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5000)
    call = house.call(ANNA, seconds=61)
    await house.hears(call)
    first = (await listed(house))[0]
    await corrects(house, valid_from="2026-11-01", rates=rates(voice_domestic=10_000))
    run = new_id()
    await rerates(house, run_id=run)

    shown = (await listed(house))[0]
    sums = await house.questions.SumUsage(
        questions_pb2.SumUsageRequest(subscriber_id=ANNA.id), None
    )
    explained = await house.questions.ExplainUsage(
        questions_pb2.ExplainUsageRequest(record_id=call.record_id), None
    )
    got = await house.questions.GetUsage(
        questions_pb2.GetUsageRequest(record_id=call.record_id), None
    )

    assert (first.charged_millifen, shown.charged_millifen) == (30_000, 20_000)
    assert shown.derivation == first.derivation
    (line,) = shown.differences
    assert (line.run_id, line.from_millifen, line.to_millifen) == (run, 30_000, 20_000)
    assert "2 started x 60 s x 10.000 = 20.000 fen" in line.derivation
    assert [one.charged_millifen for one in sums.sums] == [20_000]
    assert list(explained.usage.differences) == [line] == list(got.usage.differences)


async def test_a_run_comes_once_and_another_finds_nothing(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5000)
    await house.hears(house.call(ANNA, seconds=60))
    await corrects(house, valid_from="2026-11-01", rates=rates(voice_domestic=20_000))
    run = new_id()
    await rerates(house, run_id=run)
    once = await house.left(ANNA)
    await corrects(house, valid_from="2026-11-01", rates=rates(voice_domestic=30_000))

    again = await rerates(house, run_id=run)
    unchanged = await house.left(ANNA)
    other = await rerates(house)
    nothing = await rerates(house)

    assert (again.differences, once, unchanged) == (0, 4980, 4980)
    assert (other.differences, other.difference_millifen) == (1, 10_000)
    assert nothing.differences == 0
    assert await house.left(ANNA) == 4970
    assert [
        (one.from_millifen, one.to_millifen) for one in (await listed(house))[0].differences
    ] == [
        (15_000, 20_000),
        (20_000, 30_000),
    ]


async def test_a_month_priced_as_a_whole_is_rerated_as_a_whole(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5000)
    await house.hears(session(house, 40))
    await house.hears(session(house, 80))
    await corrects(house, valid_from="2026-11-01", tariffs=tariffs(1000, code="data_new"))
    await rerates(house)
    rerated = await house.left(ANNA)

    # The new row goes on from the 120 MB that were used.
    await house.hears(session(house, 200))

    assert rerated == 5000 - 120
    assert await house.left(ANNA) == 5000 - 300
    assert await house.rows("month_of_use") == 1


async def test_where_the_whole_costs_the_same_nothing_is_different(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5000)
    late = session(house, 80)
    house.clock.instant += timedelta(hours=3)
    await house.hears(session(house, 80))
    # Heard later, though it began earlier: it costs what was left to the 3 yuan.
    await house.hears(late)

    found = await rerates(house)

    assert (found.records, found.differences) == (2, 0)
    assert await house.left(ANNA) == 4700


async def test_only_the_days_of_the_correction_are_priced_by_it(house: HouseOfBilling) -> None:
    house.clock.instant -= timedelta(days=10)
    await house.has(ANNA, left=5000)
    await house.hears(house.call(ANNA, seconds=60))
    house.clock.instant += timedelta(days=10)
    await house.hears(house.call(ANNA, seconds=60))
    await corrects(house, valid_from="2026-11-20", rates=rates(voice_domestic=5000))

    found = await rerates(house, subscriber_id=ANNA.id)

    assert (found.records, found.differences, found.difference_millifen) == (2, 1, -10_000)


async def test_what_has_no_tariff_any_more_stays_as_it_was(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5000)
    await house.hears(house.call(ANNA, seconds=60, roam_type="intl"), house.call(ANNA, seconds=60))
    only_at_home = [one for one in tariffs(3000) if "roaming" not in one["code"]]
    await corrects(
        house, valid_from="2026-11-01", tariffs=only_at_home, rates=rates(voice_domestic=0)
    )

    found = await rerates(house)

    assert (found.records, found.differences, found.left_alone) == (2, 1, 1)
    assert await house.left(ANNA) == 5000 - 99


async def test_what_waited_for_a_tariff_of_the_past_is_rated_by_the_correction(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=5000)
    await house.hears(house.call(ANNA, seconds=60, peer="999079460000"))
    zones = catalogue_files()["zones.yaml"]["zones"]
    zones["far"].append("999")

    await corrects(house, valid_from="2026-11-01", zones=zones)
    await house.works_off()
    await rerates(house)

    assert await house.left(ANNA) == 5000 - 399
    assert await add_up(house) == (1, 1, 0, 0)


async def test_everybody_is_rerated_page_by_page(house: HouseOfBilling) -> None:
    for who in (ANNA, BORIS):
        await house.has(who, left=5000)
        await house.hears(house.call(who, seconds=60))
    await corrects(house, valid_from="2026-11-01", rates=rates(voice_domestic=15_001))
    run, after = new_id(), ""
    pages: list[int] = []

    while not pages or after:
        found = await rerates(house, run_id=run, limit=1, after_subscriber_id=after)
        pages.append(found.differences)
        after = found.next_subscriber_id

    # A thousandth each, which is carried until it is a fen.
    assert sum(pages) == 2
    assert (await house.left(ANNA), await house.left(BORIS)) == (4985, 4985)


async def test_a_closed_account_stays_as_it_is(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5000)
    await house.hears(house.call(ANNA, seconds=60))
    house.clock.instant += timedelta(hours=1)
    await house.does(close_account=commands_pb2.CloseAccount(account_id=ANNA.account))
    await house.turns_clock_to(house.clock.instant + timedelta(days=70))
    await corrects(house, valid_from="2026-11-01", rates=rates(voice_domestic=1))

    found = await rerates(house)

    assert (found.differences, found.left_alone) == (0, 1)


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"actor": CLERK}, "ROLE_REQUIRED", ""),
        ({"reason": " "}, "FIELD_MISSING", "reason"),
        ({"first_month": "November"}, "FIELD_NOT_VALID", "first_month"),
        ({"first_month": "2026-12"}, "PERIOD_NOT_ALLOWED", "last_month"),
        ({"last_month": "2026-10"}, "PERIOD_NOT_ALLOWED", "last_month"),
        ({"run_id": "mine"}, "FIELD_NOT_VALID", "run_id"),
        ({"subscriber_id": "her"}, "FIELD_NOT_VALID", "subscriber_id"),
        ({"request_id": ""}, "FIELD_MISSING", "request_id"),
    ],
)
async def test_who_may_not_or_asks_wrongly_changes_nothing(
    house: HouseOfBilling, said: dict[str, Any], code: str, field: str
) -> None:
    await house.has(ANNA, left=5000)
    await house.hears(house.call(ANNA, seconds=60))
    await corrects(house, valid_from="2026-11-01", rates=rates(voice_domestic=1))

    refusal = await house.refuses(code, rerates(house, **said))

    assert (refusal.field or "") == field
    assert await house.left(ANNA) == 4985
    assert await house.rows("usage_difference") == 0


@pytest.mark.parametrize(
    ("said", "code"),
    [({"actor": CLERK}, "ROLE_REQUIRED"), ({"reason": ""}, "FIELD_MISSING")],
)
async def test_only_operations_correct_the_past_and_say_why(
    house: HouseOfBilling, said: dict[str, Any], code: str
) -> None:
    await house.refuses(code, corrects(house, valid_from="2026-11-01", **said))

    assert await house.rows("catalogue_version") == 1


async def test_a_difference_is_never_edited(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=5000)
    await house.hears(house.call(ANNA, seconds=60))
    await corrects(house, valid_from="2026-11-01", rates=rates(voice_domestic=1))
    await rerates(house)

    with pytest.raises(Exception, match="append-only"):
        async with house.database.transaction() as connection:
            await connection.exec_driver_sql("UPDATE usage_difference SET to_millifen = 7")


NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
NOVEMBER = Period(
    datetime(2026, 10, 31, 16, 0, tzinfo=UTC), datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
)


async def test_records_are_read_in_order_of_time_with_what_they_cost(
    new_uow: NewUnitOfWork,
) -> None:
    early = record("early", started_at=NOON - timedelta(hours=1))
    other = record("other", subscriber_id=BORIS.id, started_at=NOON, file_seq=3)
    outside = record("outside", started_at=NOON + timedelta(days=20))
    charge, run = Charge(7, "so"), new_id()
    async with new_uow() as uow:
        await uow.accounts.add(account_of(ANNA))
        await uow.accounts.add(account_of(BORIS))
        await uow.usage.add(
            [
                Judged(record("late", started_at=NOON), ANNA.account, charge),
                Judged(early, ANNA.account, charge),
                Judged(other, ANNA.account, Reason.NO_TARIFF),
                Judged(outside, ANNA.account, charge),
            ],
            at=NOON,
        )
        await uow.differences.add(
            [Difference("early", run, 7, 9, "now", NOON)], subscriber_id=ANNA.id
        )

    async with new_uow() as uow:
        differences = uow.differences
        every = await differences.records([ANNA.id, BORIS.id], period=NOVEMBER, after=None, limit=9)
        rest = await differences.records(
            [ANNA.id, BORIS.id], period=NOVEMBER, after=every[0], limit=1
        )
        people = await differences.subscribers(after="", limit=9)
        second = await differences.subscribers(after=people[0], limit=9)
        ran = [await differences.has_run(run, subscriber_id=one.id) for one in (ANNA, BORIS)]

    hers = [(one.record.id, one.millifen, one.reason, one.rated_at) for one in every]
    expected = [("early", 9, None, NOON), ("late", 7, None, NOON)]
    boris = [("other", 0, Reason.NO_TARIFF, None)]
    assert hers == (expected + boris if ANNA.id < BORIS.id else boris + expected)
    assert rest == every[1:2]
    assert (people, second) == (sorted([ANNA.id, BORIS.id]), people[1:])
    assert ran == [True, False]


async def test_counts_of_some_days_are_forgotten(new_uow: NewUnitOfWork) -> None:
    keys = [
        MonthOfUse(ANNA.id, date(2026, 10, 1), "a"),
        MonthOfUse(ANNA.id, date(2026, 11, 1), "a"),
        MonthOfUse(ANNA.id, date(2026, 11, 30), "a@day"),
        MonthOfUse(ANNA.id, date(2026, 12, 1), "a"),
        MonthOfUse(BORIS.id, date(2026, 11, 1), "a"),
    ]
    async with new_uow() as uow:
        await uow.counters.save(dict.fromkeys(keys, 5))
        await uow.counters.forget(ANNA.id, since=date(2026, 11, 1), until=date(2026, 12, 1))

    async with new_uow() as uow:
        left = await uow.counters.get(keys)

    assert set(left) == {keys[0], keys[3], keys[4]}


FIRST, _ = read_catalogue(catalogue_text())
A_USE = st.tuples(
    st.sampled_from(["voice", "sms", "data"]),
    st.integers(0, 400_000),
    st.integers(0, 40 * 24 * 60),
    st.sampled_from(["home", "international", "45412", "23415"]),
)
"""Kind, quantity, minutes later, and where: at home, abroad, or abroad in this network."""


def made(uses: Sequence[tuple[str, int, int, str]]) -> list[UsageRecord]:
    return [
        record(
            str(number),
            kind=kind,
            quantity=quantity,
            roam_type="home" if where == "home" else "international",
            visited_plmn=where if where.isdigit() else "",
            started_at=datetime(2026, 10, 10, tzinfo=UTC) + timedelta(minutes=minutes),
            file_seq=number,
        )
        for number, (kind, quantity, minutes, where) in enumerate(uses)
    ]


def corrected(millifen: int, code: str, *, since: date) -> Catalogue:
    text = catalogue_text(
        valid_from=since.isoformat(),
        rates=rates(voice_domestic=millifen),
        tariffs=tariffs(millifen, code=code),
    )
    return read_catalogue(text)[0]


async def run(store: Store, records: Sequence[UsageRecord]) -> None:
    await rate_usage(
        records, uow=FakeUnitOfWork(store), batch_id=new_id(), now=NOON, acceptable=WHATEVER_IS_TOLD
    )


async def rerated(store: Store) -> Found:
    asked = Rerate(
        run_id=new_id(),
        first_month=date(2026, 10, 1),
        last_month=date(2026, 11, 1),
        caller=Caller("operator", frozenset({"operations"})),
        reason="why",
        use_kept=timedelta(days=400),
    )
    return await rerate_usage(asked, uow=FakeUnitOfWork(store), now=NOON)


def allowed(units: int, *, kind: str, month: date) -> tuple[Allowance, ...]:
    included = Included(
        code=kind,
        kind=kind,
        units=units,
        roam_types=frozenset({"home", "international"}),
        zones=frozenset({"domestic"}),
        rolls_over=kind == "data",
    )
    plan = Plan(account_of(ANNA).offering, "with allowances", (included,))
    cause = f"{kind} {month}"
    return allowances_of(plan, account_id=ANNA.account, first_day=month, cause_id=cause)


async def allow(store: Store, units: Mapping[str, int]) -> None:
    """Give her so many units of a kind in October and in November."""
    async with FakeUnitOfWork(store) as uow:
        for month in (date(2026, 10, 1), date(2026, 11, 1)):
            for kind, number in units.items():
                await uow.allowances.add(allowed(number, kind=kind, month=month))
        await uow.allowances.grant_until(ANNA.account, date(2026, 11, 1))


def a_store(*catalogues: Catalogue) -> Store:
    store = Store()
    for number, one in enumerate(catalogues, start=1):
        store.kept.catalogues.append((replace(one, version=number), str(number)))
    store.kept.accounts[ANNA.account] = replace(
        account_of(ANNA),
        state=AccountState.OPEN,
        balance=fen(100_000),
        paid_from=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return store


def spent(store: Store) -> int:
    account = store.kept.accounts[ANNA.account]
    return (100_000 - account.balance.minor) * 1000 + account.carry


def charged(store: Store) -> dict[str, int]:
    each = {one.record.id: one.charge.millifen for one in store.kept.usage.values() if one.charge}
    for line in store.kept.differences:
        assert each[line.record_id] == line.from_millifen
        each[line.record_id] = line.to_millifen
    return each


@settings(max_examples=100, deadline=None)
@given(
    uses=st.lists(A_USE, min_size=1, max_size=10),
    order=st.randoms(use_true_random=False),
    prices=st.lists(
        st.tuples(st.integers(0, 40_000), st.sampled_from(["data_domestic", "data_new"])),
        min_size=1,
        max_size=3,
    ),
    later=st.lists(A_USE, max_size=3),
    units=st.dictionaries(
        st.sampled_from(["voice", "sms", "data"]), st.integers(0, 700_000), max_size=3
    ),
)
def test_after_rerating_what_is_charged_is_what_rating_would_have_been(
    uses: list[tuple[str, int, int, str]],
    order: Any,
    prices: list[tuple[int, str]],
    later: list[tuple[str, int, int, str]],
    units: dict[str, int],
) -> None:
    records = made([*uses, *later])
    early, late = records[: len(uses)], records[len(uses) :]
    order.shuffle(early)
    corrections = [corrected(*one, since=date(2026, 10, 1)) for one in prices]
    lived, ideal = a_store(FIRST), a_store(FIRST, *corrections)

    async def live() -> None:
        for store in (lived, ideal) if units else ():
            await allow(store, units)
        for one in early:
            await run(lived, [one])
        for number, newer in enumerate(corrections, start=2):
            lived.kept.catalogues.append((replace(newer, version=number), str(number)))
            await rerated(lived)
        await run(lived, late)
        assert (await rerated(lived)).differences == 0
        await run(ideal, records)

    asyncio.run(live())

    assert sum(charged(lived).values()) == sum(charged(ideal).values()) == spent(lived)
    assert spent(lived) == spent(ideal)
    assert lived.kept.used == ideal.kept.used
    assert lived.kept.allowances == ideal.kept.allowances
    assert {one.key: one for one in lived.kept.classes.values()} == {
        one.key: one for one in ideal.kept.classes.values()
    }
    every = [postings_of(one) for one in lived.kept.entries]
    assert all(sum(each.amount.minor for each in one) == 0 for one in every)
