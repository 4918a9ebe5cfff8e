"""What is due at a moment and was refused: `appointments list | again | drop`."""

from typing import TYPE_CHECKING

from boss.runtime.v1.appointments_pb2 import (
    Appointment,
    DropAppointmentRequest,
    ListAppointmentsRequest,
    TryAppointmentAgainRequest,
)
from boss.runtime.v1.appointments_pb2_grpc import AppointmentServiceStub
from bossctl.client import Client
from bossctl.named import must_be_one_of, services_named
from bossctl.outcome import DONE
from bossctl.output import say, show_table
from bossctl.quantities import shown_at_most
from bossctl.words import Arguments, Parsers, command, group, with_reason

if TYPE_CHECKING:
    import argparse

    from boss.runtime.v1.appointments_pb2_grpc import AppointmentServiceAsyncStub

HEADINGS = ("service", "name", "key", "due at", "tries", "again at", "refusal")
PERSON = "a person decides"


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "appointments", about="what is due at a moment, and was refused")
    listing = command(acts, "list", about="list those that wait for a person", run=list_them)
    listing.add_argument("--service", default="", help="of one service only")
    listing.add_argument("--name", default="", help="of one name only")
    listing.add_argument("--of", default="", help="of one thing only, such as an account's id")
    listing.add_argument("--all", action="store_true", help="also those nobody has refused")
    listing.add_argument("--limit", type=shown_at_most, default=100, help="of each service")
    again = command(acts, "again", about="have one come again at once", run=try_again)
    _named(again)
    dropping = command(acts, "drop", about="give one up that waits for a person", run=drop)
    _named(dropping)


async def list_them(arguments: Arguments, client: Client) -> int:
    """List appointments of one service or of all."""
    services = services_named(arguments.service, client)
    request = ListAppointmentsRequest(
        all=arguments.all, name=arguments.name, thing=arguments.of, limit=arguments.limit
    )
    rows, held, names = [], 0, set[str]()
    for service in services:
        answer = await client.ask(service, _of(client, service).ListAppointments, request)
        held += answer.held
        rows += [(service, *_row(one)) for one in answer.appointments]
        names.update(answer.names)
    if names and not rows:
        must_be_one_of("appointment", arguments.name, names)
    show_table(HEADINGS, rows, empty="nothing waits for a person")
    is_all = not (arguments.name or arguments.of)
    if is_all and held > len(rows):
        say(f"{held} wait for a person in all; name --service and --name", held=held)
    return DONE


async def try_again(arguments: Arguments, client: Client) -> int:
    """Have an appointment come again; its moment stays what it was."""
    service, name, key = arguments.service, arguments.name, arguments.key
    request = TryAppointmentAgainRequest(name=name, key=key, reason=arguments.reason)
    await client.ask(service, _of(client, service).TryAppointmentAgain, request)
    say(f"{service} {name} {key} comes again", again=key)
    return DONE


async def drop(arguments: Arguments, client: Client) -> int:
    """Give an appointment up: what it wanted is not done."""
    service, name, key = arguments.service, arguments.name, arguments.key
    request = DropAppointmentRequest(name=name, key=key, reason=arguments.reason)
    await client.ask(service, _of(client, service).DropAppointment, request)
    say(f"{service} {name} {key} is given up", dropped=key)
    return DONE


def _row(appointment: Appointment) -> tuple[object, ...]:
    again = appointment.again_at.ToJsonString() if appointment.HasField("again_at") else ""
    again = PERSON if appointment.HasField("held_at") else again
    return (
        appointment.name,
        appointment.key,
        appointment.due_at.ToJsonString(),
        appointment.attempts,
        again,
        appointment.refusal,
    )


def _named(act: "argparse.ArgumentParser") -> None:
    act.add_argument("service")
    act.add_argument("name")
    act.add_argument("key")
    with_reason(act)


def _of(client: Client, service: str) -> "AppointmentServiceAsyncStub":
    return AppointmentServiceStub(client.channels[service])
