"""Top-ups customers asked for: `payment asked [--status pending]`."""

from boss.billing.v1.top_ups_pb2 import ListTopUpsRequest, TopUp
from boss.billing.v1.top_ups_pb2_grpc import TopUpServiceStub
from bossctl.amounts import shown
from bossctl.client import Client
from bossctl.outcome import DONE
from bossctl.output import show_table
from bossctl.quantities import shown_at_most
from bossctl.words import Arguments, Parsers, command

HEADINGS = ("id", "status", "account", "asked for", "collected", "owed back", "provider",
            "asked at", "asked by")  # fmt: skip
STATUSES = ("pending", "done", "failed", "expired")


def add_words_to(acts: Parsers) -> None:
    """Add it to the commands about payments."""
    about = "list top-ups customers asked for, newest first, and what their provider said"
    listing = command(acts, "asked", about=about, run=show)
    listing.add_argument("--account", default="", help="for this account; left out: for all")
    listing.add_argument("--status", choices=STATUSES, default="")
    listing.add_argument("--limit", type=shown_at_most, default=100)


async def show(arguments: Arguments, client: Client) -> int:
    """List them, with what was collected where that is known."""
    stub = TopUpServiceStub(client.channels["billing"])
    request = ListTopUpsRequest(
        status=arguments.status, account_id=arguments.account, limit=arguments.limit
    )
    found = (await client.ask("billing", stub.ListTopUps, request)).top_ups
    show_table(HEADINGS, map(_row, found))
    return DONE


def _row(one: TopUp) -> tuple[object, ...]:
    return (
        one.id, one.status, one.account_id, shown(one.amount),
        shown(one.paid) if one.HasField("paid") else "",
        shown(one.owed_back) if one.HasField("owed_back") else "", one.provider,
        one.asked_at.ToJsonString(), one.asked_by,
    )  # fmt: skip
