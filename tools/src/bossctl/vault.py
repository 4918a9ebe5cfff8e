"""Keys of SIM cards, from their maker into the vault: `vault load FILE`."""

import re
from collections.abc import Sequence
from pathlib import Path

from boss.provisioning.v1.commands_pb2 import CardKeys, LoadKeysRequest
from boss.provisioning.v1.commands_pb2_grpc import CommandServiceStub
from bossctl.client import LONG_SECONDS, Client
from bossctl.lists import Column, located, read, refuse
from bossctl.outcome import DONE, Unsuccessful
from bossctl.output import progress, say
from bossctl.words import Arguments, Parsers, command, group
from kernel.errors import Refusal
from kernel.ids import new_id
from kernel.numbering import Imsi

BATCH = 20_000
_PUK = re.compile(r"[0-9]{8}")
_KEY = re.compile(r"[0-9A-Fa-f]{32}")


def key(value: str) -> None:
    """A key is 128 bits (3GPP TS 35.205); it is never shown, not even a bad one."""
    if not _KEY.fullmatch(value):
        raise ValueError("not 32 hexadecimal characters")


def puk(value: str) -> None:
    """A maker may leave it out; it is never shown either."""
    if not _PUK.fullmatch(value):
        raise ValueError("not eight digits")


COLUMNS = (
    Column("imsi", "IMSI_NOT_VALID", Imsi),
    Column("ki", "KEY_NOT_HEX", key, names_one_thing=False),
    Column("opc", "KEY_NOT_HEX", key, names_one_thing=False),
    Column("puk", "PUK_NOT_VALID", puk, names_one_thing=False, may_be_left_out=True),
)


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "vault", about="keys of SIM cards")
    load = command(acts, "load", about="load keys; a card's keys never change", run=run)
    load.add_argument("file", type=Path, help="CSV: imsi,ki,opc and, where known, puk")


async def run(arguments: Arguments, client: Client) -> int:
    """Load keys: judged here row by row first, then sent batch by batch."""
    rows, faults = read(arguments.file, COLUMNS)
    refuse(faults)
    keys = [CardKeys(imsi=row["imsi"], ki=row["ki"], opc=row["opc"], puk=row.get("puk", ""))
            for row in rows]  # fmt: skip
    added, known = 0, 0
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        new, old = await _load(client, batch, file=arguments.file.name, rows_before=start)
        added, known = added + new, known + old
        if len(keys) > BATCH:
            progress(f"{start + len(batch)} of {len(keys)} are in")
    say(f"keys: {added} added, {known} known already", added=added, known=known)
    return DONE


async def _load(
    client: Client, batch: Sequence[CardKeys], *, file: str, rows_before: int
) -> tuple[int, int]:
    stub = CommandServiceStub(client.channels["provisioning"])
    request = LoadKeysRequest(request_id=new_id(), cards=batch)
    try:
        loaded = await client.ask("provisioning", stub.LoadKeys, request, seconds=LONG_SECONDS)
    except Refusal as refusal:
        fault = located(refusal, file, rows_before=rows_before, only_column="imsi")
        if fault is None:
            raise
        before = f"The first {rows_before} rows are in and stay. " if rows_before else ""
        raise Unsuccessful(f"{before}Correct this and load again:\n  {fault}") from refusal
    return loaded.added, loaded.known
