"""What a fulfilled order says besides: how far the number is barred now, and what is due when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from boss.values.v1 import values_pb2
from harness.world import ARREARS, LOST, MONDAY, SEEN, World
from orders.ordering.wire.messages import fulfilled
from orders.ordering.wire.orders import order_message
from orders.processes.booked_termination import BookedTermination
from orders.processes.loss_cancellation import LossCancellation
from orders.processes.loss_report import LossReport


async def test_a_booked_end_says_when_it_is_due() -> None:
    # The last hour of January in Shanghai: too late for that month.
    late = datetime(2030, 1, 31, 15, 30, tzinfo=UTC)
    seen = replace(SEEN, valid_until=late + timedelta(minutes=1))
    world = World().at(late).with_proofs(seen)

    order = await world.asks_for("booked_termination", BookedTermination())

    due_at = datetime(2030, 2, 28, 15, tzinfo=UTC)
    assert fulfilled(order, MONDAY).due_at.ToDatetime(UTC) == due_at
    assert order_message(order).due_at.ToDatetime(UTC) == due_at


async def test_what_appoints_nothing_says_no_moment() -> None:
    order = await World().asks_for("loss_report", LossReport())

    assert not fulfilled(order, MONDAY).HasField("due_at")
    assert not order_message(order).HasField("due_at")


async def test_an_order_says_how_far_it_has_the_number_barred() -> None:
    world = World()
    lost = await world.asks_for("loss_report", LossReport())
    found = await world.asks_for("loss_cancellation", LossCancellation())

    assert fulfilled(lost, MONDAY).level == values_pb2.BARRING_LEVEL_TWO_WAY
    assert fulfilled(found, MONDAY).level == values_pb2.BARRING_LEVEL_NONE


async def test_where_another_reason_holds_it_says_nothing_of_that() -> None:
    world = World().stopped(ARREARS, LOST)

    order = await world.asks_for("loss_cancellation", LossCancellation())

    assert fulfilled(order, MONDAY).level == values_pb2.BARRING_LEVEL_UNSPECIFIED
