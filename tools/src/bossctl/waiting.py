"""Records that are kept and not charged: `waiting list | charge | aside`."""

from boss.billing.v1.waiting_pb2 import (
    ChargeWaitingUsageRequest,
    ListWaitingUsageRequest,
    SetUsageAsideRequest,
)
from boss.billing.v1.waiting_pb2_grpc import WaitingUsageServiceStub
from bossctl.client import Client
from bossctl.outcome import DONE
from bossctl.output import say, show_table
from bossctl.quantities import shown_at_most
from bossctl.words import Arguments, Parsers, command, group, with_reason
from kernel.ids import new_id

HEADINGS = ("record", "subscriber", "kind", "begins", "quantity", "waits for", "heard")


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "waiting", about="records that are kept and not charged")
    listing = command(acts, "list", about="how many wait for what, and which", run=show)
    listing.add_argument("--reason", default="", help="such as not_begun or no_tariff")
    listing.add_argument("--limit", type=shown_at_most, default=100)
    for name, about, run in (
        ("charge", "charge one as it is told, though it seems to begin in the future", charge),
        ("aside", "never charge one", aside),
    ):
        act = command(acts, name, about=about, run=run)
        act.add_argument("record", help="the id of a usage record")
        with_reason(act)


async def show(arguments: Arguments, client: Client) -> int:
    """Print the counts and the first records, by their beginning."""
    stub = WaitingUsageServiceStub(client.channels["billing"])
    request = ListWaitingUsageRequest(reason=arguments.reason, limit=arguments.limit)
    told = await client.ask("billing", stub.ListWaitingUsage, request)
    counts = {one.reason: one.records for one in told.counts}
    if counts:
        say("\n".join(f"{reason}: {count}" for reason, count in counts.items()), counts=counts)
    rows = [
        (one.record_id, one.subscriber_id, one.kind, one.started_at.ToJsonString(),
         one.quantity, one.waits_for, one.heard_at.ToJsonString())
        for one in told.records
    ]  # fmt: skip
    show_table(HEADINGS, rows, name="records", empty="no record waits")
    return DONE


async def charge(arguments: Arguments, client: Client) -> int:
    """Charge one, and tell what it still waits for."""
    stub = WaitingUsageServiceStub(client.channels["billing"])
    request = ChargeWaitingUsageRequest(
        request_id=new_id(), record_id=arguments.record, reason=arguments.reason
    )
    done = await client.ask("billing", stub.ChargeWaitingUsage, request)
    told = f"waits for: {done.waits_for}" if done.waits_for else "charged"
    say(told, record_id=arguments.record, waits_for=done.waits_for)
    return DONE


async def aside(arguments: Arguments, client: Client) -> int:
    """Have one never charged."""
    stub = WaitingUsageServiceStub(client.channels["billing"])
    request = SetUsageAsideRequest(
        request_id=new_id(), record_id=arguments.record, reason=arguments.reason
    )
    await client.ask("billing", stub.SetUsageAside, request)
    say("set aside: it is never charged", record_id=arguments.record, set_aside=True)
    return DONE
