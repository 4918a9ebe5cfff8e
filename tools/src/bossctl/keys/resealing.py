"""Sealing again what an older key sealed: `secrets reseal SERVICE`."""

import asyncio
import json
from collections.abc import Sequence

from boss.runtime.v1.sealing_pb2 import ResealRequest, ResealResponse, SealedTable
from boss.runtime.v1.sealing_pb2_grpc import SealingServiceStub
from bossctl.client import LONG_SECONDS, Client
from bossctl.cluster.kubernetes import Kubectl
from bossctl.outcome import DONE, UNSUCCESSFUL, Unsuccessful
from bossctl.output import progress, show_table
from bossctl.words import Arguments, Parsers, command
from kernel.errors import Stale

BATCH = 500
EXEC_SECONDS = 6 * 3600.0
POD = "bossctl-0"
AGAIN_SECONDS, TRIES = 1.0, 120
"""While a process with keys of before answers still: it is given a minute to leave."""


def add_words(acts: Parsers) -> None:
    act = command(acts, "reseal", about="seal again what an older key sealed", run=reseal)
    act.add_argument("service", choices=("accounts", "provisioning"))
    about = "name of the key that must be the newest of whoever answers; left out: any"
    act.add_argument("--key", default="", help=about)
    act.add_argument("--count", action="store_true", help="only tell what is left")


async def reseal(arguments: Arguments, client: Client) -> int:
    """Seal batch by batch; 1 where something is left that can be sealed. Interrupted, ask again."""
    limit = 0 if arguments.count else BATCH
    while True:
        request = ResealRequest(limit=limit, key_id=arguments.key)
        answer = await _answered(client, arguments.service, request)
        if not any(one.resealed for one in answer.tables):
            break
        progress("  " + ", ".join(f"{one.name}: {one.left} left" for one in answer.tables))
    return _told(answer.tables)


async def _answered(client: Client, service: str, request: ResealRequest) -> ResealResponse:
    """Ask until somebody answers who has the key that is meant; raises KEY_NOT_CURRENT."""
    stub = SealingServiceStub(client.channels[service])
    for _ in range(TRIES - 1):
        try:
            return await client.ask(service, stub.Reseal, request, seconds=LONG_SECONDS)
        except Stale:
            await asyncio.sleep(AGAIN_SECONDS)
    return await client.ask(service, stub.Reseal, request, seconds=LONG_SECONDS)


def reseal_in_pod(kubectl: Kubectl, service: str, *, key: str, person: str) -> int:
    """Do the same in bossctl's pod; return how many rows stay with an older key for good."""
    words = ("exec", POD, "--", "python", "-m", "bossctl", "--json", "--as", person)
    said = kubectl.run(*words, "secrets", "reseal", service, "--key", key, seconds=EXEC_SECONDS)
    try:
        tables = json.loads(said.strip().splitlines()[-1])["tables"]
        return sum(int(one["left"]) for one in tables)
    except (ValueError, KeyError, IndexError) as problem:
        raise Unsuccessful(f"{POD} answered what nobody can read: {said[-300:]}") from problem


def _told(tables: Sequence[SealedTable]) -> int:
    rows = [(one.name, one.left, _note(one)) for one in tables]
    show_table(("table", "left", "note"), rows, name="tables", empty="nothing is sealed there")
    unsealed = [one for one in tables if one.left and not one.append_only]
    return UNSUCCESSFUL if unsealed else DONE


def _note(table: SealedTable) -> str:
    if table.append_only:
        return "stays: nothing of it is written again"
    shut = {"need a key that is not here": table.key_not_here, "damaged": table.damaged}
    return ", ".join(f"{number} {what}" for what, number in shut.items() if number)
