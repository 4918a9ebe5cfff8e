"""The way of one order through all services: `trace ORDER`."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from boss.runtime.v1.operations_pb2 import ListSpansRequest, Span
from boss.runtime.v1.operations_pb2_grpc import OperationsServiceStub
from bossctl.client import Client
from bossctl.named import must_be_an_order
from bossctl.outcome import DONE, Unsuccessful
from bossctl.output import say
from bossctl.table import table
from bossctl.words import Arguments, Parsers, command
from kernel.errors import Refusal

MOST_SPANS = 5_000
SETTLING_SECONDS, MOST_LOOKS = 0.6, 5
"""Services write spans twice a second: what is the same after so long is all there is."""


def add_words(parsers: Parsers) -> None:
    about = "show the way of an order: REST, gRPC, Kafka, the network, and back"
    command(parsers, "trace", about=about, run=run).add_argument("order", help="the order's id")


async def run(arguments: Arguments, client: Client) -> int:
    """Print the tree of spans of all services, with the moment and the duration of each."""
    must_be_an_order(arguments.order)
    answers = await _settled(client, arguments.order)
    spans = _all(answers)
    silent = [problem for problem in answers if isinstance(problem, str)]
    if not spans:
        told = "; ".join(silent) or "every service was asked"
        raise Unsuccessful(
            f"No service kept a span of order {arguments.order} ({told}). Spans are kept for two "
            "days and written within a second: see `bossctl orders show` whether the order exists."
        )
    say(drawn(spans), spans=[_as_json(span, depth) for depth, span in tree(spans)])
    for problem in silent:
        say(f"not complete: {problem}")
    return DONE


async def _settled(client: Client, order_id: str) -> Sequence[list[Span] | str]:
    """Return what every service kept, once none of them adds to it."""
    number = -1
    for _ in range(MOST_LOOKS):
        answers = await asyncio.gather(*(_spans(client, one, order_id) for one in client.peers))
        before, number = number, len(_all(answers))
        if number == before:
            break
        await asyncio.sleep(SETTLING_SECONDS)
    return answers


def _all(answers: Sequence[list[Span] | str]) -> list[Span]:
    return [span for of_service in answers if isinstance(of_service, list) for span in of_service]


async def _spans(client: Client, service: str, order_id: str) -> list[Span] | str:
    stub = OperationsServiceStub(client.channels[service])
    request = ListSpansRequest(order_id=order_id, limit=MOST_SPANS)
    try:
        return list((await client.ask(service, stub.ListSpans, request)).spans)
    except (Unsuccessful, Refusal) as problem:
        return str(problem)


def drawn(spans: Sequence[Span]) -> str:
    """Return the spans as a tree; moments count from the first."""
    began = min(_start(span) for span in spans)
    rows = [
        (
            f"+{(_start(span) - began).total_seconds() * 1000:.1f} ms",
            f"{span.duration / 1000:.1f} ms",
            span.service,
            f"{'  ' * depth}{span.name}",
            _remark(span),
        )
        for depth, span in tree(spans)
    ]
    whole = max(_start(span).timestamp() + span.duration / 1e6 for span in spans)
    headings = ("at", "took", "service", "what", "")
    total = (whole - began.timestamp()) * 1000
    return f"{table(headings, rows)}\n{len(spans)} spans, {total:.1f} ms in all"


def tree(spans: Sequence[Span]) -> Iterator[tuple[int, Span]]:
    """Give each span behind its parent, with its depth; one whose parent is not kept is a root."""
    by_id = {span.span_id: span for span in spans}
    children: Mapping[str, list[Span]] = defaultdict(list)
    for span in sorted(by_id.values(), key=_start):
        children[span.parent_span_id if span.parent_span_id in by_id else ""].append(span)
    waiting = [(0, span) for span in reversed(children[""])]
    while waiting:
        depth, span = waiting.pop()
        yield depth, span
        waiting += [(depth + 1, child) for child in reversed(children[span.span_id])]


def _as_json(span: Span, depth: int) -> dict[str, object]:
    return {
        "at": _start(span).isoformat(),
        "duration_microseconds": span.duration,
        "service": span.service,
        "depth": depth,
        "name": span.name,
        "kind": span.kind,
        "error": span.error,
        "attributes": dict(span.attributes),
    }


def _start(span: Span) -> datetime:
    return span.started_at.ToDatetime(UTC)


def _remark(span: Span) -> str:
    if span.error:
        return f"error: {span.error}"
    refusal = span.attributes.get("refusal", "")
    return f"refused: {refusal}" if refusal else ""
