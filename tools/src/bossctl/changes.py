"""What the network was told: `changes list | retry | refuse`."""

from boss.provisioning.v1.commands_pb2 import RefuseChangeRequest, RetryChangeRequest
from boss.provisioning.v1.commands_pb2_grpc import CommandServiceStub
from boss.provisioning.v1.questions_pb2 import Change, ListChangesRequest
from boss.provisioning.v1.questions_pb2_grpc import QuestionServiceStub
from bossctl.client import Client
from bossctl.outcome import DONE
from bossctl.output import show_table
from bossctl.quantities import shown_at_most
from bossctl.words import Arguments, Parsers, command, group, with_reason
from kernel.ids import new_id

STATES = ("queued", "sent", "accepted", "verified", "refused", "held")
HEADINGS = ("id", "order", "what", "state", "tries", "changed at", "element says")


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "changes", about="what the network was told")
    listing = command(acts, "list", about="list those not verified", run=list_changes)
    listing.add_argument("--state", choices=STATES, default="")
    listing.add_argument("--order", default="", help="of one order only")
    listing.add_argument("--limit", type=shown_at_most, default=100)
    for name, about, run in (
        ("retry", "send a held change again", retry),
        ("refuse", "give a held change up; its order is undone", refuse),
    ):
        act = command(acts, name, about=about, run=run)
        act.add_argument("id")
        with_reason(act)


async def list_changes(arguments: Arguments, client: Client) -> int:
    """List changes, those not verified unless a state is named."""
    stub = QuestionServiceStub(client.channels["provisioning"])
    request = ListChangesRequest(
        state=arguments.state, order_id=arguments.order, limit=arguments.limit
    )
    answer = await client.ask("provisioning", stub.ListChanges, request)
    rows = [_row(one) for one in answer.changes]
    show_table(HEADINGS, rows)
    return DONE


async def retry(arguments: Arguments, client: Client) -> int:
    """Send a held change again."""
    stub = CommandServiceStub(client.channels["provisioning"])
    request = RetryChangeRequest(
        request_id=new_id(), change_id=arguments.id, reason=arguments.reason
    )
    answer = await client.ask("provisioning", stub.RetryChange, request)
    show_table(HEADINGS, [_row(answer.change)])
    return DONE


async def refuse(arguments: Arguments, client: Client) -> int:
    """Give a held change up; orders undoes its order."""
    stub = CommandServiceStub(client.channels["provisioning"])
    request = RefuseChangeRequest(
        request_id=new_id(), change_id=arguments.id, reason=arguments.reason
    )
    answer = await client.ask("provisioning", stub.RefuseChange, request)
    show_table(HEADINGS, [_row(answer.change)])
    return DONE


def _row(change: Change) -> tuple[object, ...]:
    says = f"{change.element_code} {change.element_says}".strip()
    what = change.what.WhichOneof("change") or ""
    when = change.changed_at.ToJsonString()
    return (change.id, change.order_id, what, change.state, change.tries, when, says)
