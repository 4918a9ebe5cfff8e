"""Looking back: the itemised list, sums of use, payments; six months, and only what is hers."""

from datetime import UTC, datetime, timedelta

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from house_of_billing import A_FRIEND, ANNA, BORIS, NOON, HouseOfBilling

from billing.rating.domain.itemised import earliest_kept, itemised_period, month_of
from boss.audit.v1 import events_pb2 as audit_pb2
from boss.billing.v1 import questions_pb2
from kernel.caller import Caller
from kernel.civil import civil_date
from kernel.errors import Invalid
from kernel.ids import new_id
from runtime.rpc.calling import acting

CLERK = Caller("clerk", channel="hall", staff=True)
ANNAS_APP = Caller("anna", channel="app", customer_id=ANNA.customer)
BORIS_APP = Caller("boris", channel="app", customer_id=BORIS.customer)


def stamp(moment: datetime) -> Timestamp:
    made = Timestamp()
    made.FromDatetime(moment)
    return made


@pytest.mark.holds("R-CDR-2")
def test_six_months_are_this_one_and_the_five_before_it() -> None:
    # The first of June begins in Shanghai when it is still the last of May in UTC.
    assert earliest_kept(NOON) == datetime(2026, 5, 31, 16, tzinfo=UTC)
    assert earliest_kept(datetime(2026, 3, 31, 15, 59, tzinfo=UTC)) == datetime(
        2025, 9, 30, 16, tzinfo=UTC
    )


def test_a_period_before_the_six_months_is_refused_and_so_is_one_that_ends_first() -> None:
    earliest = earliest_kept(NOON)

    with pytest.raises(Invalid) as too_early:
        itemised_period(earliest - timedelta(microseconds=1), None, now=NOON)
    with pytest.raises(Invalid) as backwards:
        itemised_period(NOON, NOON, now=NOON)

    assert (too_early.value.code, too_early.value.field) == ("PERIOD_NOT_ALLOWED", "since")
    assert (backwards.value.code, backwards.value.field) == ("PERIOD_NOT_ALLOWED", "until")
    assert itemised_period(None, None, now=NOON).since == earliest


def test_a_month_holds_its_first_moment_and_not_that_of_the_next() -> None:
    month = month_of(civil_date(NOON))

    assert month.until is not None
    assert month.holds(month.since)
    assert month.holds(NOON)
    assert not month.holds(month.until)


async def test_a_list_is_cut_by_kind_period_and_page(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=10_000)
    days = [NOON - timedelta(days=number) for number in range(5)]
    await house.hears(*[house.call(ANNA, seconds=60, started_at=stamp(day)) for day in days])
    await house.hears(house.call(ANNA, seconds=0, kind="sms", count=1))
    await house.hears(house.call(BORIS, seconds=60))

    async def listed(**asked: object) -> tuple[list[datetime], int]:
        request = questions_pb2.ListUsageRequest(subscriber_id=ANNA.id, **asked)  # type: ignore[arg-type]  # whatever a test asks
        found = await house.questions.ListUsage(request, None)
        return [one.started_at.ToDatetime(UTC) for one in found.usage], found.total

    assert await listed(kind="voice", since=stamp(days[3]), until=stamp(days[0])) == ([], 0)
    assert (await listed())[1] == 2
    assert (await listed(kind="voice"))[1] == 1
    assert (await listed(kind="voice", offset=1)) == ([], 1)
    assert (await listed(limit=1, offset=1))[0] == [NOON]


@pytest.mark.holds("R-CDR-4")
async def test_a_record_is_shown_with_all_that_explains_it(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    call = house.call(ANNA, seconds=61)
    await house.hears(call)
    asked = questions_pb2.GetUsageRequest(record_id=call.record_id)

    with acting(ANNAS_APP):
        own = (await house.questions.GetUsage(asked, None)).usage
    with acting(CLERK):
        clerks = (await house.questions.GetUsage(asked, None)).usage

    assert (own.subscriber_id, own.msisdn, own.peer) == (ANNA.id, ANNA.msisdn, A_FRIEND)
    assert (own.roam_type, own.rated_at.ToDatetime(UTC)) == ("home", NOON)
    assert clerks.peer == "86139****9999"
    audited = [one.action for one in await house.said(audit_pb2.AuditRecorded)]
    assert audited.count("usage.read") == 2


async def test_sums_of_a_month_show_no_single_record(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=10_000)
    await house.hears(house.call(ANNA, seconds=61), house.call(ANNA, seconds=60))
    await house.hears(house.call(ANNA, seconds=0, kind="sms", count=2))

    answer = await house.questions.SumUsage(
        questions_pb2.SumUsageRequest(subscriber_id=ANNA.id), None
    )

    assert [(one.kind, one.records, one.quantity, one.charged_millifen) for one in answer.sums] == [
        ("sms", 1, 2, 20_000),
        ("voice", 2, 121, 45_000),
    ]
    assert answer.since.ToDatetime(UTC) == datetime(2026, 10, 31, 16, tzinfo=UTC)
    assert answer.until.ToDatetime(UTC) == datetime(2026, 11, 30, 16, tzinfo=UTC)


async def test_payments_come_page_by_page_newest_first(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    for number, fen in enumerate((300, 200, 100)):
        house.clock.instant += timedelta(minutes=1)
        await house.pays(ANNA, fen, reference=f"till-{number}")
    request = questions_pb2.ListPaymentsRequest(account_ids=[ANNA.account], limit=2, offset=1)

    with acting(ANNAS_APP):
        found = await house.questions.ListPayments(request, None)
        asked = questions_pb2.GetPaymentRequest(payment_id=found.payments[0].id)
        one = (await house.questions.GetPayment(asked, None)).payment

    assert ([paid.amount.minor for paid in found.payments], found.total) == ([200, 300], 3)
    assert one == found.payments[0]
    assert (one.payment_channel, one.reference) == ("hall", "till-1")


async def test_looking_back_at_what_is_anothers_is_refused(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    call = house.call(ANNA, seconds=61)
    await house.hears(call)
    paid = await house.pays(ANNA, 500)

    def questions() -> list[object]:
        ask = house.questions
        return [
            ask.GetUsage(questions_pb2.GetUsageRequest(record_id=call.record_id), None),
            ask.SumUsage(questions_pb2.SumUsageRequest(subscriber_id=ANNA.id), None),
            ask.GetPayment(questions_pb2.GetPaymentRequest(payment_id=paid.payment_id), None),
            ask.ListPayments(questions_pb2.ListPaymentsRequest(account_ids=[ANNA.account]), None),
            # What is not there is answered alike.
            ask.GetUsage(questions_pb2.GetUsageRequest(record_id="none"), None),
            ask.GetPayment(questions_pb2.GetPaymentRequest(payment_id=new_id()), None),
        ]

    with acting(BORIS_APP):
        for question in questions():
            await house.refuses("NOT_YOURS", question)  # type: ignore[arg-type]  # a call to come
    with acting(CLERK):
        *seen, no_usage, no_payment = questions()
        for question in seen:
            await question  # type: ignore[misc]  # a call to come
        await house.refuses("USAGE_UNKNOWN", no_usage)  # type: ignore[arg-type]  # as above
        await house.refuses("PAYMENT_UNKNOWN", no_payment)  # type: ignore[arg-type]  # as above


async def test_accounts_that_are_none_and_too_many_are_refused(house: HouseOfBilling) -> None:
    for named in ([], ["x"], [new_id() for _ in range(101)]):
        request = questions_pb2.ListPaymentsRequest(account_ids=named)
        refusal = await house.refuses(
            "FIELD_NOT_VALID", house.questions.ListPayments(request, None)
        )

        assert refusal.field == "account_ids"


async def test_a_moment_that_is_none_is_refused(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    request = questions_pb2.ListUsageRequest(subscriber_id=ANNA.id, until=Timestamp(seconds=10**15))

    refusal = await house.refuses("FIELD_NOT_VALID", house.questions.ListUsage(request, None))

    assert refusal.field == "until"


async def test_the_catalogue_of_today_is_told_as_a_whole(house: HouseOfBilling) -> None:
    await house.stops_selling("KEEP8")

    told = await house.questions.ListCatalogue(questions_pb2.ListCatalogueRequest(), None)

    sold = {one.code: one.sellable for one in told.offerings}
    assert (told.catalogue_version > 0, told.valid_from) == (True, "2026-11-22")
    assert (sold["KEEP5"], sold["KEEP8"]) == (True, False)
    assert {one.code: one.amount.minor for one in told.fees}["sim_card"] == 2000
    voice = next(one for one in told.rates if one.code == "voice_domestic")
    assert (voice.kind, voice.unit, voice.price_millifen) == ("voice", 60, 15_000)
    assert voice.roam_types == ["domestic", "home"]


async def test_staff_list_payments_of_all_newest_first(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    await house.has(BORIS, left=1000)
    for number, who in enumerate((ANNA, BORIS, ANNA)):
        house.clock.instant += timedelta(minutes=1)
        await house.pays(who, 100 + number, reference=f"all-{number}")
    request = questions_pb2.ListPaymentsRequest(of_all=True, limit=2)

    with acting(CLERK):
        found = await house.questions.ListPayments(request, None)
    with acting(ANNAS_APP):
        await house.refuses("NOT_YOURS", house.questions.ListPayments(request, None))

    assert [one.amount.minor for one in found.payments] == [102, 101]
    assert [one.account_id for one in found.payments] == [ANNA.account, BORIS.account]
    assert found.total >= 3


async def test_staff_list_accounts_in_the_order_of_their_ids(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    await house.has(BORIS, left=500)
    ids = sorted((ANNA.account, BORIS.account))

    async def listed(**asked: object) -> tuple[list[str], int]:
        request = questions_pb2.ListAccountsRequest(**asked)  # type: ignore[arg-type]  # whatever a test asks
        with acting(CLERK):
            found = await house.questions.ListAccounts(request, None)
        return [one.id for one in found.accounts], found.total

    assert await listed() == (ids, 2)
    assert await listed(limit=1) == (ids[:1], 2)
    assert await listed(limit=1, offset=1) == (ids[1:], 2)
    assert await listed(after_account_id=ids[0]) == (ids[1:], 1)
    assert await listed(states=["open"]) == (ids, 2)
    assert await listed(states=["closed"]) == ([], 0)


async def test_a_listed_account_says_its_number_and_what_of_it_is_no_gift(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=1000)
    with acting(CLERK):
        found = await house.questions.ListAccounts(questions_pb2.ListAccountsRequest(), None)

    (account,) = found.accounts
    assert (account.msisdn, account.balance.minor, account.cash.minor) == (ANNA.msisdn, 1000, 1000)
    assert account.HasField("opened_at")


async def test_accounts_are_listed_for_staff_alone_and_in_states_there_are(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=1000)
    ask = house.questions.ListAccounts

    with acting(ANNAS_APP):
        await house.refuses("NOT_YOURS", ask(questions_pb2.ListAccountsRequest(), None))
    with acting(CLERK):
        odd = questions_pb2.ListAccountsRequest(states=["asleep"])
        await house.refuses("FIELD_NOT_VALID", ask(odd, None))
        wrong = questions_pb2.ListAccountsRequest(after_account_id="x")
        await house.refuses("FIELD_NOT_VALID", ask(wrong, None))


async def test_a_list_says_where_it_was_not_counted_to_its_end(
    house: HouseOfBilling, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.has(ANNA, left=1000)
    await house.has(BORIS, left=1000)
    for number, who in enumerate((ANNA, BORIS)):
        await house.pays(who, 100, reference=f"more-{number}")
    of_all = questions_pb2.ListPaymentsRequest(of_all=True)
    of_two = questions_pb2.ListPaymentsRequest(account_ids=[ANNA.account, BORIS.account])
    accounts = questions_pb2.ListAccountsRequest()
    ask = house.questions

    with acting(CLERK):
        whole = [await ask.ListPayments(of_all, None), await ask.ListAccounts(accounts, None)]
        monkeypatch.setattr("billing.payments.edge.questions.MOST_COUNTED", 1)
        monkeypatch.setattr("billing.accounts.edge.questions.MOST_COUNTED", 1)
        cut = [await ask.ListPayments(of_all, None), await ask.ListAccounts(accounts, None)]
        named = await ask.ListPayments(of_two, None)

    assert [one.more for one in whole] == [False, False]
    assert [one.more for one in cut] == [True, True]
    assert named.total >= 2
    assert not named.more
