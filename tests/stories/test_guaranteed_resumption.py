"""Anna is stopped for arrears, and her friend Boris answers for her until she is paid."""

from dataclasses import replace
from datetime import timedelta

import pytest

from harness.people import (
    AGENT_SEEN,
    BORIS,
    HER_ACCOUNT,
    HER_NUMBER,
    HOLDER_OF_ANOTHER,
    SEEN,
)
from harness.world import ANNA, ARREARS, AWAY, CLERK, MONDAY, World
from kernel.errors import Refusal
from kernel.money import fen
from kernel.numbering import Msisdn
from orders.ordering.domain.appointed import WINDOW_END, key_of
from orders.ordering.domain.facts import Account, Stop, Subscriber
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import SetBarring
from orders.ordering.domain.policy import Policy
from orders.ordering.domain.steps import MoveSubscriber
from orders.ordering.domain.values import (
    AccountId,
    Barring,
    CustomerId,
    GuarantorId,
    Role,
    StopReason,
    SubscriberId,
    SubscriberMove,
    SubscriberState,
)
from orders.processes.guaranteed_resumption import GuaranteedResumption

NAME = "guaranteed_resumption"
HIS_NUMBER = replace(
    HER_NUMBER, id=SubscriberId("his-number"), msisdn=Msisdn("8613800000009"), holder=BORIS.id
)
HIS_ACCOUNT = replace(HER_ACCOUNT, id=AccountId("his-account"))
VOUCHED = GuaranteedResumption(GuarantorId(HIS_NUMBER.id), days=3)
FRAUD = Stop(StopReason.FRAUD, Barring.TWO_WAY)


def with_boris(
    world: World, *, number: Subscriber = HIS_NUMBER, account: Account | None = HIS_ACCOUNT
) -> World:
    facts = replace(world.facts, known_subscriber=number, known_account=account)
    world.facts = replace(world.facts, guarantor=facts)
    return world.with_proofs(SEEN, HOLDER_OF_ANOTHER)


def owing(*stops: Stop) -> World:
    return World().stopped(*(stops or (ARREARS,))).owing(25_00, wanted=Barring.TWO_WAY)


@pytest.mark.holds("R-AR-3", "T15")
async def test_number_works_for_as_many_days_as_he_answers() -> None:
    world = with_boris(owing())

    order = await world.asks_for(NAME, VOUCHED)

    until = MONDAY + timedelta(days=3)
    opening = MoveSubscriber(HER_NUMBER.id, SubscriberMove.OPEN_FOR_A_TIME, until=until)
    assert order.state is OrderState.FULFILLED
    assert world.diary == [
        "accounts: UseProof", "accounts: UseProof", "provisioning: SetBarring",
        "accounts: MoveSubscriber",
    ]  # fmt: skip
    assert order.plan.settle == (opening,)
    assert world.facts.subscriber.state is SubscriberState.ACTIVE
    appointment = world.memory.appointments[key_of(HER_NUMBER.id, order.id)]
    assert (appointment.timer, appointment.due_at) == (WINDOW_END, until)


async def test_her_agent_may_ask_who_shows_both_papers_beside_his() -> None:
    world = with_boris(owing()).asked_by(Role.AGENT, SEEN, AGENT_SEEN, HOLDER_OF_ANOTHER)

    assert (await world.asks_for(NAME, VOUCHED)).state is OrderState.FULFILLED


async def test_his_paper_alone_is_not_enough_and_neither_is_hers() -> None:
    for proofs in ((SEEN,), (HOLDER_OF_ANOTHER,)):
        with pytest.raises(Refusal) as refusal:
            await with_boris(owing()).with_proofs(*proofs).asks_for(NAME, VOUCHED, by=CLERK)

        assert refusal.value.code == "VERIFICATION_REQUIRED"


async def test_the_paper_of_somebody_else_is_none_of_a_guarantor() -> None:
    stranger = replace(HOLDER_OF_ANOTHER, customer=CustomerId("a stranger"))

    with pytest.raises(Refusal) as refusal:
        await with_boris(owing()).with_proofs(SEEN, stranger).asks_for(NAME, VOUCHED, by=CLERK)

    assert refusal.value.code == "NOT_YOURS"


async def test_nothing_is_open_where_the_network_refuses() -> None:
    world = with_boris(owing())
    world.refuses = SetBarring

    order = await world.asks_for(NAME, VOUCHED)

    assert (order.state, order.refused_with) == (OrderState.FAILED, "NETWORK_SAYS_NO")
    assert world.facts.subscriber.stops == {ARREARS}
    assert world.facts.subscriber.open_until is None


@pytest.mark.parametrize(
    ("world", "days", "code"),
    [
        (with_boris(World()), 3, "STATE_NOT_ALLOWED"),
        (with_boris(owing(AWAY)), 3, "STATE_NOT_ALLOWED"),
        (with_boris(owing(ARREARS, FRAUD)), 3, "STATE_NOT_ALLOWED"),
        (with_boris(World().stopped(ARREARS)), 3, "NOTHING_TO_DO"),
        (with_boris(owing()), 8, "TERM_NOT_ALLOWED"),
        (with_boris(owing(), account=HER_ACCOUNT), 3, "GUARANTOR_IS_HOLDER"),
        (
            with_boris(owing(), number=replace(HIS_NUMBER, state=SubscriberState.TERMINATED)),
            3,
            "GUARANTOR_NOT_ACTIVE",
        ),
        (
            with_boris(owing(), number=replace(HIS_NUMBER, open_until=MONDAY)),
            3,
            "GUARANTOR_NOT_ACTIVE",
        ),
        (with_boris(owing(), account=None), 3, "GUARANTOR_NOT_ACTIVE"),
        (
            with_boris(owing(), account=replace(HIS_ACCOUNT, owes=fen(1))),
            3,
            "GUARANTOR_IN_ARREARS",
        ),
        (
            with_boris(owing(), account=replace(HIS_ACCOUNT, wanted_level=Barring.ONE_WAY)),
            3,
            "GUARANTOR_IN_ARREARS",
        ),
    ],
)
async def test_is_refused(world: World, days: int, code: str) -> None:
    order = await world.asks_for(NAME, replace(VOUCHED, days=days))

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)
    assert world.diary == []


async def test_she_cannot_answer_for_herself_with_another_number_of_hers() -> None:
    world = with_boris(owing(), number=replace(HIS_NUMBER, holder=ANNA.id)).with_proofs(SEEN)

    order = await world.asks_for(NAME, VOUCHED)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "GUARANTOR_IS_HOLDER")


async def test_who_is_not_of_age_answers_for_nobody() -> None:
    young = owing().knowing(replace(BORIS, is_minor=True))

    order = await with_boris(young).asks_for(NAME, VOUCHED)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "GUARANTOR_TOO_YOUNG")


async def test_the_second_in_a_month_is_refused() -> None:
    world = with_boris(owing())
    await world.asks_for(NAME, VOUCHED)
    world.stopped(ARREARS).opened_until(None)

    order = await world.asks_for(NAME, VOUCHED)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "REOPENING_LIMIT_EXCEEDED")


async def test_where_it_is_switched_off_nobody_answers_for_anybody() -> None:
    world = with_boris(owing())
    world.facts = replace(world.facts, policy=Policy(guarantees_a_month=0))

    order = await world.asks_for(NAME, VOUCHED)

    assert order.refused_with == "REOPENING_LIMIT_EXCEEDED"
