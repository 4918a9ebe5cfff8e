"""What was used: `usage rerate`, `usage open-data`."""

from boss.billing.v1.commands_pb2 import OpenDataAgainRequest, RerateUsageRequest
from boss.billing.v1.commands_pb2_grpc import CommandServiceStub
from bossctl.amounts import in_fen
from bossctl.client import LONG_SECONDS, Client
from bossctl.named import OR_NUMBER, subscriber_named
from bossctl.outcome import DONE
from bossctl.output import progress, say
from bossctl.words import Arguments, Parsers, command, group, with_reason
from kernel.ids import derived_id, new_id


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "usage", about="rate months again, open data that was cut off")
    act = command(
        acts, "rerate", about="rate whole months by the catalogues as they are", run=rerate
    )
    act.add_argument("--from", dest="first", required=True, metavar="MONTH", help="such as 2026-10")
    act.add_argument(
        "--to",
        dest="last",
        default="",
        metavar="MONTH",
        help="the last month, included; left out: the same",
    )
    act.add_argument(
        "--subscriber", default="", metavar="ID", help=f"left out: everybody; {OR_NUMBER}"
    )
    act.add_argument(
        "--run",
        dest="run_id",
        default="",
        metavar="ID",
        help="go on with a run that was interrupted",
    )
    with_reason(act)
    act = command(
        acts, "open-data", about="let data go on in the month it was cut off", run=open_data
    )
    act.add_argument("subscriber", metavar="ID", help=OR_NUMBER)
    with_reason(act)


async def rerate(arguments: Arguments, client: Client) -> int:
    """Have page after page rated again; what was changed in this run is not changed twice."""
    stub = CommandServiceStub(client.channels["billing"])
    request = RerateUsageRequest(
        run_id=arguments.run_id or new_id(),
        first_month=arguments.first,
        last_month=arguments.last,
        subscriber_id=await subscriber_named(arguments.subscriber, client),
        reason=arguments.reason,
        limit=_PAGE,
    )
    progress(f"run {request.run_id}")
    sums = [0] * 5
    while True:
        request.request_id = derived_id("rerate", request.run_id, request.after_subscriber_id)
        page = await client.ask("billing", stub.RerateUsage, request, seconds=LONG_SECONDS)
        further = (
            page.subscribers, page.records, page.differences, page.difference_millifen,
            page.left_alone,
        )  # fmt: skip
        sums = [before + more for before, more in zip(sums, further, strict=True)]
        if not page.next_subscriber_id:
            break
        request.after_subscriber_id = page.next_subscriber_id
        progress(f"{sums[0]} subscribers, {sums[1]} records")
    subscribers, records, differences, millifen, left_alone = sums
    say(
        f"{records} records of {subscribers} subscribers rated again",
        run_id=request.run_id,
        records=records,
        subscribers=subscribers,
    )
    say(
        f"{differences} cost something else: {in_fen(millifen)} fen together",
        differences=differences,
        difference_millifen=millifen,
    )
    if left_alone:
        say(
            f"{left_alone} stay as they are: there is no tariff for them, or nobody to charge",
            left_alone=left_alone,
        )
    return DONE


async def open_data(arguments: Arguments, client: Client) -> int:
    """Open the data of a subscriber whose cap was reached; the cap counts anew."""
    stub = CommandServiceStub(client.channels["billing"])
    named = await subscriber_named(arguments.subscriber, client)
    request = OpenDataAgainRequest(
        request_id=new_id(), subscriber_id=named, reason=arguments.reason
    )
    await client.ask("billing", stub.OpenDataAgain, request)
    say(f"data of {named} goes on", subscriber_id=named)
    return DONE


_PAGE = 50
"""Subscribers asked for at once, so that a page is answered in time."""
