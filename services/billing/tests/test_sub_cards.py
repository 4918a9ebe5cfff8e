"""Sub-cards: a fee of their own by day, the main line's allowances, and its account that pays."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from asking import Asking
from house_of_billing import ANNA, BANK, BORIS, NOON, HouseOfBilling, Order, Subscriber
from hypothesis import given, settings
from hypothesis import strategies as st
from pretend_accounts import postings_of
from pretend_store import Store
from test_allowances import DECEMBER, JANUARY
from test_rerating import (
    A_USE,
    FIRST,
    a_store,
    allow,
    charged,
    corrected,
    made,
    rerated,
    run,
    spent,
)
from test_usage import add_up
from using import KB, Using

from billing.accounts.domain.sub_card import SubCard
from boss.billing.v1 import commands_pb2, events_pb2, questions_pb2
from boss.values.v1 import values_pb2
from kernel.ids import derived_id
from runtime.rpc.calling import acting

MAIN = Subscriber("Maria", "8613900000007", offering="CT5G129")
"""30 GB and 500 minutes a month; from the 22nd of 30 days on 9 GB and 150 minutes."""


class Card(Subscriber):
    """A sub-card: what pays for it is the account of the main line."""

    @property
    def account(self) -> str:
        return MAIN.account

    @property
    def customer(self) -> str:
        return MAIN.customer


CHILD = Card("Child", "8613900000008", offering="SUBCARD10")
PARTNER = Card("Partner", "8613900000009", offering="SUBCARD10")
THIRD = Card("Third", "8613900000010", offering="SUBCARD10")


async def joins(house: HouseOfBilling, card: Subscriber, **changes: Any) -> Order:
    """Have the card belong to its account; it is not in service yet."""
    order = Order(house)
    said = {
        "account_id": card.account,
        "customer_id": card.customer,
        "subscriber_id": card.id,
        "msisdn": card.msisdn,
        "offering": card.offering,
    } | changes
    await order.does(join_account=commands_pb2.JoinAccount(**said))
    return order


async def starts(order: Order, card: Subscriber) -> None:
    step = commands_pb2.StartPlan(account_id=card.account, subscriber_id=card.id)
    await order.does(start_plan=step)
    await order.house.works_off()


async def has_card(house: HouseOfBilling, card: Subscriber) -> Order:
    order = await joins(house, card)
    await starts(order, card)
    return order


@pytest.fixture
async def main(house: HouseOfBilling) -> HouseOfBilling:
    """Maria with 500 yuan left and one card in service."""
    await house.has(MAIN, left=51_000)
    await has_card(house, CHILD)
    return house


async def facts(house: HouseOfBilling, who: Subscriber) -> Any:
    asked = questions_pb2.ReadFactsRequest(subscriber_id=who.id)
    return (await house.questions.ReadFacts(asked, None)).account


async def fees(house: HouseOfBilling) -> list[tuple[str, int, str]]:
    return [one for one in await house.postings(MAIN) if one[0] == "plan_revenue"]


async def test_a_card_costs_ten_yuan_by_day_and_then_every_month(main: HouseOfBilling) -> None:
    await main.turns_clock_to(JANUARY + timedelta(hours=1))

    # 9 of 30 days; then twice the plan and the card.
    assert await fees(main) == [
        ("plan_revenue", 3870, "order"),
        ("plan_revenue", 300, "order"),
        *[("plan_revenue", 12_900, "fee"), ("plan_revenue", 1000, "fee")] * 2,
    ]
    assert await main.left(MAIN) == await main.left(CHILD) == 51_000 - 300 - 2 * 13_900
    assert await add_up(main) == (0, 0, 0, 0)


async def test_it_shares_what_the_main_line_is_allowed_and_the_main_line_pays_what_is_beyond(
    main: HouseOfBilling,
) -> None:
    before = await main.left(MAIN)
    calls = [main.call(who, seconds=75 * 60) for who in (MAIN, CHILD)]
    beyond = main.call(CHILD, seconds=61)

    await main.hears(*calls)
    all_paid = await main.left(MAIN)
    await main.hears(beyond)

    assert all_paid == before
    assert await main.left(MAIN) == before - 30
    assert (await Using(main, CHILD).left())[1] == ("plan", "voice", 0)
    assert await Using(main, CHILD).left() == await Using(main, MAIN).left()
    told = (await Using(main, CHILD).explained(beyond)).derivation
    assert "2 min beyond" in told
    assert await add_up(main) == (3, 3, 0, 0)


async def test_the_main_line_is_told_of_what_is_shared_and_the_card_of_its_own_data(
    main: HouseOfBilling,
) -> None:
    child = Using(main, CHILD)
    await main.hears(child.session(9 * 1024))
    await main.hears(child.session(1024))

    told = await main.said(events_pb2.UsageThresholdReached)

    assert [(one.subscriber_id, one.percent) for one in told] == [(MAIN.id, 100), (CHILD.id, 0)]


async def test_who_pays_for_it_is_found_by_its_number_and_anybody_may_pay(
    main: HouseOfBilling,
) -> None:
    before = await main.left(MAIN)

    await pays_by_number(main, CHILD, "1")

    assert await main.left(MAIN) == before + 500


async def test_credit_control_stops_and_resumes_all_numbers_of_the_account(
    main: HouseOfBilling,
) -> None:
    # Texts are beyond the plan; 10 fen a part.
    texts = [main.call(CHILD, seconds=0, kind="sms", count=130) for _ in range(39)]
    await main.hears(*texts)
    stopped = [one async for one in levels_wanted(main)]
    await main.pays(MAIN, 10_000)

    said = [
        (one.subscriber_id, one.level) for one in await main.said(events_pb2.ArrearsLevelChanged)
    ]
    one_way, none = values_pb2.BARRING_LEVEL_ONE_WAY, values_pb2.BARRING_LEVEL_NONE
    assert said == [(MAIN.id, one_way), (CHILD.id, one_way), (MAIN.id, none), (CHILD.id, none)]
    assert stopped == sorted([(MAIN.id, one_way), (CHILD.id, one_way)])


async def levels_wanted(house: HouseOfBilling) -> Any:
    """Go through them page by page, one on each."""
    after = ""
    while True:
        asked = questions_pb2.ListWantedLevelsRequest(after_subscriber_id=after, limit=1)
        page = (await house.questions.ListWantedLevels(asked, None)).levels
        for one in page:
            yield one.subscriber_id, one.level
        if not page:
            return
        after = page[-1].subscriber_id


async def test_one_whose_main_line_was_stopped_meanwhile_is_stopped_too(
    house: HouseOfBilling,
) -> None:
    await house.has(MAIN, left=5000)
    order = await joins(house, CHILD)
    texts = [house.call(MAIN, seconds=0, kind="sms", count=100) for _ in range(6)]
    await house.hears(*texts)

    await starts(order, CHILD)

    said = [one.subscriber_id for one in await house.said(events_pb2.ArrearsLevelChanged)]
    assert said == [MAIN.id, CHILD.id]


async def test_uses_are_asked_for_before_by_the_number_of_the_card(main: HouseOfBilling) -> None:
    asking = Asking(main)
    # All minutes are used up; what is left pays for so many.
    await main.hears(main.call(MAIN, seconds=150 * 60))
    left = await main.left(MAIN)

    grant = await asking.reserves(CHILD, 120)
    call = main.call(CHILD, seconds=120)
    await asking.commits(grant, 120, record_id=call.record_id)
    await main.hears(call)

    assert (grant.units, grant.reserved_millifen) == (120, 30_000)
    assert await main.left(MAIN) == left - 30
    assert await asking.reserved() == 0


async def test_calls_that_waited_for_it_are_rated_when_it_is_in_service(
    house: HouseOfBilling,
) -> None:
    await house.has(MAIN, left=51_000)
    order = await joins(house, CHILD)
    await house.refuses("ACCOUNT_PENDING", Asking(house).reserves(CHILD, 60))
    await house.hears(house.call(CHILD, seconds=60))
    waiting = await house.totals()

    await starts(order, CHILD)

    assert (waiting.usage_rated, waiting.usage_waiting) == (0, 1)
    assert await add_up(house) == (1, 1, 0, 0)
    assert ("plan", "voice", 149) in await Using(house, MAIN).left()


async def test_what_its_order_did_is_taken_back(house: HouseOfBilling) -> None:
    await house.has(MAIN, left=51_000)
    order = await joins(house, CHILD)
    await starts(order, CHILD)

    await order.undoes()
    await has_card(house, PARTNER)
    await has_card(house, THIRD)

    assert await house.left(MAIN) == 51_000 - 2 * 300
    assert [one.msisdn for one in (await facts(house, MAIN)).sub_cards] == [
        PARTNER.msisdn,
        THIRD.msisdn,
    ]


async def test_it_leaves_and_its_late_records_are_charged(main: HouseOfBilling) -> None:
    late = main.call(CHILD, seconds=0, kind="sms", count=3)
    main.clock.instant += timedelta(hours=1)
    step = commands_pb2.CloseAccount(account_id=CHILD.account, subscriber_id=CHILD.id)
    order = await main.does(close_account=step)
    left = await main.left(MAIN)
    await main.hears(late, main.call(CHILD, seconds=60))
    await main.refuses("ACCOUNT_CLOSED", Asking(main).reserves(CHILD, 60))
    gone = (await facts(main, MAIN)).sub_cards
    await main.turns_clock_to(DECEMBER + timedelta(hours=1))

    assert (await main.balance(MAIN)).state == "open"
    assert list(gone) == []
    assert [one[1] for one in await fees(main)] == [3870, 300, 12_900]
    assert await main.left(MAIN) == left - 30 - 12_900
    assert (await main.totals()).usage_waiting == 1
    await order.undoes()
    assert len((await facts(main, MAIN)).sub_cards) == 1


async def test_what_a_card_used_that_left_is_kept_aside_until_its_record_comes(
    main: HouseOfBilling,
) -> None:
    await main.hears(main.call(MAIN, seconds=150 * 60))
    asking, left = Asking(main), await main.left(MAIN)
    first, second = main.call(CHILD, seconds=120), main.call(CHILD, seconds=60)
    ended, under_way = await asking.reserves(CHILD, 120), await asking.reserves(CHILD, 600)
    await asking.commits(ended, 120, record_id=first.record_id)
    main.clock.instant += timedelta(minutes=5)

    await main.does(
        close_account=commands_pb2.CloseAccount(account_id=CHILD.account, subscriber_id=CHILD.id)
    )
    gone = await asking.reserved()
    await main.refuses("RESERVATION_EXPIRED", asking.extends(under_way, 1200))
    await main.turns_clock_to(main.clock.instant + timedelta(hours=2))
    held = await asking.commits(under_way, 60, record_id=second.record_id)

    assert (gone, held, await asking.reserved()) == (30_000, 15_000, 45_000)
    await main.hears(first, second)
    assert (await main.left(MAIN), await asking.reserved()) == (left - 45, 0)


async def test_the_main_line_does_not_go_before_its_cards(main: HouseOfBilling) -> None:
    before = await main.postings(MAIN)

    for step in (
        {
            "close_account": commands_pb2.CloseAccount(
                account_id=MAIN.account, subscriber_id=MAIN.id
            )
        },
        {
            "start_keeping": commands_pb2.StartKeeping(
                account_id=MAIN.account, subscriber_id=MAIN.id
            )
        },
    ):
        await main.refuses("SUB_CARDS_EXIST", main.does(**step))

    assert await main.postings(MAIN) == before
    assert (await main.balance(MAIN)).state == "open"


async def test_its_number_is_kept_at_the_keep_fee_while_the_main_line_goes_on(
    main: HouseOfBilling,
) -> None:
    named: dict[str, Any] = {"account_id": CHILD.account, "subscriber_id": CHILD.id}
    await main.does(start_keeping=commands_pb2.StartKeeping(**named))
    await main.refuses("SUBSCRIBER_STOPPED", Asking(main).reserves(CHILD, 60))
    await main.turns_clock_to(datetime(2026, 12, 16, 4, tzinfo=UTC))

    ended = await main.does(end_keeping=commands_pb2.EndKeeping(**named))
    back = await main.postings(MAIN)
    await ended.undoes()

    kept = [one for one in back if one[0] in {"plan_revenue", "fee_revenue"}]
    # The whole of November was taken; 5 yuan for December, and 16 of its 31 days again.
    assert [one[1] for one in kept[-3:]] == [12_900, 500, 516]
    assert sum(
        amount for book, amount, _ in await main.postings(MAIN) if book == "plan_revenue"
    ) == (3870 + 300 + 12_900)
    await main.refuses("SUBSCRIBER_STOPPED", Asking(main).reserves(CHILD, 60))


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("NOT_SAME_CUSTOMER", {"customer_id": BORIS.customer}),
        ("PLAN_NOT_SELLABLE", {"offering": "KEEP8"}),
        ("ACCOUNT_UNKNOWN", {"account_id": BORIS.account}),
        ("ACCOUNT_EXISTS", {"subscriber_id": CHILD.id}),
        ("ACCOUNT_EXISTS", {"subscriber_id": MAIN.id}),
    ],
)
async def test_what_does_not_fit_is_refused_and_changes_nothing(
    main: HouseOfBilling, code: str, changes: dict[str, str]
) -> None:
    before = await facts(main, MAIN)

    await main.refuses(code, joins(main, PARTNER, **changes))

    assert await facts(main, MAIN) == before


async def test_there_are_no_more_than_the_plan_has_room_for(main: HouseOfBilling) -> None:
    await has_card(main, PARTNER)

    await main.refuses("SUB_CARD_LIMIT_EXCEEDED", joins(main, THIRD))

    await main.has(ANNA, left=5000)
    none = {"account_id": ANNA.account, "customer_id": ANNA.customer}
    await main.refuses("SUB_CARD_LIMIT_EXCEEDED", joins(main, THIRD, **none))


async def test_nobody_opens_an_account_with_a_sub_card(house: HouseOfBilling) -> None:
    await house.refuses("PLAN_NOT_SELLABLE", house.opens(replace(ANNA, offering="SUBCARD10")))


async def pays_by_number(house: HouseOfBilling, who: Subscriber, reference: str) -> Any:
    request = commands_pb2.PostPaymentRequest(
        request_id=derived_id("request", reference),
        msisdn=who.msisdn,
        amount=values_pb2.Money(currency="CNY", minor=500),
        reference=reference,
    )
    with acting(BANK):
        return await house.commands.PostPayment(request, None)


async def test_nobody_pays_by_the_number_of_a_card_that_has_left_or_never_was(
    main: HouseOfBilling,
) -> None:
    before = await pays_by_number(main, CHILD, "in time")
    named: dict[str, Any] = {"account_id": CHILD.account, "subscriber_id": CHILD.id}
    await main.does(close_account=commands_pb2.CloseAccount(**named))
    never = await joins(main, PARTNER)
    await never.undoes()

    await main.refuses("STATE_NOT_ALLOWED", pays_by_number(main, CHILD, "too late"))
    await main.refuses("ACCOUNT_UNKNOWN", pays_by_number(main, PARTNER, "never"))
    again = await pays_by_number(main, CHILD, "in time")

    assert again.payment_id == before.payment_id


async def test_no_card_joins_while_its_main_line_is_about_to_leave(house: HouseOfBilling) -> None:
    await house.has(MAIN, left=51_000)
    leaving = await house.does(close_to_cards=commands_pb2.CloseToCards(account_id=MAIN.account))

    await house.refuses("STATE_NOT_ALLOWED", joins(house, CHILD))
    await leaving.undoes()
    await has_card(house, CHILD)
    late = commands_pb2.CloseToCards(account_id=MAIN.account)
    await house.refuses("SUB_CARDS_EXIST", house.does(close_to_cards=late))

    assert len((await facts(house, MAIN)).sub_cards) == 1


async def test_who_is_back_may_have_cards_again(house: HouseOfBilling) -> None:
    await house.has(MAIN, left=51_000)
    named: dict[str, Any] = {"account_id": MAIN.account, "subscriber_id": MAIN.id}
    order = await house.does(close_to_cards=commands_pb2.CloseToCards(account_id=MAIN.account))
    await order.does(start_keeping=commands_pb2.StartKeeping(**named))
    await house.refuses("STATE_NOT_ALLOWED", joins(house, CHILD))
    await house.does(end_keeping=commands_pb2.EndKeeping(**named))
    await has_card(house, CHILD)

    assert len((await facts(house, MAIN)).sub_cards) == 1


async def test_what_is_about_nobody_of_the_account_touches_nothing(main: HouseOfBilling) -> None:
    named: dict[str, Any] = {"account_id": MAIN.account, "subscriber_id": BORIS.id}

    for step in (
        {"close_account": commands_pb2.CloseAccount(**named)},
        {"start_keeping": commands_pb2.StartKeeping(**named)},
        {"start_plan": commands_pb2.StartPlan(**named)},
    ):
        await main.refuses("SUBSCRIBER_UNKNOWN", main.does(**step))

    assert (await main.balance(MAIN)).state == "open"


async def test_who_is_a_card_opens_no_account(main: HouseOfBilling) -> None:
    before = await main.rows("account")
    opened = commands_pb2.OpenAccount(
        account_id=BORIS.account,
        customer_id=MAIN.customer,
        subscriber_id=CHILD.id,
        msisdn=CHILD.msisdn,
        offering="KEEP5",
    )

    await main.refuses("ACCOUNT_EXISTS", main.does(open_account=opened))

    assert await main.rows("account") == before


async def test_what_is_known_of_it_is_what_its_own_order_needs(main: HouseOfBilling) -> None:
    await main.hears_of(CHILD, version=2, msisdn="8613900000011")
    await main.hears_of(CHILD, version=1, msisdn="8613900000012")

    own, other = await facts(main, CHILD), await facts(main, MAIN)

    assert (own.id, own.subscriber_id, own.offering) == (MAIN.account, CHILD.id, "SUBCARD10")
    assert (other.id, other.subscriber_id, other.offering) == (MAIN.account, MAIN.id, "CT5G129")
    assert (await main.balance(CHILD)).subscriber_id == CHILD.id
    (card,) = own.sub_cards
    assert (card.subscriber_id, card.msisdn, card.in_service) == (CHILD.id, "8613900000011", True)
    assert list(other.sub_cards) == [card]


async def test_data_of_a_card_is_cut_off_and_opened_for_itself(main: HouseOfBilling) -> None:
    child = Using(main, CHILD)
    await main.pays(MAIN, 100_000)
    await main.hears(child.session((9 + 200) * 1024))
    online = {"kind": "data", "peer": "", "access_point": "ctnet"}

    await main.refuses("DATA_CAP_REACHED", Asking(main).reserves(CHILD, KB, **online))
    again = commands_pb2.OpenDataAgainRequest(
        request_id=derived_id("request", "again"), subscriber_id=CHILD.id, reason="she asked"
    )
    await main.commands.OpenDataAgain(again, None)

    main.clock.instant += timedelta(minutes=1)
    assert (await Asking(main).reserves(CHILD, 1024 * KB, **online)).reserved_millifen == 3000


async def test_a_card_buys_packs_only_while_it_is_in_service(main: HouseOfBilling) -> None:
    order, partner = await joins(main, PARTNER), Using(main, PARTNER)
    await main.refuses("ACCOUNT_PENDING", partner.buys("DATA5"))
    await starts(order, PARTNER)
    await partner.buys("DATA5")
    named: dict[str, Any] = {"account_id": PARTNER.account, "subscriber_id": PARTNER.id}
    left, bought = await main.left(MAIN), await main.rows("allowance")

    await main.does(start_keeping=commands_pb2.StartKeeping(**named))
    await main.refuses("SUBSCRIBER_STOPPED", partner.buys("DATA5"))
    by_number = partner.buys("DATA5", subscriber_id="", msisdn=PARTNER.msisdn)
    await main.refuses("SUBSCRIBER_STOPPED", by_number)
    await main.does(close_account=commands_pb2.CloseAccount(**named))
    await main.refuses("ACCOUNT_CLOSED", partner.buys("DATA5"))

    assert (await main.left(MAIN), await main.rows("allowance")) == (left, bought)
    await Using(main, MAIN).buys("DATA5")


async def test_two_lists_of_fifty_uses_at_once_are_all_charged(main: HouseOfBilling) -> None:
    before = await main.left(MAIN)
    texts = [
        main.call(who, seconds=0, kind="sms", count=1) for _ in range(25) for who in (MAIN, CHILD)
    ]

    await asyncio.gather(*[main.hears(one) for one in texts])

    assert await main.left(MAIN) == before - 500
    assert await add_up(main) == (50, 50, 0, 0)


def store_with_card(*catalogues: Any) -> Store:
    store = a_store(*catalogues)
    began = datetime(2026, 1, 1, tzinfo=UTC)
    card = SubCard(
        subscriber_id=CHILD.id,
        msisdn=CHILD.msisdn,
        offering=CHILD.offering,
        paid_from=began,
        started_at=began,
    )
    store.kept.accounts[ANNA.account] = replace(store.kept.accounts[ANNA.account], cards=(card,))
    return store


@settings(max_examples=60, deadline=None)
@given(
    uses=st.lists(st.tuples(A_USE, st.booleans()), min_size=1, max_size=10),
    order=st.randoms(use_true_random=False),
    price=st.integers(0, 40_000),
    units=st.dictionaries(
        st.sampled_from(["voice", "sms", "data"]), st.integers(0, 700_000), max_size=3
    ),
)
def test_whoever_of_them_uses_it_in_whatever_order_it_costs_the_same_and_so_it_does_rated_again(
    uses: list[tuple[Any, bool]], order: Any, price: int, units: dict[str, int]
) -> None:
    records = [
        replace(one, subscriber_id=CHILD.id, msisdn=CHILD.msisdn) if by_card else one
        for one, (_, by_card) in zip(made([use for use, _ in uses]), uses, strict=True)
    ]
    shuffled = list(records)
    order.shuffle(shuffled)
    newer = corrected(price, "data_new", since=date(2026, 10, 1))
    lived, ideal, batch = (store_with_card(FIRST) for _ in range(3))

    async def live() -> None:
        for store in (lived, ideal, batch):
            await allow(store, units)
        for one in shuffled:
            await run(lived, [one])
        await run(batch, records)
        assert spent(lived) == spent(batch)
        assert lived.kept.allowances == batch.kept.allowances
        assert (await rerated(lived)).differences == 0
        for store in (lived, ideal):
            store.kept.catalogues.append((replace(newer, version=2), "2"))
        await rerated(lived)
        await run(ideal, records)
        assert (await rerated(lived)).differences == 0

    asyncio.run(live())

    assert spent(lived) == spent(ideal) == sum(charged(lived).values())
    assert lived.kept.allowances == ideal.kept.allowances
    assert lived.kept.used == ideal.kept.used
    every = [postings_of(one) for one in lived.kept.entries]
    assert all(sum(each.amount.minor for each in one) == 0 for one in every)


assert NOON.day == 22, "the figures above are of nine days of thirty"


async def test_the_keep_fee_of_a_card_ends_with_its_term(main: HouseOfBilling) -> None:
    named: dict[str, Any] = {"account_id": CHILD.account, "subscriber_id": CHILD.id}
    until = main.moment(timedelta(days=30))
    await main.does(start_keeping=commands_pb2.StartKeeping(until=until, **named))

    # Its end is late by a month and more.
    await main.turns_clock_to(datetime(2027, 2, 2, 4, tzinfo=UTC))

    kept = [one for one in await main.postings(MAIN) if one[2] == "fee" and one[1] == 500]
    assert len([one for one in kept if one[0] == "fee_revenue"]) == 1
    said = [
        one for one in await main.said(events_pb2.SmsRequested) if one.subscriber_id == CHILD.id
    ]
    assert [one.template for one in said] == ["keeping_ends_soon"]


PARTNER_BARRED = datetime(2026, 12, 4, 16, tzinfo=UTC)
"""5 December in Shanghai."""


async def is_barred(house: HouseOfBilling, who: Subscriber, level: Any, *, version: int) -> None:
    await house.hears_of(who, version=version, level=level, occurred_at=house.moment())
    await house.works_off()


def begins(month: int, day: int) -> datetime:
    return datetime(2027, month, day, tzinfo=UTC) - timedelta(hours=8)


async def test_a_card_that_was_lost_pays_nothing_after_thirty_days_and_by_day_when_back(
    main: HouseOfBilling,
) -> None:
    await main.pays(MAIN, 100_000)
    await main.turns_clock_to(PARTNER_BARRED)
    await is_barred(main, CHILD, values_pb2.BARRING_LEVEL_TWO_WAY, version=2)

    await main.turns_clock_to(begins(3, 16))
    lost = [amount for _, amount, _ in await fees(main)]
    await is_barred(main, CHILD, values_pb2.BARRING_LEVEL_NONE, version=3)
    await main.turns_clock_to(begins(4, 2))

    # January began within the thirty days.
    assert lost == [3870, 300, *[12_900, 1000] * 2, 12_900, 12_900]
    # Back on the 16th: 16 of 31 days; then whole months again.
    assert [amount for _, amount, _ in await fees(main)] == [*lost, 516, 12_900, 1000]
    assert (await main.totals()).sum_minor == 0


async def test_a_lost_main_line_leaves_its_cards_in_service_and_they_pay(
    main: HouseOfBilling,
) -> None:
    await main.turns_clock_to(PARTNER_BARRED)
    await is_barred(main, MAIN, values_pb2.BARRING_LEVEL_TWO_WAY, version=2)
    child = Using(main, CHILD)
    await child.buys("DATA10", renews=True)

    await main.turns_clock_to(begins(2, 2))

    assert [amount for _, amount, _ in await fees(main)][-2:] != [12_900, 1000]
    assert [amount for _, amount, _ in await fees(main)].count(1000) >= 3
    renewed = [one for one in await main.said(events_pb2.DatapackPurchased)]
    assert len(renewed) > 1


async def test_nobody_served_renews_no_pack(main: HouseOfBilling) -> None:
    await Using(main, CHILD).buys("DATA10", renews=True)
    await is_barred(main, MAIN, values_pb2.BARRING_LEVEL_TWO_WAY, version=2)
    await is_barred(main, CHILD, values_pb2.BARRING_LEVEL_TWO_WAY, version=2)

    await main.turns_clock_to(begins(2, 2))

    assert len(await main.said(events_pb2.DatapackPurchased)) == 1


async def test_stopped_for_arrears_each_pays_from_the_day_it_is_back_whoever_comes_first(
    main: HouseOfBilling,
) -> None:
    too_much = await main.left(MAIN) - 1
    await main.does(
        take_fee=commands_pb2.TakeFee(
            account_id=MAIN.account,
            fee="sim_swap",
            amount=values_pb2.Money(currency="CNY", minor=too_much),
            from_balance=True,
        )
    )
    await main.turns_clock_to(DECEMBER + timedelta(days=3, hours=1))
    for who in (MAIN, CHILD):
        await is_barred(main, who, values_pb2.BARRING_LEVEL_TWO_WAY, version=2)
    await main.turns_clock_to(begins(2, 10))
    before = [amount for _, amount, _ in await fees(main)]
    account = await main.balance(MAIN)
    # What the main line and the card cost from the tenth on, 19 of 28 days, comes with it.
    assert account.brings_back.minor == 1 - account.balance.minor + 8754 + 679

    await main.pays(MAIN, 100_000)
    await is_barred(main, CHILD, values_pb2.BARRING_LEVEL_NONE, version=3)
    await main.turns_clock_to(begins(2, 11))
    await is_barred(main, MAIN, values_pb2.BARRING_LEVEL_NONE, version=3)
    await main.turns_clock_to(begins(3, 2))

    after = [amount for _, amount, _ in await fees(main)][len(before) :]
    # The card from the tenth on, 19 of 28 days; the main line from the eleventh, 18 of 28.
    assert sorted(after) == sorted([679, 8293, 12_900, 1000])
