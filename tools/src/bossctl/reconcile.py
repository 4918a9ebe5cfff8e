"""Compares what the services hold with each other and with the network: `reconcile [--repair]`."""

import asyncio
from collections.abc import Sequence

from boss.billing.v1.questions_pb2 import CountLedgerRequest
from boss.billing.v1.questions_pb2_grpc import QuestionServiceStub as BillingQuestions
from boss.orders.v1.commands_pb2 import ReconcileArrearsRequest
from boss.orders.v1.commands_pb2_grpc import CommandServiceStub as OrdersCommands
from boss.orders.v1.questions_pb2 import CountOrdersRequest
from boss.orders.v1.questions_pb2_grpc import QuestionServiceStub as OrdersQuestions
from boss.provisioning.v1.commands_pb2 import RepairRequest
from boss.provisioning.v1.commands_pb2_grpc import CommandServiceStub as ProvisioningCommands
from boss.provisioning.v1.questions_pb2 import CompareRequest, CountChangesRequest, Difference
from boss.provisioning.v1.questions_pb2_grpc import QuestionServiceStub as ProvisioningQuestions
from boss.provisioning.v1.records_pb2 import CountRecordsRequest
from boss.provisioning.v1.records_pb2_grpc import RecordServiceStub
from boss.runtime.v1.operations_pb2 import TotalsRequest, TotalsResponse
from boss.runtime.v1.operations_pb2_grpc import OperationsServiceStub
from boss.values.v1.values_pb2 import BarringLevel
from bossctl import totals
from bossctl.client import LONG_SECONDS, Client
from bossctl.findings import Finding
from bossctl.outcome import DONE, UNSUCCESSFUL
from bossctl.output import say
from bossctl.words import Arguments, Parsers, command
from kernel.ids import new_id
from kernel.masking import mask_msisdn

PAGE = 500
"""Numbers compared with the network in one call."""
MOST_SHOWN = 50


def add_words(parsers: Parsers) -> None:
    about = "compare control totals, wanted levels and the network; --repair restores"
    act = command(parsers, "reconcile", about=about, run=run)
    act.add_argument(
        "--repair",
        action="store_true",
        help="place missing orders, and restore in the network what orders asked for",
    )


async def run(arguments: Arguments, client: Client) -> int:
    """Print every comparison; 1 where one does not hold and was not repaired."""
    findings = [
        *await counted(client),
        await arrears(client, repairs=arguments.repair),
        await network(client, repairs=arguments.repair),
    ]
    say("\n".join(map(str, findings)), findings=[finding.as_json() for finding in findings])
    off = [finding for finding in findings if not finding.holds]
    if not off:
        say("everything agrees", agrees=True)
        return DONE
    say(
        f"{len(off)} of {len(findings)} comparisons do not hold. While orders move, counts differ "
        "for a moment: see `bossctl clock show` for quiet, then `parked list` and `changes list`.",
        agrees=False,
    )
    return UNSUCCESSFUL


async def counted(client: Client) -> Sequence[Finding]:
    """Compare the control totals of every hand-over."""
    ask_orders = OrdersQuestions(client.channels["orders"])
    ask_provisioning = ProvisioningQuestions(client.channels["provisioning"])
    ask_billing = BillingQuestions(client.channels["billing"])
    ask_records = RecordServiceStub(client.channels["provisioning"])
    orders, changes, counted_records, ledger, said = await asyncio.gather(
        client.ask("orders", ask_orders.CountOrders, CountOrdersRequest()),
        client.ask("provisioning", ask_provisioning.CountChanges, CountChangesRequest()),
        client.ask("provisioning", ask_records.CountRecords, CountRecordsRequest()),
        client.ask("billing", ask_billing.CountLedger, CountLedgerRequest()),
        asyncio.gather(*(_totals(client, service) for service in client.peers)),
    )
    told = dict(zip(client.peers, said, strict=True))
    return [
        *totals.orders_and_changes(orders, changes, told),
        *totals.published_and_handled(told),
        *totals.ledger(ledger),
        *totals.records(counted_records),
        *totals.usage(ledger, changes, told, counted_records.refused),
    ]


async def arrears(client: Client, *, repairs: bool) -> Finding:
    """Compare the levels credit control wants with the stops; repairing places orders."""
    stub = OrdersCommands(client.channels["orders"])
    request = ReconcileArrearsRequest(request_id=new_id(), dry_run=not repairs)
    answer = await client.ask("orders", stub.ReconcileArrears, request, seconds=LONG_SECONDS)
    number = len(answer.placed_for)
    done = "an order was placed for" if repairs else "an order is missing for"
    return Finding(
        what="wanted levels and stops",
        counts=f"{answer.compared} compared, {number} differ",
        holds=repairs or number == 0,
        lines=[f"{done} {subscriber}" for subscriber in answer.placed_for[:MOST_SHOWN]],
    )


async def network(client: Client, *, repairs: bool) -> Finding:
    """Compare every subscription with the network; repairing restores what orders asked for."""
    differences, compared, skipped = await _differences(client)
    lines = [_line(one) for one in differences]
    left = len(differences)
    if repairs and differences:
        stub = ProvisioningCommands(client.channels["provisioning"])
        numbers = sorted({one.msisdn for one in differences})
        request = RepairRequest(request_id=new_id(), msisdns=numbers)
        done = await client.ask("provisioning", stub.Repair, request, seconds=LONG_SECONDS)
        lines = [
            *(f"repaired: {_line(one)}" for one in done.repaired),
            *(f"left: {_line(one)}" for one in done.left),
        ]
        left = len(done.left)
    return Finding(
        what="network and what orders asked for",
        counts=f"{compared} compared, {len(differences)} differ, {skipped} in flight and skipped",
        holds=left == 0,
        lines=lines[:MOST_SHOWN],
    )


async def _differences(client: Client) -> tuple[list[Difference], int, int]:
    stub = ProvisioningQuestions(client.channels["provisioning"])
    differences: list[Difference] = []
    after, compared, skipped = "", 0, 0
    while True:
        request = CompareRequest(after_msisdn=after, limit=PAGE)
        page = await client.ask("provisioning", stub.Compare, request, seconds=LONG_SECONDS)
        differences += page.differences
        compared, skipped = compared + page.compared, skipped + page.skipped
        if not page.last_msisdn or page.last_msisdn <= after:
            return differences, compared, skipped
        after = page.last_msisdn


async def _totals(client: Client, service: str) -> TotalsResponse:
    stub = OperationsServiceStub(client.channels[service])
    return await client.ask(service, stub.Totals, TotalsRequest())


def _line(difference: Difference) -> str:
    wanted = BarringLevel.Name(difference.desired.level).removeprefix("BARRING_LEVEL_").lower()
    seen = BarringLevel.Name(difference.actual.level).removeprefix("BARRING_LEVEL_").lower()
    levels = f" (wanted {wanted}, found {seen})" if difference.kind == "level_differs" else ""
    return f"{mask_msisdn(difference.msisdn)} {difference.kind}{levels}"
