"""Voucher cards, from their printer into billing: `voucher load FILE`, `voucher block SERIAL`."""

import re
from collections.abc import Sequence
from pathlib import Path

from boss.billing.v1.commands_pb2 import (
    BlockVouchersRequest,
    LoadVouchersRequest,
    LoadVouchersResponse,
    PrintedVoucher,
)
from boss.billing.v1.commands_pb2_grpc import CommandServiceStub
from bossctl.amounts import fen
from bossctl.client import LONG_SECONDS, Client
from bossctl.lists import Column, located, read, refuse
from bossctl.outcome import DONE, Unsuccessful
from bossctl.output import progress, say
from bossctl.words import Arguments, Parsers, command, group, with_reason
from kernel.errors import Refusal
from kernel.ids import new_id

BATCH = 20_000
_SERIAL = re.compile(r"[0-9A-Za-z-]{1,40}")
_HASH = re.compile(r"[0-9A-Fa-f]{64}")


def serial(value: str) -> None:
    if not _SERIAL.fullmatch(value):
        raise ValueError("not 1 to 40 letters, digits and hyphens")


def code_hash(value: str) -> None:
    """A code itself is refused like anything else that is no hash, and never shown."""
    if not _HASH.fullmatch(value):
        raise ValueError("not a SHA-256 in 64 hexadecimal characters")


COLUMNS = (
    Column("serial", "SERIAL_NOT_VALID", serial),
    Column("code_hash", "HASH_NOT_VALID", code_hash),
)


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "voucher", about="voucher cards")
    loading = command(acts, "load", about="load a printed batch; known ones stay", run=load)
    loading.add_argument("file", type=Path, help="CSV with the columns serial,code_hash")
    loading.add_argument("--batch", required=True, help="its name")
    loading.add_argument(
        "--amount", type=fen, required=True, metavar="FEN", help="what each is worth"
    )
    loading.add_argument("--until", required=True, metavar="DAY", help="the last day it is taken")
    blocking = command(acts, "block", about="block all of these or none", run=block)
    blocking.add_argument("serials", nargs="+", metavar="SERIAL")
    with_reason(blocking)


async def load(arguments: Arguments, client: Client) -> int:
    """Load a batch: judged here row by row first, then sent part by part."""
    rows, faults = read(arguments.file, COLUMNS)
    refuse(faults)
    vouchers = [PrintedVoucher(serial=row["serial"], code_hash=row["code_hash"]) for row in rows]
    added, known, waiting = 0, 0, 0
    for start in range(0, len(vouchers), BATCH):
        part = vouchers[start : start + BATCH]
        loaded = await _load(client, part, arguments, rows_before=start)
        added, known = added + loaded.added, known + loaded.known
        waiting += loaded.waiting
        if len(vouchers) > BATCH:
            progress(f"{start + len(part)} of {len(vouchers)} are in")
    waits = f"; {waiting} wait until another person releases them over REST" if waiting else ""
    sentence = f"vouchers: {added} added, {known} known already{waits}"
    say(sentence, added=added, known=known, waiting=waiting)
    return DONE


async def block(arguments: Arguments, client: Client) -> int:
    """Block vouchers that were lost."""
    stub = CommandServiceStub(client.channels["billing"])
    request = BlockVouchersRequest(
        request_id=new_id(), serials=arguments.serials, reason=arguments.reason
    )
    answer = await client.ask("billing", stub.BlockVouchers, request)
    before = len(set(arguments.serials)) - answer.blocked
    say(
        f"vouchers: {answer.blocked} blocked, {before} blocked before",
        blocked=answer.blocked,
        blocked_before=before,
    )
    return DONE


async def _load(
    client: Client, part: Sequence[PrintedVoucher], arguments: Arguments, *, rows_before: int
) -> LoadVouchersResponse:
    stub = CommandServiceStub(client.channels["billing"])
    request = LoadVouchersRequest(
        request_id=new_id(),
        batch=arguments.batch,
        amount=arguments.amount,
        valid_until=arguments.until,
        vouchers=part,
    )
    try:
        return await client.ask("billing", stub.LoadVouchers, request, seconds=LONG_SECONDS)
    except Refusal as refusal:
        name = arguments.file.name
        fault = located(refusal, name, rows_before=rows_before, only_column="serial")
        if fault is None:
            raise
        before = f"{rows_before} rows before it are in and stay. " if rows_before else ""
        raise Unsuccessful(f"{before}Correct this and load again:\n  {fault}") from refusal
