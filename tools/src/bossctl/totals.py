"""Control totals: what one side handed over, and what the other side took."""

from collections.abc import Iterator, Mapping

from boss.billing.v1.questions_pb2 import CountLedgerResponse
from boss.orders.v1.questions_pb2 import CountOrdersResponse
from boss.provisioning.v1.questions_pb2 import CountChangesResponse
from boss.runtime.v1.operations_pb2 import TotalsResponse
from boss.topics import TOPICS
from bossctl.findings import Finding, equal

TAKEN = ("heard", "stale", "parked")
"""How a record ends at a listener; a duplicate has ended before, what was redriven was parked."""

Totals = Mapping[str, TotalsResponse]


def orders_and_changes(
    orders: CountOrdersResponse, changes: CountChangesResponse
) -> Iterator[Finding]:
    """Orders with network changes completed = provisioned + failed + in flight, on both sides."""
    yield equal(
        "orders with network changes, by orders",
        ("completed", orders.completed),
        ("confirmed + refused + in flight", orders.confirmed + orders.refused + orders.in_flight),
    )
    done, failed = changes.orders_completed, changes.orders_failed
    waiting = changes.orders_in_flight + changes.orders_held
    yield equal(
        "orders with network changes, by provisioning",
        ("heard", changes.orders_heard),
        ("completed + failed + in flight", done + failed + waiting),
    )
    yield equal(
        "handed to provisioning", ("asked", orders.completed), ("heard", changes.orders_heard)
    )
    yield equal("confirmed to orders", ("confirmed", orders.confirmed), ("completed", done))
    yield equal("refused to orders", ("refused", orders.refused), ("failed", failed))


def said_and_heard(totals: Totals) -> Iterator[Finding]:
    """What the outboxes said of a topic is what each of its listeners took."""
    for topic in TOPICS.values():
        said = sum(_count(totals, service, topic.name, "said") for service in topic.said_by)
        for listener in topic.listeners:
            if listener in totals:
                taken = sum(_count(totals, listener, topic.name, kind) for kind in TAKEN)
                yield equal(f"{topic.name} to {listener}", ("said", said), ("taken", taken))


def ledger(counted: CountLedgerResponse) -> Iterator[Finding]:
    """The sum of all postings is zero."""
    yield equal(f"ledger of {counted.postings} postings", ("sum", counted.sum_minor), ("zero", 0))


def usage(counted: CountLedgerResponse, changes: CountChangesResponse) -> Iterator[Finding]:
    """Records read from the switch = said + refused; usage heard = rated + waiting."""
    yield equal(
        "call records",
        ("read", changes.records_read),
        ("said + refused", changes.records_said + changes.records_refused),
    )
    yield equal(
        "usage handed to billing",
        ("said", changes.records_said),
        ("heard", counted.usage_heard),
    )
    yield equal(
        "usage in billing",
        ("heard", counted.usage_heard),
        ("rated + waiting + duplicate",
         counted.usage_rated + counted.usage_waiting + counted.usage_duplicate),
    )  # fmt: skip


def _count(totals: Totals, service: str, topic: str, kind: str) -> int:
    told = totals.get(service, TotalsResponse()).totals
    return sum(one.count for one in told if (one.topic, one.kind) == (topic, kind))
