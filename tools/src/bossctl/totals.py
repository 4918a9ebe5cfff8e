"""Control totals: what one side handed over, and what the other side took."""

from collections.abc import Iterator, Mapping, Sequence

from boss.billing.v1.questions_pb2 import CountLedgerResponse
from boss.orders.v1.questions_pb2 import CountOrdersResponse
from boss.provisioning.v1.questions_pb2 import CountChangesResponse
from boss.provisioning.v1.records_pb2 import CountRecordsResponse, ElementRecords, RefusedCount
from boss.runtime.v1.operations_pb2 import TotalsResponse
from boss.topics import (
    ORDER_COMPLETED,
    PROVISIONING_COMPLETED,
    PROVISIONING_FAILED,
    TOPICS,
    USAGE_RECORDED,
)
from bossctl.findings import Finding, equal, handed_over, handled_of

TAKEN = ("heard", "stale", "parked")
"""How a record ends at a listener; a duplicate has ended before, what was redriven was parked."""

OUT_OF_PARKING = ("redriven", "replaced", "dropped")
"""How an event that was parked ends."""

Totals = Mapping[str, TotalsResponse]


def orders_and_changes(
    orders: CountOrdersResponse, changes: CountChangesResponse, totals: Totals
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
    yield handed_over(
        "handed to provisioning",
        ("asked", orders.completed),
        ("heard", changes.orders_heard),
        aside=_aside(totals, "provisioning", ORDER_COMPLETED),
    )
    yield handed_over(
        "confirmed to orders",
        ("completed", done),
        ("confirmed", orders.confirmed),
        aside=_aside(totals, "orders", PROVISIONING_COMPLETED),
    )
    yield handed_over(
        "refused to orders",
        ("failed", failed),
        ("refused", orders.refused),
        aside=_aside(totals, "orders", PROVISIONING_FAILED),
    )


def published_and_handled(totals: Totals) -> Iterator[Finding]:
    """What the outboxes said of a topic is what each of its listeners took."""
    for topic in TOPICS.values():
        said = sum(_count(totals, service, topic.name, "said") for service in topic.said_by)
        for listener in topic.listeners:
            if listener in totals:
                taken = sum(_count(totals, listener, topic.name, kind) for kind in TAKEN)
                yield handled_of(
                    f"{topic.name} to {listener}",
                    ("said", said),
                    ("taken", taken),
                    aside=_aside(totals, listener, topic.name),
                )


def ledger(counted: CountLedgerResponse) -> Iterator[Finding]:
    """The sum of all postings is zero."""
    yield equal(f"ledger of {counted.postings} postings", ("sum", counted.sum_minor), ("zero", 0))


def records(counted: CountRecordsResponse) -> Iterator[Finding]:
    """Files of each element have no gaps, and of each line they hold it is known what it became."""
    for element in counted.elements:
        if element.element:
            yield Finding(
                what=f"files of {element.element}",
                counts=f"{element.files} seen, {element.files_missing} numbers between them not",
                holds=not element.files_missing,
            )
        done = element.records_said + element.records_refused
        yield Finding(
            what=f"records of {element.element or 'files of before'}",
            counts=f"stated {_stated(element)}, read {element.records_read}"
            f" = said {element.records_said} + refused {element.records_refused}",
            holds=element.records_read == done,
        )


def _stated(element: ElementRecords) -> str:
    without = element.files_without_trailer
    return f"{element.records_stated}" + (
        f" ({without} of {element.files} files without a trailer)" if without else ""
    )


def usage(
    counted: CountLedgerResponse,
    changes: CountChangesResponse,
    totals: Totals,
    refused: Sequence[RefusedCount] = (),
) -> Iterator[Finding]:
    """Records read from the switch = said + refused; usage heard = rated + waiting."""
    done = changes.records_said + changes.records_refused
    yield Finding(
        what="call records",
        counts=f"read {changes.records_read} = said + refused {done}",
        holds=changes.records_read == done,
        lines=[f"{one.count} {one.reason}" for one in refused],
    )
    yield handed_over(
        "usage handed to billing",
        ("said", changes.records_said),
        ("heard", counted.usage_heard),
        aside=_aside(totals, "billing", USAGE_RECORDED),
    )
    yield equal(
        "usage in billing",
        ("heard", counted.usage_heard),
        ("rated + waiting + duplicate",
         counted.usage_rated + counted.usage_waiting + counted.usage_duplicate),
    )  # fmt: skip


def _aside(totals: Totals, listener: str, topic: str) -> tuple[int, int]:
    """Tell how many events of a topic stand parked at a listener, and how many were dropped."""
    counts = [_count(totals, listener, topic, kind) for kind in OUT_OF_PARKING]
    dropped = _count(totals, listener, topic, "dropped")
    return _count(totals, listener, topic, "parked") - sum(counts), dropped


def _count(totals: Totals, service: str, topic: str, kind: str) -> int:
    told = totals.get(service, TotalsResponse()).totals
    return sum(one.count for one in told if (one.topic, one.kind) == (topic, kind))
