"""Top-ups customers asked for: `payment asked [--status pending]`."""

from boss.billing.v1.top_ups_pb2 import ListTopUpsRequest, TopUp
from boss.billing.v1.top_ups_pb2_grpc import TopUpServiceStub
from bossctl.amounts import shown
from bossctl.client import Client
from bossctl.named import OR_NUMBER, account_named
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
    listing.add_argument(
        "--account", default="", help=f"for this account; left out: for all; {OR_NUMBER}"
    )
    listing.add_argument("--status", choices=STATUSES, default="")
    listing.add_argument("--limit", type=shown_at_most, default=100)


async def show(arguments: Arguments, client: Client) -> int:
    """List them, with what was collected where that is known."""
    stub = TopUpServiceStub(client.channels["billing"])
    named = await account_named(arguments.account, client)
    request = ListTopUpsRequest(status=arguments.status, account_id=named, limit=arguments.limit)
    top_ups = (await client.ask("billing", stub.ListTopUps, request)).top_ups
    show_table(HEADINGS, map(_row, top_ups))
    return DONE


def _row(top_up: TopUp) -> tuple[object, ...]:
    return (
        top_up.id, top_up.status, top_up.account_id, shown(top_up.amount),
        shown(top_up.paid) if top_up.HasField("paid") else "",
        shown(top_up.owed_back) if top_up.HasField("owed_back") else "", top_up.provider,
        top_up.asked_at.ToJsonString(), top_up.asked_by,
    )  # fmt: skip
