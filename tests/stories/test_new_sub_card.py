"""Anna has a plan with room for a sub-card, and takes one for her child."""

from dataclasses import replace

import pytest

from harness.people import EXPIRED_YESTERDAY
from harness.world import (
    ANNA,
    BASIC,
    BORIS,
    FREE_NUMBER,
    HER_NUMBER,
    NEW_SIM,
    OLD_SIM,
    SIGNED,
    World,
)
from kernel.money import fen
from orders.ordering.domain.facts import Offering
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import CreateSubscription
from orders.ordering.domain.numbers import NumberGrade
from orders.ordering.domain.steps import JoinAccount, StartPlan
from orders.ordering.domain.values import OfferingCode, SubscriberId, SubscriberState
from orders.processes.new_sub_card import NewSubCard
from orders.processes.new_subscription import NewSubscription

CARD = Offering(
    OfferingCode("card"), sellable=True, channels=frozenset({"hall"}), prepayment=fen(10_00),
    is_sub_card=True,
)  # fmt: skip
FOR_STUDENTS = replace(CARD, segments=frozenset({"student"}))
ROOMY = replace(BASIC, sub_cards=2)
OF_THE_CARD = replace(SIGNED, tariff_plan="card")
A_CARD = NewSubCard(
    ANNA.id, HER_NUMBER.id, FREE_NUMBER.msisdn, NEW_SIM.iccid, CARD.code, OF_THE_CARD
)
PAID_LATER = replace(ROOMY, payment_plan="postpaid")
ONE, TWO = SubscriberId("one"), SubscriberId("two")


def with_a_lucky_number(world: World) -> World:
    numbers = (replace(FREE_NUMBER, grade="gold"),)
    terms = NumberGrade("gold", prepayment=fen(0), minimum_spend=fen(0), months=1)
    world.facts = replace(world.facts, numbers=numbers, grades=(terms,))
    return world


PREPARED = [
    "accounts: UseProof",
    "accounts: ReservePlace",
    "accounts: ReserveNumber",
    "accounts: ReserveSim",
    "accounts: OpenSubscriber",
    "provisioning: HasKeys",
    "billing: JoinAccount",
    "billing: TakeFee",
]


def having(*cards: SubscriberId, left: int = 50_00) -> World:
    """Anna has a plan with room for two, and has these already."""
    return World().selling(ROOMY, CARD).with_plan(ROOMY).having(left).with_sub_cards(*cards)


def of_boris() -> World:
    world = having()
    main = replace(world.facts.subscriber, holder=BORIS.id)
    world.facts = replace(world.facts, known_subscriber=main)
    return world


async def test_it_works_when_she_leaves() -> None:
    world = having(ONE)

    order = await world.asks_for("new_sub_card", A_CARD)

    assert order.state is OrderState.FULFILLED
    assert world.diary == [
        *PREPARED,
        "provisioning: CreateSubscription",
        "accounts: ActivateSubscriber",
        "accounts: GivePassword",
        "billing: StartPlan",
    ]
    # The number ordered is the card's, not that of the main line.
    assert order.msisdn == FREE_NUMBER.msisdn
    pays = world.facts.account.id
    steps = [one for one in (*order.plan.prepare, *order.plan.settle)]
    assert [one.account_id for one in steps if isinstance(one, JoinAccount | StartPlan)] == [
        pays,
        pays,
    ]


async def test_a_student_gets_a_card_that_is_only_for_students() -> None:
    anna = replace(ANNA, segment="student", region="gz", version=2)
    world = having().selling(ROOMY, FOR_STUDENTS).knowing(anna)

    order = await world.asks_for("new_sub_card", A_CARD)

    assert order.state is OrderState.FULFILLED
    (told,) = (one for one in order.plan.prepare if isinstance(one, JoinAccount))
    assert (told.segment, told.region, told.customer_version) == ("student", "gz", 2)


async def test_everything_comes_back_when_the_network_refuses() -> None:
    world = having()
    world.refuses = CreateSubscription

    order = await world.asks_for("new_sub_card", A_CARD)

    given_back = [one.replace(": ", ": take back ") for one in reversed(PREPARED)]
    assert (order.state, order.refused_with) == (OrderState.FAILED, "NETWORK_SAYS_NO")
    assert world.diary[len(PREPARED) + 1 :] == given_back


@pytest.mark.parametrize(
    ("code", "world", "asked"),
    [
        ("SUB_CARD_LIMIT_EXCEEDED", having(ONE, TWO), A_CARD),
        ("SUB_CARD_LIMIT_EXCEEDED", having().selling(BASIC, CARD), A_CARD),
        ("DEPOSIT_REQUIRED", having(left=9_99), A_CARD),
        ("IS_SUB_CARD", having(HER_NUMBER.id), A_CARD),
        ("STATE_NOT_ALLOWED", having().given(state=SubscriberState.SUSPENDED_ONE_WAY), A_CARD),
        ("ARREARS_EXIST", having().owing(1), A_CARD),
        ("PLAN_NOT_SELLABLE", having(), replace(A_CARD, offering=ROOMY.code)),
        ("SEGMENT_NOT_ALLOWED", having().selling(ROOMY, FOR_STUDENTS), A_CARD),
        (
            "REGION_NOT_ALLOWED",
            having()
            .selling(ROOMY, replace(CARD, regions=frozenset({"gz"})))
            .knowing(replace(ANNA, region="sz")),
            A_CARD,
        ),
        ("NOT_SAME_CUSTOMER", of_boris(), A_CARD),
        (
            "VERIFICATION_REQUIRED",
            having().knowing(replace(ANNA, real_name_checked=False)),
            A_CARD,
        ),
        (
            "ID_EXPIRED",
            having().knowing(replace(ANNA, paper_valid_until=EXPIRED_YESTERDAY)),
            A_CARD,
        ),
        ("BLACKLISTED", having().knowing(replace(ANNA, blacklisted=True)), A_CARD),
        ("CARD_LIMIT_EXCEEDED", having().knowing(replace(ANNA, numbers=5)), A_CARD),
        ("AGREEMENT_OF_ANOTHER_PLAN", having(), replace(A_CARD, agreement=SIGNED)),
        ("AGREEMENT_OF_ANOTHER_PAYMENT", having().selling(PAID_LATER, CARD), A_CARD),
        ("NUMBER_NOT_AVAILABLE", having(), replace(A_CARD, msisdn=HER_NUMBER.msisdn)),
        ("NUMBER_NOT_AVAILABLE", with_a_lucky_number(having()), A_CARD),
        ("SIM_NOT_AVAILABLE", having(), replace(A_CARD, iccid=OLD_SIM.iccid)),
    ],
)
async def test_what_speaks_against_it_is_said(code: str, world: World, asked: NewSubCard) -> None:
    order = await world.asks_for("new_sub_card", asked)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)
    assert world.diary == []


async def test_a_sub_card_is_no_plan() -> None:
    asked = NewSubscription(
        ANNA.id, FREE_NUMBER.msisdn, NEW_SIM.iccid, CARD.code, fen(50_00), SIGNED
    )

    order = await having().asks_for("new_subscription", asked)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "PLAN_NOT_SELLABLE")
