"""Anna goes away for some months and wants to keep her number."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from harness.world import ANNA, AWAY, BASIC, HER_NUMBER, LESS, LOST, MONDAY, SEEN, World
from kernel.caller import Caller
from kernel.civil import months_after
from kernel.errors import Refusal
from orders.ordering.domain.appointed import TERM_END, courses, key_of
from orders.ordering.domain.facts import Stop
from orders.ordering.domain.followed import Followed
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import SetBarring
from orders.ordering.domain.policy import Policy
from orders.ordering.domain.process import Proof
from orders.ordering.domain.values import Barring, Reach, StopReason, SubscriberId, SubscriberState
from orders.processes import CATALOGUE
from orders.processes.voluntary_resumption import VoluntaryResumption
from orders.processes.voluntary_suspension import VoluntarySuspension

THREE_MONTHS = VoluntarySuspension(3)
# The same day in April begins in Shanghai.
IN_APRIL = datetime(2030, 4, 6, 16, 0, tzinfo=UTC)


def opened(at: datetime, policy: Policy | None = None) -> World:
    """Return her with a number that was opened then."""
    world = World()
    known = replace(world.facts.subscriber, activated_at=at)
    world.facts = replace(world.facts, known_subscriber=known, policy=policy or Policy())
    return world


@pytest.mark.holds("R-VS-1", "T07")
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
        (World().stopped(LOST), THREE_MONTHS, "STATE_NOT_ALLOWED"),
        (World().stopped(AWAY, LESS), THREE_MONTHS, "STATE_NOT_ALLOWED"),
        (opened(MONDAY - timedelta(days=2)), THREE_MONTHS, "SUBSCRIBER_TOO_NEW"),
        (World().given(state=SubscriberState.TERMINATED), THREE_MONTHS, "STATE_NOT_ALLOWED"),
        (World().owing(1), THREE_MONTHS, "ARREARS_EXIST"),
        (World(), VoluntarySuspension(0), "TERM_NOT_ALLOWED"),
        (World(), VoluntarySuspension(7), "TERM_NOT_ALLOWED"),
        (World().selling(replace(BASIC, no_suspension=True)), THREE_MONTHS, "CONTRACT_IN_FORCE"),
        (World().having(14_99), THREE_MONTHS, "DEPOSIT_REQUIRED"),
        (World().bound_for(timedelta(days=1)), THREE_MONTHS, "CONTRACT_IN_FORCE"),
    ],
)
@pytest.mark.holds("AC-VS-1", "G_ACTIVE")
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


@pytest.mark.holds("R-VS-3")
async def test_who_is_away_stays_longer_and_the_term_begins_anew() -> None:
    """R-VS-3, R-VS-4: renewable, each time from the day it is asked for."""
    world = World()
    first = await world.asks_for("voluntary_suspension", THREE_MONTHS)
    in_march = datetime(2030, 3, 1, 4, 0, tzinfo=UTC)
    world.at(in_march).with_proofs(replace(SEEN, valid_until=in_march + timedelta(minutes=9)))
    world.diary.clear()

    again = await world.asks_for("voluntary_suspension", VoluntarySuspension(6))

    in_september = datetime(2030, 8, 31, 16, 0, tzinfo=UTC)
    assert again.state is OrderState.FULFILLED
    assert world.diary == [
        "accounts: UseProof",
        "accounts: LiftStop",
        "accounts: AddStop",
        "billing: StartKeeping",
    ]
    assert world.facts.subscriber.suspended_until == in_september
    due = world.memory.appointments[key_of(world.subscriber_id, again.id)]
    settled_by = courses(CATALOGUE.values())[TERM_END].settled_by
    assert due.due_at == in_september
    # The first term's timer finds that it is not the last suspension any more.
    async with world.uow as uow:
        last = await uow.orders.last_fulfilled(world.subscriber_id, settled_by)
    assert last == Followed(again.id, again.process)
    assert first.id != again.id


async def test_half_a_stop_lets_calls_come_in() -> None:
    """半停 (rules 3.6): only outgoing is barred, for the same keep fee."""
    world = World()

    order = await world.asks_for("voluntary_suspension", VoluntarySuspension(1, Reach.HALF))

    half = Stop(StopReason.VOLUNTARY, Barring.ONE_WAY)
    assert order.state is OrderState.FULFILLED
    assert [change.level for change in order.plan.network if isinstance(change, SetBarring)] == [
        Barring.ONE_WAY
    ]
    assert world.facts.subscriber.stops == {half}


async def test_half_a_stop_becomes_a_whole_one_and_back() -> None:
    world = World().stopped(Stop(StopReason.VOLUNTARY, Barring.ONE_WAY))

    await world.asks_for("voluntary_suspension", VoluntarySuspension(1))
    assert world.facts.subscriber.stops == {AWAY}

    await world.asks_for("voluntary_resumption", VoluntaryResumption())
    assert world.facts.subscriber.stops == frozenset()


async def test_a_number_of_this_month_is_not_kept_yet() -> None:
    """Not in the first month (rules 2.4): from the first of the next one, in Shanghai."""
    on_the_31st = datetime(2029, 12, 31, 15, 59, tzinfo=UTC)
    on_the_1st = datetime(2029, 12, 31, 16, 0, tzinfo=UTC)
    at_once = Policy(months_before_away=0)

    old = await opened(on_the_31st).asks_for("voluntary_suspension", THREE_MONTHS)
    new = await opened(on_the_1st).asks_for("voluntary_suspension", THREE_MONTHS)
    free = await opened(MONDAY, at_once).asks_for("voluntary_suspension", THREE_MONTHS)

    assert old.state is OrderState.FULFILLED
    assert (new.state, new.refused_with) == (OrderState.REJECTED, "SUBSCRIBER_TOO_NEW")
    assert free.state is OrderState.FULFILLED


@pytest.mark.holds("R-VS-4")
async def test_how_long_is_the_operators_to_say() -> None:
    world = World().having(100_00)
    world.facts = replace(world.facts, policy=Policy(most_months_away=12))

    year = await world.asks_for("voluntary_suspension", VoluntarySuspension(12))

    assert year.state is OrderState.FULFILLED
