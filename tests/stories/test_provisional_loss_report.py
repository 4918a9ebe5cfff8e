"""Anna's handset is gone, and all she can say on the telephone is who she is."""

from dataclasses import replace

import pytest

from harness.world import ANNA, AWAY, LOST, NEW_SIM, SEEN, World
from kernel.caller import Caller
from kernel.errors import Refusal
from orders.ordering.domain.appointed import PROVISIONAL_LOSS_END, courses, key_of
from orders.ordering.domain.lifecycle import OrderState
from orders.ordering.domain.network import SetBarring
from orders.ordering.domain.order import Order
from orders.ordering.domain.policy import USUAL
from orders.ordering.domain.steps import AddStop
from orders.ordering.domain.values import Proof
from orders.ordering.usecases.open_due import open_due
from orders.processes import CATALOGUE
from orders.processes.loss_cancellation import LossCancellation
from orders.processes.loss_report import LossReport
from orders.processes.provisional_loss_report import ProvisionalLossReport
from orders.processes.sim_swap import SimSwap, SwapKind

CALLS = Caller(ANNA.id, channel="hotline", customer_id=ANNA.id)
COURSE = courses(CATALOGUE.values())[PROVISIONAL_LOSS_END]
CONFIRMED = (
    ("loss_report", LossReport()),
    ("loss_cancellation", LossCancellation()),
    ("sim_swap", SimSwap(NEW_SIM.iccid, kind=SwapKind.LOST)),
)


def on_the_telephone(world: World | None = None, proof: Proof = Proof.PAPER_KNOWN) -> World:
    known = replace(SEEN, kinds=frozenset({proof}), channel="hotline")
    return (world or World()).with_proofs(known)


async def calls(world: World) -> Order:
    return await world.asks_for("provisional_loss_report", ProvisionalLossReport(), by=CALLS)


def test_a_report_knows_all_that_may_have_ended_a_provisional_one() -> None:
    assert set(CATALOGUE["loss_report"].follows) == set(COURSE.settled_by)


@pytest.mark.holds("R-SIM-5", "T08")
async def test_it_stops_both_ways_for_two_days() -> None:
    world = on_the_telephone()

    order = await calls(world)

    assert order.state is OrderState.FULFILLED
    assert world.diary == ["accounts: UseProof", "provisioning: SetBarring", "accounts: AddStop"]
    assert world.facts.subscriber.stops == {LOST}
    due = world.memory.appointments[key_of(world.subscriber_id, order.id)]
    assert due.due_at == world.facts.now + USUAL.provisional_loss


@pytest.mark.parametrize(("process", "request_"), CONFIRMED)
@pytest.mark.holds("R-SIM-5")
async def test_who_was_checked_since_is_not_opened_by_its_end(
    process: str, request_: object
) -> None:
    world = on_the_telephone()
    reported = await calls(world)
    await world.with_proofs(SEEN).asks_for(process, request_)

    order = await open_due(
        COURSE, key_of(world.subscriber_id, reported.id), order=reported.id, uow=world.uow
    )

    assert order is None


@pytest.mark.holds("R-SIM-5")
async def test_confirmed_it_stays_and_nothing_is_done_twice() -> None:
    world = on_the_telephone()
    await calls(world)
    before = len(world.diary)

    order = await world.with_proofs(SEEN).asks_for("loss_report", LossReport())

    assert order.state is OrderState.FULFILLED
    assert world.diary[before:] == ["accounts: UseProof"]
    assert world.facts.subscriber.stops == {LOST}


async def test_confirmed_once_it_is_not_confirmed_again() -> None:
    world = on_the_telephone()
    await calls(world)
    await world.with_proofs(SEEN).asks_for("loss_report", LossReport())

    again = await world.with_proofs(SEEN).asks_for("loss_report", LossReport())

    assert (again.state, again.refused_with) == (OrderState.REJECTED, "STATE_NOT_ALLOWED")


async def test_who_knows_a_paper_does_not_keep_a_number_stopped() -> None:
    world = on_the_telephone()
    for _ in range(USUAL.provisional_losses_a_month):
        await calls(on_the_telephone(world))
        await world.with_proofs(SEEN).asks_for("loss_cancellation", LossCancellation())

    order = await calls(on_the_telephone(world))

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "LOSS_LIMIT_EXCEEDED")


async def test_it_is_for_the_telephone_alone() -> None:
    in_the_app = Caller(ANNA.id, channel="app", customer_id=ANNA.id)

    with pytest.raises(Refusal) as refusal:
        await World().asks_for("provisional_loss_report", ProvisionalLossReport(), by=in_the_app)

    assert refusal.value.code == "CHANNEL_NOT_ALLOWED"


async def test_is_refused_where_nobody_can_use_it_anyway() -> None:
    order = await calls(on_the_telephone(World().stopped(AWAY)))

    assert (order.state, order.refused_with) == (OrderState.REJECTED, "STATE_NOT_ALLOWED")


async def test_books_are_as_before_when_the_network_refuses() -> None:
    world = on_the_telephone(World(refuses=SetBarring))

    order = await calls(world)

    assert (order.state, order.refused_with) == (OrderState.FAILED, "NETWORK_SAYS_NO")
    assert world.facts.subscriber.stops == frozenset()
    assert world.memory.appointments == {}


async def test_person_is_asked_when_the_stop_cannot_be_kept() -> None:
    order = await calls(on_the_telephone(World(refuses=AddStop)))

    assert order.state is OrderState.HELD
