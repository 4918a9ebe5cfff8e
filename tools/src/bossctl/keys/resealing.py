"""Sealing again what an older key sealed: `secrets reseal SERVICE`."""

import json
from collections.abc import Sequence

from boss.runtime.v1.sealing_pb2 import ResealRequest, SealedTable
from boss.runtime.v1.sealing_pb2_grpc import SealingServiceStub
from bossctl.client import LONG_SECONDS, Client
from bossctl.cluster.kubernetes import Kubectl
from bossctl.outcome import DONE, UNSUCCESSFUL, Unsuccessful
from bossctl.output import progress, show_table
from bossctl.words import Arguments, Parsers, command

BATCH = 500
EXEC_SECONDS = 6 * 3600.0
POD = "bossctl-0"


def add_words(acts: Parsers) -> None:
    act = command(acts, "reseal", about="seal again what an older key sealed", run=reseal)
    act.add_argument("service", choices=("accounts", "provisioning"))
    act.add_argument("--count", action="store_true", help="only tell what is left")


async def reseal(arguments: Arguments, client: Client) -> int:
    """Seal batch by batch; 1 where something is left that can be sealed. Interrupted, ask again."""
    stub = SealingServiceStub(client.channels[arguments.service])
    limit = 0 if arguments.count else BATCH
    while True:
        request = ResealRequest(limit=limit)
        answer = await client.ask(arguments.service, stub.Reseal, request, seconds=LONG_SECONDS)
        if not any(one.resealed for one in answer.tables):
            break
        progress("  " + ", ".join(f"{one.name}: {one.left} left" for one in answer.tables))
    return _told(answer.tables)


def reseal_in_pod(kubectl: Kubectl, service: str, *, person: str) -> int:
    """Do the same in bossctl's pod; return how many rows stay with an older key for good."""
    words = ("exec", POD, "--", "python", "-m", "bossctl", "--json", "--as", person)
    said = kubectl.run(*words, "secrets", "reseal", service, seconds=EXEC_SECONDS)
    try:
        tables = json.loads(said.strip().splitlines()[-1])["tables"]
        return sum(int(one["left"]) for one in tables)
    except (ValueError, KeyError, IndexError) as problem:
        raise Unsuccessful(f"{POD} answered what nobody can read: {said[-300:]}") from problem


def _told(tables: Sequence[SealedTable]) -> int:
    rows = [
        (one.name, one.left, "stays: nothing of it is written again" if one.append_only else "")
        for one in tables
    ]
    show_table(("table", "left", "note"), rows, name="tables", empty="nothing is sealed there")
    unsealed = [one for one in tables if one.left and not one.append_only]
    return UNSUCCESSFUL if unsealed else DONE
