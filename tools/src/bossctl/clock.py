"""The business clock of all services: `clock show`."""

from boss.runtime.v1.operations_pb2 import QuietRequest
from boss.runtime.v1.operations_pb2_grpc import OperationsServiceStub
from bossctl.desk import Desk
from bossctl.outcome import DONE
from bossctl.output import show_table
from bossctl.words import Arguments, Parsers, command, group

HEADINGS = ("service", "business time", "quiet", "outbox", "unheard", "busy", "next due")


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "clock", about="the business clock")
    command(acts, "show", about="show each service's time, and what moves there", run=run)


async def run(arguments: Arguments, desk: Desk) -> int:
    """Print the business time of every service, what it still does, and what is due next."""
    del arguments
    rows = []
    for service in desk.peers:
        stub = OperationsServiceStub(desk.channels[service])
        one = await desk.ask(service, stub.Quiet, QuietRequest())
        due = one.next_due.ToJsonString() if one.HasField("next_due") else ""
        quiet = "yes" if one.quiet else "no"
        busy = ", ".join(one.busy)
        now = one.now.ToJsonString()
        rows.append((service, now, quiet, one.outbox_waiting, one.unheard, busy, due))
    show_table(HEADINGS, rows)
    return DONE
