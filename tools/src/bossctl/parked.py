"""Events that could not be handled: `parked list | show | redrive | drop`."""

from typing import TYPE_CHECKING, Any

from boss.runtime.v1.operations_pb2 import (
    DropParkedRequest,
    ListParkedRequest,
    RedriveParkedRequest,
    ShowParkedRequest,
)
from boss.runtime.v1.operations_pb2_grpc import OperationsServiceStub
from boss.topics import TOPICS
from bossctl.client import LONG_SECONDS, Client
from bossctl.named import must_be_one_of, services_named
from bossctl.outcome import DONE, UNSUCCESSFUL, Misused
from bossctl.output import say, show_table
from bossctl.quantities import an_id
from bossctl.words import Arguments, Parsers, command, group, with_reason

if TYPE_CHECKING:
    from boss.runtime.v1.operations_pb2_grpc import OperationsServiceAsyncStub

HEADINGS = ("service", "id", "topic", "key", "type", "tries", "parked at", "cause")
MOST_BYTES = 256
"""Of a payload nobody can read, shown as hexadecimal digits."""


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "parked", about="events that could not be handled")
    listing = command(acts, "list", about="list them, oldest first", run=list_parked)
    listing.add_argument("--service", default="", help="of one service only")
    listing.add_argument("--topic", default="", help="of one topic only")
    showing = command(acts, "show", about="show one with its content", run=show_parked)
    _named(showing.add_argument)
    again = command(acts, "redrive", about="handle again, with those behind it", run=redrive)
    again.add_argument("service")
    again.add_argument("id", type=an_id, nargs="?", default=0)
    again.add_argument("--topic", default="", help="all of a topic instead of one")
    with_reason(again)
    dropping = command(acts, "drop", about="give one up", run=drop)
    _named(dropping.add_argument)
    with_reason(dropping)


async def list_parked(arguments: Arguments, client: Client) -> int:
    """List parked events of one service or of all."""
    must_be_one_of("topic", arguments.topic, TOPICS)
    services = services_named(arguments.service, client)
    rows, total = [], 0
    for service in services:
        request = ListParkedRequest(topic=arguments.topic)
        answer = await client.ask(service, _of(client, service).ListParked, request)
        total += answer.total
        for event in answer.parked:
            cause = "waits behind an earlier one" if event.behind else event.cause
            when = event.parked_at.ToJsonString()
            kind = event.event_type.rpartition(".")[2]
            rows.append(
                (service, event.id, event.topic, event.key, kind, event.attempts, when, cause)
            )
    show_table(HEADINGS, rows, empty="nothing is parked")
    if total > len(rows):
        say(f"{total} in all; name --service and --topic to see others", total=total)
    return DONE


async def show_parked(arguments: Arguments, client: Client) -> int:
    """Show one event: where it came from, why it is parked, and its content."""
    service = arguments.service
    request = ShowParkedRequest(id=arguments.id)
    answer = await client.ask(service, _of(client, service).ShowParked, request)
    event = answer.parked
    offset = f"partition {answer.partition}, offset {answer.offset}"
    where = f"topic {event.topic}, {offset}, key {event.key}"
    headers = dict(sorted(answer.headers.items()))
    say(
        f"{event.event_type or 'of no known type'} {event.event_id}\n{where}",
        event_type=event.event_type,
        event_id=event.event_id,
        topic=event.topic,
        partition=answer.partition,
        offset=answer.offset,
        key=event.key,
    )
    say(f"cause: {event.cause}\ntries: {event.attempts}", cause=event.cause, tries=event.attempts)
    say("\n".join(f"{name}: {value}" for name, value in headers.items()), headers=headers)
    first = answer.payload[:MOST_BYTES].hex(" ")
    unread = f"{len(answer.payload)} bytes nobody here can read: {first}"
    say(answer.payload_json or unread, content=answer.payload_json, payload=answer.payload.hex())
    return DONE


async def redrive(arguments: Arguments, client: Client) -> int:
    """Handle an event again through the same handler and inbox, and those behind it."""
    if bool(arguments.id) == bool(arguments.topic):
        raise Misused("Say which: the id of one event, or --topic for all of a topic.")
    must_be_one_of("topic", arguments.topic, TOPICS)
    service = arguments.service
    request = RedriveParkedRequest(id=arguments.id, topic=arguments.topic, reason=arguments.reason)
    method = _of(client, service).RedriveParked
    done = await client.ask(service, method, request, seconds=LONG_SECONDS)
    handled, left = done.handled, done.still_parked
    say(f"{handled} handled, {left} still parked", handled=handled, still_parked=left)
    if done.cause:
        say(f"the last one failed again: {done.cause}", cause=done.cause)
    return UNSUCCESSFUL if done.still_parked else DONE


async def drop(arguments: Arguments, client: Client) -> int:
    """Give an event up; later ones of its key are handled again."""
    service = arguments.service
    request = DropParkedRequest(id=arguments.id, reason=arguments.reason)
    await client.ask(service, _of(client, service).DropParked, request)
    say(f"{service} {arguments.id} is given up", service=service, dropped=arguments.id)
    return DONE


def _named(add: Any) -> None:
    add("service")
    add("id", type=an_id)


def _of(client: Client, service: str) -> "OperationsServiceAsyncStub":
    return OperationsServiceStub(client.channels[service])
