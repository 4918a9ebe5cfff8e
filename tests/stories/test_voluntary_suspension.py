"""Anna goes away for some months and wants to keep her number."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from harness.world import ANNA, AWAY, BASIC, HER_NUMBER, LESS, SEEN, World
from kernel.caller import Caller
from kernel.errors import Refusal
from orders.ordering.domain.appointed import TERM_END, key_of
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import SetBarring
from orders.ordering.domain.process import Proof
from orders.ordering.domain.values import SubscriberId, SubscriberState
from orders.processes.voluntary_suspension import VoluntarySuspension, months_after

THREE_MONTHS = VoluntarySuspension(3)
# The same day in April begins in Shanghai.
IN_APRIL = datetime(2030, 4, 6, 16, 0, tzinfo=UTC)


async def test_number_rests_and_only_the_keep_fee_is_paid() -> None:
    world = World()

    order = await world.asks_for("voluntary_suspension", THREE_MONTHS)

    assert order.state is OrderState.FULFILLED
    assert world.diary == [
        "accounts: UseProof",
        "provisioning: SetBarring",
        "accounts: AddStop",
        "billing: StartKeeping",
    ]
    assert world.facts.subscriber.stops == {AWAY}


async def test_who_pays_later_may_go_with_what_she_used_unpaid() -> None:
    within = World().lent(100_00).having(-85_00)
    too_near = World().lent(100_00).having(-85_01)

    away = await within.asks_for("voluntary_suspension", THREE_MONTHS)
    stays = await too_near.asks_for("voluntary_suspension", THREE_MONTHS)

    assert away.state is OrderState.FULFILLED
    assert (stays.state, stays.refused_with) == (OrderState.REJECTED, "DEPOSIT_REQUIRED")


async def test_timer_is_set_for_the_end_of_the_term() -> None:
    world = World()

    order = await world.asks_for("voluntary_suspension", THREE_MONTHS)

    appointment = world.memory.appointments[key_of(world.subscriber_id, order.id)]
    assert (appointment.timer, appointment.due_at) == (TERM_END, IN_APRIL)


def test_term_ends_with_the_month_where_the_day_does_not_exist() -> None:
    assert months_after(date(2030, 8, 31), 6) == date(2031, 2, 28)


async def test_books_show_no_stop_when_the_network_refuses() -> None:
    world = World(refuses=SetBarring)

    order = await world.asks_for("voluntary_suspension", THREE_MONTHS)

    assert (order.state, order.refused_with) == (OrderState.FAILED, "NETWORK_SAYS_NO")
    assert world.diary[-1] == "accounts: take back UseProof"
    assert world.facts.subscriber.stops == frozenset()
    assert world.memory.appointments == {}


@pytest.mark.parametrize(
    ("channel", "proof"),
    [
        ("hotline", Proof.SERVICE_PASSWORD),
        ("web", Proof.SMS_CODE),
        ("app", Proof.SERVICE_PASSWORD),
        ("sms", Proof.SERVICE_PASSWORD),
    ],
)
async def test_she_may_ask_from_afar(channel: str, proof: Proof) -> None:
    world = World().with_proofs(replace(SEEN, kinds=frozenset({proof}), channel=channel))
    anna = Caller(ANNA.id, channel=channel, customer_id=ANNA.id)

    order = await world.asks_for("voluntary_suspension", THREE_MONTHS, by=anna)

    assert order.state is OrderState.FULFILLED


@pytest.mark.parametrize(
    ("world", "request_", "code"),
    [
        (World().stopped(LESS), THREE_MONTHS, "STATE_NOT_ALLOWED"),
        (World().stopped(AWAY), THREE_MONTHS, "STATE_NOT_ALLOWED"),
        (World().given(state=SubscriberState.TERMINATED), THREE_MONTHS, "STATE_NOT_ALLOWED"),
        (World().owing(1), THREE_MONTHS, "ARREARS_EXIST"),
        (World(), VoluntarySuspension(0), "TERM_NOT_ALLOWED"),
        (World(), VoluntarySuspension(7), "TERM_NOT_ALLOWED"),
        (World().selling(replace(BASIC, no_suspension=True)), THREE_MONTHS, "CONTRACT_IN_FORCE"),
        (World().having(14_99), THREE_MONTHS, "DEPOSIT_REQUIRED"),
    ],
)
async def test_is_refused(world: World, request_: VoluntarySuspension, code: str) -> None:
    order = await world.asks_for("voluntary_suspension", request_)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)
    assert world.diary == []


async def test_face_alone_is_not_what_the_web_asks_for() -> None:
    world = World().with_proofs(replace(SEEN, kinds=frozenset({Proof.FACE}), channel="web"))

    with pytest.raises(Refusal) as refusal:
        await world.asks_for(
            "voluntary_suspension",
            THREE_MONTHS,
            by=Caller(ANNA.id, channel="web", customer_id=ANNA.id),
        )

    assert refusal.value.code == "VERIFICATION_REQUIRED"


async def test_a_main_line_with_sub_cards_does_not_go_away() -> None:
    main = World().with_sub_cards(SubscriberId("child"))
    card = World().with_sub_cards(SubscriberId("child"), HER_NUMBER.id)

    stays = await main.asks_for("voluntary_suspension", THREE_MONTHS)
    away = await card.asks_for("voluntary_suspension", THREE_MONTHS)

    assert (stays.state, stays.refused_with) == (OrderState.REJECTED, "SUB_CARDS_EXIST")
    assert away.state is OrderState.FULFILLED
