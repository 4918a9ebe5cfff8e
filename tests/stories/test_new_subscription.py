"""Anna comes to the hall and wants a number."""

from dataclasses import replace

import pytest

from harness.people import AGENT_SEEN, EXPIRED_YESTERDAY, GUARDIAN_SEEN, HANDLER_SEEN
from harness.world import ANNA, BASIC, BORIS, FREE_NUMBER, NEW_SIM, OLD_SIM, SEEN, SIGNED, World
from kernel.civil import civil_date, start_of_day
from kernel.errors import Refusal
from kernel.money import fen
from kernel.numbering import Msisdn
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import CreateSubscription
from orders.ordering.domain.numbers import NumberGrade, PhoneNumber
from orders.ordering.domain.policy import Policy
from orders.ordering.domain.process import Asked, Channel, Proof, Role
from orders.ordering.domain.steps import (
    HasKeys,
    OpenAccount,
    OpenSubscriber,
    ReserveNumber,
    StartPlan,
    TakePrepayment,
)
from orders.ordering.domain.values import CustomerId, OfferingCode
from orders.ordering.domain.verification import V4
from orders.processes.new_subscription import NewSubscription

A_NUMBER = NewSubscription(
    ANNA.id, FREE_NUMBER.msisdn, NEW_SIM.iccid, BASIC.code, fen(50_00), SIGNED
)
OUT_OF_DATE = replace(ANNA, paper_valid_until=EXPIRED_YESTERDAY)
ONLINE_ONLY = replace(BASIC, channels=frozenset({"app"}))
FOR_STUDENTS = replace(BASIC, segments=frozenset({"student", "pupil"}))
IN_GUANGZHOU = replace(BASIC, regions=frozenset({"gz"}))


def held(customer: CustomerId) -> PhoneNumber:
    return replace(FREE_NUMBER, available=False, held_for=customer)


GOLD = NumberGrade("gold", prepayment=fen(2000_00), minimum_spend=fen(128_00), months=36)


def lucky(world: World, *, fee: int = 128_00, grade: NumberGrade | None = GOLD) -> World:
    """Let her number be a golden one, and her plan cost so much a month."""
    world.selling(replace(BASIC, monthly_fee=fen(fee)))
    numbers = (replace(FREE_NUMBER, grade="gold"),)
    world.facts = replace(world.facts, numbers=numbers, grades=(grade,) if grade else ())
    return world


PREPARED = [
    "accounts: UseProof",
    "accounts: ReservePlace",
    "accounts: ReserveNumber",
    "accounts: ReserveSim",
    "accounts: OpenSubscriber",
    "provisioning: HasKeys",
    "billing: OpenAccount",
    "billing: TakeFee",
    "billing: TakePrepayment",
]


@pytest.mark.holds("T01")
async def test_number_works_when_she_leaves() -> None:
    world = World()

    order = await world.asks_for("new_subscription", A_NUMBER)

    assert order.state is OrderState.FULFILLED
    assert world.diary == [
        *PREPARED,
        "provisioning: CreateSubscription",
        "accounts: ActivateSubscriber",
        "accounts: GivePassword",
        "billing: StartPlan",
    ]
    assert world.published == ["boss.orders.v1.OrderCompleted", "boss.orders.v1.OrderFulfilled"]


async def test_a_number_held_for_her_is_hers_alone() -> None:
    """Rules 4.2 (预占): whoever looked at it first may buy it, and nobody else meanwhile."""
    hers, boris = World(), World()
    hers.facts = replace(hers.facts, numbers=(held(ANNA.id),))
    boris.facts = replace(boris.facts, numbers=(held(BORIS.id),))

    sold = await hers.asks_for("new_subscription", A_NUMBER)
    refused = await boris.asks_for("new_subscription", A_NUMBER)

    assert sold.state is OrderState.FULFILLED
    (reserved,) = (one for one in sold.plan.prepare if isinstance(one, ReserveNumber))
    assert reserved == ReserveNumber(FREE_NUMBER.msisdn, ANNA.id)
    assert (refused.state, refused.refused_with) == (OrderState.REJECTED, "NUMBER_NOT_AVAILABLE")
    assert boris.diary == []


@pytest.mark.holds("R-OPEN-6")
async def test_a_lucky_number_binds_her_for_its_term() -> None:
    """R-OPEN-6: a first payment, a plan with the least spend, and a term."""
    world = lucky(World())
    asked = replace(A_NUMBER, prepayment=fen(2000_00))

    order = await world.asks_for("new_subscription", asked)

    assert order.state is OrderState.FULFILLED
    (opened,) = (one for one in order.plan.prepare if isinstance(one, OpenSubscriber))
    today = civil_date(world.facts.now)
    assert opened.bound_until == start_of_day(today.replace(year=today.year + 3))


async def test_who_pays_later_pays_nothing_at_first() -> None:
    later = replace(
        BASIC, code=OfferingCode("later"), name="Pay later", payment_plan="postpaid",
        prepayment=fen(0),
    )  # fmt: skip
    world = World().selling(BASIC, later)
    signed = replace(SIGNED, tariff_plan="Pay later", payment_plan="postpaid")
    asked = replace(A_NUMBER, offering=later.code, prepayment=fen(0), agreement=signed)

    order = await world.asks_for("new_subscription", asked)

    assert order.state is OrderState.FULFILLED
    assert world.diary[: len(PREPARED)] == PREPARED


async def test_a_student_gets_what_is_only_for_students_of_her_region() -> None:
    anna = replace(ANNA, segment="student", region="gz", version=2)
    plan = replace(FOR_STUDENTS, regions=IN_GUANGZHOU.regions)
    world = World().selling(plan).knowing(anna)

    order = await world.asks_for("new_subscription", A_NUMBER)

    assert order.state is OrderState.FULFILLED
    # Billing judges again, by the newest of what it heard and what it is told here.
    (told,) = (one for one in order.plan.prepare if isinstance(one, OpenAccount))
    assert (told.segment, told.region, told.customer_version) == ("student", "gz", 2)


@pytest.mark.holds("AC-OPEN-6")
async def test_everything_comes_back_when_the_network_refuses() -> None:
    world = World(refuses=CreateSubscription)

    order = await world.asks_for("new_subscription", A_NUMBER)

    given_back = [one.replace(": ", ": take back ") for one in reversed(PREPARED)]
    assert (order.state, order.refused_with) == (OrderState.FAILED, "NETWORK_SAYS_NO")
    assert world.diary[len(PREPARED) + 1 :] == given_back


async def test_what_was_held_comes_back_when_the_card_has_no_keys() -> None:
    world = World(refuses=HasKeys)

    order = await world.asks_for("new_subscription", A_NUMBER)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "OWNER_SAYS_NO")
    assert world.diary[-5:] == [
        "accounts: take back OpenSubscriber",
        "accounts: take back ReserveSim",
        "accounts: take back ReserveNumber",
        "accounts: take back ReservePlace",
        "accounts: take back UseProof",
    ]


async def test_how_many_numbers_a_paper_has_is_the_operators_to_say() -> None:
    """R10-4, C2: one setting, of who counts; where it says nothing it judges alone."""
    fuller = replace(ANNA, numbers=5)
    more, unsaid = World().knowing(fuller), World().knowing(fuller)
    more.facts = replace(more.facts, most_numbers=6)
    unsaid.facts = replace(unsaid.facts, most_numbers=0)

    for world in (more, unsaid):
        assert (await world.asks_for("new_subscription", A_NUMBER)).state is OrderState.FULFILLED


async def test_beside_a_release_that_knows_none_no_password_is_given() -> None:
    world = World()
    world.facts = replace(world.facts, policy=Policy(first_passwords=False))

    order = await world.asks_for("new_subscription", A_NUMBER)

    assert order.state is OrderState.FULFILLED
    assert "accounts: GivePassword" not in world.diary


@pytest.mark.parametrize(
    ("world", "role"),
    [
        (World().asked_by(Role.AGENT, SEEN, AGENT_SEEN), Role.AGENT),
        (World().asked_by(Role.GUARDIAN, SEEN, GUARDIAN_SEEN), Role.GUARDIAN),
        (World().held_by_unit().asked_by(Role.HANDLER, SEEN, HANDLER_SEEN), Role.HANDLER),
    ],
)
@pytest.mark.holds("R-OPEN-3", "AC-OPEN-3")
async def test_others_open_a_number_with_their_papers(world: World, role: Role) -> None:
    """R-OPEN-3, AC-OPEN-3"""
    order = await world.asks_for("new_subscription", A_NUMBER)

    assert (order.state, order.origin.role) == (OrderState.FULFILLED, role)
    assert world.diary[:2] == ["accounts: UseProof", "accounts: UseProof"]


@pytest.mark.parametrize(
    "world",
    [
        World().asked_by(Role.AGENT, AGENT_SEEN),
        World().asked_by(Role.GUARDIAN, SEEN, replace(GUARDIAN_SEEN, kinds=SEEN.kinds)),
        World().held_by_unit().asked_by(Role.HANDLER, SEEN),
        World()
        .held_by_unit()
        .asked_by(Role.HANDLER, SEEN, replace(HANDLER_SEEN, kinds=SEEN.kinds)),
    ],
)
@pytest.mark.holds("AC-OPEN-1")
async def test_a_paper_that_is_missing_is_asked_for(world: World) -> None:
    """AC-OPEN-1, AC-OPEN-3: an agent's own paper alone, a unit without its letter."""
    with pytest.raises(Refusal) as refusal:
        await world.asks_for("new_subscription", A_NUMBER)

    assert refusal.value.code == "AGENT_DOCS_MISSING"
    assert world.orders == {}


async def test_money_is_the_last_thing_taken() -> None:
    world = World(refuses=TakePrepayment)

    await world.asks_for("new_subscription", A_NUMBER)

    # Billing does all of its part or none: with the prepayment it refuses the fee.
    assert world.diary[6:8] == [
        "billing refuses TakePrepayment",
        "provisioning: take back HasKeys",
    ]


async def test_person_is_asked_when_the_plan_cannot_be_started() -> None:
    world = World(refuses=StartPlan)

    order = await world.asks_for("new_subscription", A_NUMBER)

    assert (order.state, order.refused_with) == (OrderState.HELD, "OWNER_SAYS_NO")


@pytest.mark.parametrize(
    ("world", "request_", "code"),
    [
        (
            World().knowing(replace(ANNA, real_name_checked=False)),
            A_NUMBER,
            "VERIFICATION_REQUIRED",
        ),
        (
            World().knowing(replace(ANNA, paper_valid_until=EXPIRED_YESTERDAY)),
            A_NUMBER,
            "ID_EXPIRED",
        ),
        (World().knowing(replace(ANNA, blacklisted=True)), A_NUMBER, "BLACKLISTED"),
        (World().knowing(replace(ANNA, numbers=5)), A_NUMBER, "CARD_LIMIT_EXCEEDED"),
        (World(), replace(A_NUMBER, msisdn=Msisdn("8613911111111")), "NUMBER_NOT_AVAILABLE"),
        (World(), replace(A_NUMBER, iccid=OLD_SIM.iccid), "SIM_NOT_AVAILABLE"),
        (World(), replace(A_NUMBER, offering=OfferingCode("unheard-of")), "PLAN_NOT_SELLABLE"),
        (World().selling(replace(BASIC, sellable=False)), A_NUMBER, "PLAN_NOT_SELLABLE"),
        (
            World().selling(replace(BASIC, channels=frozenset({"app"}))),
            A_NUMBER,
            "PLAN_NOT_SELLABLE",
        ),
        (World().selling(FOR_STUDENTS), A_NUMBER, "SEGMENT_NOT_ALLOWED"),
        (
            World().selling(FOR_STUDENTS).knowing(replace(ANNA, segment="vip")),
            A_NUMBER,
            "SEGMENT_NOT_ALLOWED",
        ),
        (World().selling(IN_GUANGZHOU), A_NUMBER, "REGION_NOT_ALLOWED"),
        (World(), replace(A_NUMBER, prepayment=fen(49_99)), "DEPOSIT_REQUIRED"),
        (lucky(World()), replace(A_NUMBER, prepayment=fen(1999_99)), "DEPOSIT_REQUIRED"),
        (
            lucky(World(), fee=127_99),
            replace(A_NUMBER, prepayment=fen(2000_00)),
            "OFFER_CONFLICT",
        ),
        (
            lucky(World(), grade=None),
            replace(A_NUMBER, prepayment=fen(2000_00)),
            "NUMBER_NOT_AVAILABLE",
        ),
        (
            World(),
            replace(A_NUMBER, agreement=replace(SIGNED, tariff_plan="CMCC58")),
            "AGREEMENT_OF_ANOTHER_PLAN",
        ),
        (
            World(),
            replace(A_NUMBER, agreement=replace(SIGNED, payment_plan="postpaid")),
            "AGREEMENT_OF_ANOTHER_PAYMENT",
        ),
        (
            World().selling(replace(BASIC, payment_plan="postpaid")),
            A_NUMBER,
            "AGREEMENT_OF_ANOTHER_PAYMENT",
        ),
    ],
)
@pytest.mark.holds("AC-OPEN-4", "R-ID-1", "G_REALNAME", "G_NOT_BLACKLIST", "G_CARD_LIMIT")
async def test_is_refused(world: World, request_: NewSubscription, code: str) -> None:
    order = await world.asks_for("new_subscription", request_)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)
    assert world.diary == []


@pytest.mark.holds("R10-1")
async def test_paper_is_valid_until_the_end_of_its_last_day() -> None:
    world = World().knowing(replace(ANNA, paper_valid_until=World().facts.now.date()))

    order = await world.asks_for("new_subscription", A_NUMBER)

    assert order.state is OrderState.FULFILLED


@pytest.mark.parametrize(
    ("world", "opener", "code"),
    [
        (World(), Asked(Channel.WEB, Role.HOLDER, V4), "CHANNEL_NOT_ALLOWED"),
        (World().with_proofs(), None, "VERIFICATION_REQUIRED"),
        (
            World().with_proofs(replace(SEEN, kinds=frozenset({Proof.FACE}))),
            None,
            "VERIFICATION_REQUIRED",
        ),
        (World().with_proofs(replace(SEEN, used=True)), None, "VERIFICATION_REQUIRED"),
        (
            World().with_proofs(replace(SEEN, valid_until=World().facts.now)),
            None,
            "VERIFICATION_REQUIRED",
        ),
        (World().with_proofs(replace(SEEN, customer=BORIS.id)), None, "NOT_YOURS"),
    ],
)
@pytest.mark.holds("AC-OPEN-5")
async def test_is_not_opened(world: World, opener: Asked | None, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        await world.asks_for("new_subscription", A_NUMBER, by=opener)

    assert refusal.value.code == code
    assert world.orders == {}
    assert [(one.action, one.outcome) for one in world.memory.audited] == [
        ("place new_subscription", code)
    ]
