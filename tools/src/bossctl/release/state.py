"""What moves and what stands in the services: `upgrade state`; asked in bossctl's pod."""

import json
from collections.abc import Mapping, Sequence

from boss.orders.v1.questions_pb2 import ListOrdersRequest
from boss.orders.v1.questions_pb2_grpc import QuestionServiceStub as OrdersQuestions
from boss.provisioning.v1.questions_pb2 import ListChangesRequest
from boss.provisioning.v1.questions_pb2_grpc import QuestionServiceStub as ProvisioningQuestions
from boss.runtime.v1.operations_pb2 import ListParkedRequest, QuietRequest
from boss.runtime.v1.operations_pb2_grpc import OperationsServiceStub
from bossctl.client import Client
from bossctl.cluster.kubernetes import Kubectl
from bossctl.keys.resealing import POD
from bossctl.outcome import DONE, Unsuccessful
from bossctl.output import say
from bossctl.release.findings import Looked
from bossctl.words import Arguments, Parsers, command

MOST_CHANGES = 1000
WHAT = {
    "lag": "events heard late",
    "outbox": "events not sent",
    "parked": "events parked",
    "held": "orders held",
    "changes": "network changes held",
}


def add_words(acts: Parsers) -> None:
    command(acts, "state", about="count what moves, and what waits for a person", run=show)


async def show(arguments: Arguments, client: Client) -> int:
    """Count over all services."""
    del arguments
    lag = outbox = parked = 0
    for service in client.peers:
        stub = OperationsServiceStub(client.channels[service])
        quiet = await client.ask(service, stub.Quiet, QuietRequest())
        lag, outbox = lag + quiet.unheard, outbox + quiet.outbox_waiting
        parked += (await client.ask(service, stub.ListParked, ListParkedRequest(limit=1))).total
    orders = OrdersQuestions(client.channels["orders"])
    held = await client.ask("orders", orders.ListOrders, ListOrdersRequest(state="held", limit=1))
    network = ProvisioningQuestions(client.channels["provisioning"])
    request = ListChangesRequest(state="held", limit=MOST_CHANGES)
    changes = await client.ask("provisioning", network.ListChanges, request)
    counted = (lag, outbox, parked, held.total, len(changes.changes))
    state = dict(zip(WHAT, counted, strict=True))
    say(", ".join(f"{number} {WHAT[name]}" for name, number in state.items()), **state)
    return DONE


def state_in_pod(kubectl: Kubectl, *, person: str) -> Mapping[str, int]:
    """Ask bossctl's pod; raises Unsuccessful where it does not answer."""
    said = kubectl.run(
        "exec", POD, "--", "python", "-m", "bossctl", "--json", "--as", person, "upgrade", "state"
    )
    try:
        told = json.loads(said.strip().splitlines()[-1])
        return {name: int(told[name]) for name in WHAT}
    except (ValueError, KeyError, IndexError) as problem:
        raise Unsuccessful(f"{POD} answered what nobody can read: {said[-300:]}") from problem


def judged(
    state: Mapping[str, int], *, most_behind: int, before: Mapping[str, int] | None = None
) -> Sequence[Looked]:
    """Say of each number whether it is small enough: where one is given, as it was before."""
    before = before or {}
    may = {name: max(before.get(name, 0), 0) for name in WHAT}
    may |= {name: max(most_behind, may[name]) for name in ("lag", "outbox")}
    return [
        Looked(
            name=name,
            holds=state[name] <= may[name],
            told=f"{state[name]} {what} (at most {may[name]})",
        )
        for name, what in WHAT.items()
    ]
