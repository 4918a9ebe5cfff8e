"""The business clock of all services: `clock show`, `clock run`."""

from datetime import UTC

from boss.runtime.v1.operations_pb2 import QuietRequest, QuietResponse, SetClockRequest
from boss.runtime.v1.operations_pb2_grpc import OperationsServiceStub
from bossctl.client import Client
from bossctl.outcome import DONE
from bossctl.output import say, show_table
from bossctl.words import Arguments, Parsers, command, group

HEADINGS = (
    "service", "business time", "stands", "quiet", "outbox", "unheard", "busy", "next due",
    "newest fact",
)  # fmt: skip


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "clock", about="the business clock")
    command(acts, "show", about="show each service's time, and what moves there", run=run)
    about = "let a clock that stands run on from there"
    command(acts, "run", about=about, run=run_on)


async def run(arguments: Arguments, client: Client) -> int:
    """Print the business time of every service, what it still does, and what is due next."""
    del arguments
    rows = []
    for service, clock in (await _seen(client)).items():
        due = clock.next_due.ToJsonString() if clock.HasField("next_due") else ""
        quiet = "yes" if clock.quiet else "no"
        busy = ", ".join(clock.busy)
        now, stands = clock.now.ToJsonString(), "yes" if clock.stands else "no"
        newest = clock.newest_fact.ToJsonString() if clock.HasField("newest_fact") else ""
        waits = (clock.outbox_waiting, clock.unheard)
        rows.append((service, now, stands, quiet, *waits, busy, due, newest))
    show_table(HEADINGS, rows)
    return DONE


async def run_on(arguments: Arguments, client: Client) -> int:
    """Let every clock that stands run on from the latest moment; where it runs, nothing is done."""
    del arguments
    seen = await _seen(client)
    latest = max((one.now for one in seen.values()), key=lambda now: now.ToDatetime(UTC))
    request = SetClockRequest(instant=latest, runs_on=True)
    standing = [service for service, one in seen.items() if one.stands]
    for service in standing:
        stub = OperationsServiceStub(client.channels[service])
        await client.ask(service, stub.SetClock, request)
    now = latest.ToJsonString()
    told = f"It runs on from {now}." if standing else f"It runs: {now}."
    say(told, now=now, stands=False)
    return DONE


async def _seen(client: Client) -> dict[str, QuietResponse]:
    return {
        service: await client.ask(
            service, OperationsServiceStub(client.channels[service]).Quiet, QuietRequest()
        )
        for service in client.peers
    }
