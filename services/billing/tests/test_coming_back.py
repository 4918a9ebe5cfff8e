"""Who is stopped for money is told what brings the number back, to the fen (rules 2.7)."""

from dataclasses import replace

import pytest
from house_of_billing import ANNA, CLERK, NOON, HouseOfBilling
from hypothesis import given, settings
from hypothesis import strategies as st
from test_barred import SERVED, TWO_WAY, begins, given_up, network_is
from test_storage import account_of
from test_sub_cards import CHILD, MAIN, facts, has_card

from billing.accounts.domain.account import Account, AccountState, Standing, credited
from billing.accounts.domain.coming_back import brings_back
from billing.accounts.domain.credit import Credit, PaymentType
from billing.accounts.domain.level import Level
from billing.accounts.domain.proration import month_of
from billing.credit.processes import arrears, exposure
from boss.billing.v1 import commands_pb2, events_pb2
from kernel.money import fen

NOTHING = fen(0)


async def told(house: HouseOfBilling, template: str) -> list[dict[str, str]]:
    every = await house.said(events_pb2.SmsRequested)
    return [dict(one.parameters) for one in every if one.template == template]


@pytest.mark.holds("R-AR-1")
async def test_paying_what_is_owed_to_the_fen_says_what_is_missing(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=-300)
    stopped = await house.balance(ANNA)

    answer = await house.pays(ANNA, 300)
    between = await house.level(ANNA)
    await house.pays(ANNA, 1)

    assert (stopped.owes.minor, stopped.brings_back.minor) == (300, 301)
    assert (answer.account.owes.minor, answer.account.brings_back.minor) == (0, 1)
    assert (between, await house.level(ANNA)) == ("ONE_WAY", "NONE")
    assert not (await house.balance(ANNA)).HasField("brings_back")
    # Stopped with exactly nothing left, before what made it negative.
    assert [one.get("back_fen") for one in await told(house, "stopped_for_arrears")] == ["1"]
    assert [one.get("back_fen") for one in await told(house, "payment_received")] == ["1", None]


async def test_what_is_used_up_to_exactly_zero_says_so_too(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=0)

    assert await house.level(ANNA) == "ONE_WAY"
    assert (await house.balance(ANNA)).brings_back.minor == 1
    assert [one["back_fen"] for one in await told(house, "stopped_for_arrears")] == ["1"]
    assert (await facts(house, ANNA)).brings_back.minor == 1


async def test_the_same_payment_again_says_the_same(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=-300)

    await house.pays(ANNA, 100, reference="once")
    again = await house.pays(ANNA, 100, reference="once")

    assert again.account.brings_back.minor == 201


@pytest.mark.holds("T20")
async def test_what_brings_back_covers_what_is_taken_as_soon_as_she_is(
    house: HouseOfBilling,
) -> None:
    await given_up(house)
    await house.turns_clock_to(begins(4, 5))
    owed = -await house.left(ANNA)

    back = (await house.balance(ANNA)).brings_back.minor
    await house.pays(ANNA, back)
    await house.works_off()
    await network_is(house, SERVED, version=3)

    # From the fifth on: 26 of 30 days.
    assert back == owed + 433 + 1
    assert (await house.left(ANNA), await house.level(ANNA)) == (1, "NONE")


async def test_who_waits_for_the_end_of_a_term_is_told_what_brings_back(
    house: HouseOfBilling,
) -> None:
    await house.has(ANNA, left=700)
    keeping = commands_pb2.StartKeeping(account_id=ANNA.account, subscriber_id=ANNA.id)
    keeping.until.FromDatetime(begins(1, 16))
    await house.does(start_keeping=keeping)
    await house.turns_clock_to(begins(1, 16))
    ending = commands_pb2.EndKeeping(account_id=ANNA.account, subscriber_id=ANNA.id)

    await house.does(end_keeping=ending)

    # Two keep fees of 500; the rest of January is 16 of 31 days.
    assert await house.left(ANNA) == -300
    (over,) = await told(house, "keeping_over_in_arrears")
    assert (over["owes_fen"], over["back_fen"]) == ("300", str(301 + 258))
    assert (await house.balance(ANNA)).brings_back.minor == 301 + 258


async def test_a_sub_card_is_told_what_brings_the_account_back(house: HouseOfBilling) -> None:
    await house.has(MAIN, left=10_000)
    await has_card(house, CHILD)
    await house.hears(house.call(CHILD, seconds=0, kind="sms", count=970))

    owed = -await house.left(MAIN)
    assert owed >= 0
    assert (await facts(house, CHILD)).brings_back.minor == owed + 1


async def test_strangers_who_pay_learn_nothing(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=-300)

    paid = await house.pays(ANNA, 100, channel="bank")

    assert not paid.account.HasField("brings_back")
    assert CLERK.staff


ACCOUNTS = st.builds(
    lambda balance, limit, noticed: replace(
        account_of(ANNA),
        state=AccountState.OPEN,
        balance=fen(balance),
        payment_type=PaymentType.PREPAID if limit is None else PaymentType.POSTPAID,
        credit=Credit(fen(limit or 0), high_use_in=month_of(NOON) if noticed else None),
    ),
    st.integers(-5000, 200),
    st.none() | st.integers(0, 3000),
    st.booleans(),
)


def judged(account: Account) -> Account:
    if account.is_postpaid:
        verdict = exposure.judge(credited(account, account.credit, now=NOON), now=NOON)
    else:
        verdict = arrears.judge(account, plan_fee=fen(500), now=NOON)
    return replace(account, standing=verdict.standing)


def with_more(account: Account, minor: int) -> Account:
    paid = replace(account, balance=account.balance + fen(minor))
    return credited(paid, paid.credit, now=NOON) if paid.is_postpaid else paid


@settings(max_examples=300, deadline=None)
@given(ACCOUNTS)
def test_it_is_the_smallest_amount_that_does(account: Account) -> None:
    stopped = judged(account)

    back = brings_back(stopped, fee=NOTHING, now=NOON).minor

    assert (back == 0) is (stopped.standing.level is Level.NONE)
    if back:
        assert judged(with_more(stopped, back)).standing.level is Level.NONE
        assert judged(with_more(stopped, back - 1)).standing.level is not Level.NONE


def test_nothing_brings_back_who_is_not_stopped() -> None:
    assert brings_back(account_of(ANNA), fee=fen(500), now=NOON) == NOTHING
    assert Standing().level is Level.NONE
    assert TWO_WAY
