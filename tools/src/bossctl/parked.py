"""Events that could not be handled: `parked list | show | redrive | drop`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from boss.runtime.v1.operations_pb2 import (
    DropParkedRequest,
    ListParkedRequest,
    RedriveParkedRequest,
    ShowParkedRequest,
)
from boss.runtime.v1.operations_pb2_grpc import OperationsServiceStub
from bossctl.desk import LONG_SECONDS, Desk
from bossctl.outcome import DONE, UNSUCCESSFUL, Misused
from bossctl.table import table
from bossctl.words import Arguments, Parsers, command, group, with_reason

if TYPE_CHECKING:
    from boss.runtime.v1.operations_pb2_grpc import OperationsServiceAsyncStub

HEADINGS = ("service", "id", "topic", "key", "type", "tries", "parked at", "cause")


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "parked", about="events that could not be handled")
    listing = command(acts, "list", about="list them, oldest first", run=list_parked)
    listing.add_argument("--service", default="", help="of one service only")
    listing.add_argument("--topic", default="", help="of one topic only")
    showing = command(acts, "show", about="show one with its content", run=show_parked)
    _named(showing.add_argument)
    again = command(acts, "redrive", about="handle again, with those behind it", run=redrive)
    again.add_argument("service")
    again.add_argument("id", type=int, nargs="?", default=0)
    again.add_argument("--topic", default="", help="all of a topic instead of one")
    with_reason(again)
    dropping = command(acts, "drop", about="give one up", run=drop)
    _named(dropping.add_argument)
    with_reason(dropping)


async def list_parked(arguments: Arguments, desk: Desk) -> int:
    """List parked events of one service or of all."""
    services: Sequence[str] = (arguments.service,) if arguments.service else desk.peers
    rows, total = [], 0
    for service in services:
        request = ListParkedRequest(topic=arguments.topic)
        found = await desk.ask(service, _of(desk, service).ListParked, request)
        total += found.total
        for one in found.parked:
            cause = "waits behind an earlier one" if one.behind else one.cause
            when = one.parked_at.ToJsonString()
            kind = one.event_type.rpartition(".")[2]
            rows.append((service, one.id, one.topic, one.key, kind, one.attempts, when, cause))
    print(table(HEADINGS, rows) if rows else "nothing is parked")
    if total > len(rows):
        print(f"{total} in all; name --service and --topic to see others")
    return DONE


async def show_parked(arguments: Arguments, desk: Desk) -> int:
    """Show one event: where it came from, why it is parked, and its content."""
    service = arguments.service
    request = ShowParkedRequest(id=arguments.id)
    found = await desk.ask(service, _of(desk, service).ShowParked, request)
    one = found.parked
    print(f"{one.event_type} {one.event_id}\ntopic {one.topic}, partition {found.partition}, ")
    print(f"offset {found.offset}, key {one.key}\ncause: {one.cause}\ntries: {one.attempts}")
    for name, value in sorted(found.headers.items()):
        print(f"{name}: {value}")
    print(found.payload_json or f"{len(found.payload)} bytes nobody here can read")
    return DONE


async def redrive(arguments: Arguments, desk: Desk) -> int:
    """Handle an event again through the same handler and inbox, and those behind it."""
    if bool(arguments.id) == bool(arguments.topic):
        raise Misused("Say which: the id of one event, or --topic for all of a topic.")
    service = arguments.service
    request = RedriveParkedRequest(id=arguments.id, topic=arguments.topic, reason=arguments.reason)
    method = _of(desk, service).RedriveParked
    done = await desk.ask(service, method, request, seconds=LONG_SECONDS)
    print(f"{done.handled} handled, {done.still_parked} still parked")
    if done.cause:
        print(f"the last one failed again: {done.cause}")
    return UNSUCCESSFUL if done.still_parked else DONE


async def drop(arguments: Arguments, desk: Desk) -> int:
    """Give an event up; later ones of its key are handled again."""
    service = arguments.service
    request = DropParkedRequest(id=arguments.id, reason=arguments.reason)
    await desk.ask(service, _of(desk, service).DropParked, request)
    print(f"{service} {arguments.id} is given up")
    return DONE


def _named(add: Any) -> None:
    add("service")
    add("id", type=int)


def _of(desk: Desk, service: str) -> "OperationsServiceAsyncStub":
    return OperationsServiceStub(desk.channels[service])
