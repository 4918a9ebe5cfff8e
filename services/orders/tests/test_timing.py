"""How long orders take, and how long somebody waits who has paid: with the trace they were in."""

from collections.abc import Mapping
from datetime import timedelta

from back_office import BackOffice
from opentelemetry.sdk.trace import TracerProvider
from prometheus_client import REGISTRY
from prometheus_client.openmetrics.exposition import generate_latest

from boss.billing.v1.events_pb2 import ArrearsLevelChanged
from harness.world import ARREARS, HER_NUMBER
from kernel.clock import machine_now
from kernel.ids import new_id
from orders.arrears.domain import ArrearsNotice
from orders.arrears.edge.listeners import notice_of
from orders.arrears.storage.standing import OLDEST
from orders.arrears.storage.standing import WAITING as NOTICES_WAITING
from orders.arrears.usecases.follow_arrears import LEVEL_CHANGED
from orders.ordering.storage.standing import IN_FLIGHT, WAITING
from orders.ordering.usecases.advance_order import NetworkAnswer, network_answered
from runtime.messaging.listener import Received
from runtime.telemetry.tracing import use

MINUTE = timedelta(minutes=1)
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
TRACEPARENT = f"00-{TRACE}-00f067aa0ba902b7-01"


def number(name: str, labels: Mapping[str, str] | None = None) -> float:
    return REGISTRY.get_sample_value(name, dict(labels or {})) or 0.0


async def resumed(office: BackOffice, heard: ArrearsNotice) -> None:
    office.world.stopped(ARREARS).owing(0)
    await office.notices.add([heard])
    await office.works_until_quiet()
    ((order,),) = await office.rows("SELECT id FROM orders")
    await network_answered([NetworkAnswer(order)], uow=office.uow)
    await office.works_until_quiet()


async def test_from_the_payment_to_the_number_that_works(back_office: BackOffice) -> None:
    paid = ArrearsNotice(HER_NUMBER.id, 1, LEVEL_CHANGED, machine_now() - 3 * MINUTE, TRACEPARENT)
    before = number("kaitong_resumed_seconds_count"), number("kaitong_resumed_seconds_sum")

    await resumed(back_office, paid)

    assert number("kaitong_resumed_seconds_count") - before[0] == 1
    assert 180 <= number("kaitong_resumed_seconds_sum") - before[1] < 240


async def test_an_order_is_timed_as_far_as_it_comes_and_found_by_its_trace(
    back_office: BackOffice,
) -> None:
    use(TracerProvider())
    labels = {"process": "arrears_resumption", "state": "fulfilled"}
    stages = [labels | {"state": state} for state in ("completed", "settling", "fulfilled")]
    before = [number("kaitong_order_seconds_count", one) for one in stages]

    await resumed(
        back_office, ArrearsNotice(HER_NUMBER.id, 1, LEVEL_CHANGED, machine_now(), TRACEPARENT)
    )

    after = [number("kaitong_order_seconds_count", one) for one in stages]
    assert [now - then for then, now in zip(before, after, strict=True)] == [1, 1, 1]
    scraped = generate_latest(REGISTRY).decode()  # type: ignore[no-untyped-call]  # it has no types
    assert any(
        line.startswith("kaitong_order_seconds_bucket") and TRACE in line
        for line in scraped.splitlines()
    )


async def test_who_paid_at_a_moment_nobody_knows_is_not_timed(back_office: BackOffice) -> None:
    before = number("kaitong_resumed_seconds_count")

    await resumed(back_office, ArrearsNotice(HER_NUMBER.id, 1, LEVEL_CHANGED))

    assert number("kaitong_resumed_seconds_count") == before


def test_when_a_level_was_said_is_read_from_its_id_and_its_trace_goes_on() -> None:
    message = ArrearsLevelChanged(subscriber_id=HER_NUMBER.id, version=4)
    asked = machine_now()

    heard = notice_of(Received(message, new_id(), "t", "k", asked, traceparent=TRACEPARENT))
    foreign = notice_of(Received(message, "not-ours", "t", "k", asked))

    assert heard.said_at is not None
    assert abs(heard.said_at - asked) < MINUTE
    assert heard.traceparent == TRACEPARENT
    assert foreign.said_at is None


async def test_what_is_in_flight_tells_how_old_it_is_and_ends_with_it(
    back_office: BackOffice,
) -> None:
    async def told() -> dict[str, float]:
        rows = await back_office.rows(f"{IN_FLIGHT.text} UNION ALL {OLDEST.text}")
        return {str(row[0]): float(row[1]) for row in rows}

    back_office.world.stopped(ARREARS).owing(0)
    await back_office.notices.add(
        [ArrearsNotice(HER_NUMBER.id, 1, LEVEL_CHANGED, machine_now() - MINUTE)]
    )
    heard = await told()
    await back_office.works_until_quiet()
    ((order,),) = await back_office.rows("SELECT id FROM orders")
    asked = await told()
    await network_answered([NetworkAnswer(order)], uow=back_office.uow)
    await back_office.works_until_quiet()

    assert list(heard) == [LEVEL_CHANGED]
    assert 60 <= heard[LEVEL_CHANGED] < 120
    assert list(asked) == ["completed"]
    assert 0 <= asked["completed"] < 60
    assert await told() == {}


async def test_what_a_worker_could_take_is_counted_and_what_is_taken_is_not(
    back_office: BackOffice,
) -> None:
    async def waiting() -> dict[str, int]:
        return {
            str(row[0]): int(row[1])
            for row in await back_office.rows(f"{WAITING.text} UNION ALL {NOTICES_WAITING.text}")
        }

    nothing = await waiting()
    await back_office.notices.add([ArrearsNotice(HER_NUMBER.id, 1, LEVEL_CHANGED)])
    heard = await waiting()
    await back_office.notices.claim(lease_seconds=60)

    assert nothing == {"moving_orders": 0, "waiting_orders": 0, "arrears_heard": 0}
    assert heard == nothing | {"arrears_heard": 1}
    assert await waiting() == nothing
