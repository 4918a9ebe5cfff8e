"""Numbers and SIM cards for the shop: `stock load --numbers FILE --cards FILE`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from boss.accounts.v1.commands_pb2 import LoadStockRequest, LoadStockResponse, StockCard
from boss.accounts.v1.commands_pb2_grpc import CommandServiceStub
from bossctl.client import LONG_SECONDS, Client
from bossctl.lists import Column, located, read, refuse
from bossctl.outcome import DONE, Misused, Unsuccessful
from bossctl.output import progress, say
from bossctl.words import Arguments, Parsers, command, group
from kernel.errors import Refusal
from kernel.ids import new_id
from kernel.numbering import Iccid, Imsi, Msisdn
from kernel.plan_of_china import CHINA

BATCH = 20_000
"""Rows that are loaded in one transaction."""
_GRADE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,31}")


def _grade(said: str) -> None:
    if not _GRADE.fullmatch(said):
        raise ValueError(f"a grade is a code of the catalogue: {said}")


NUMBER_COLUMNS = (
    Column("msisdn", "MSISDN_NOT_VALID", Msisdn, form=CHINA.normal),
    Column("grade", "GRADE_NOT_VALID", _grade, names_one_thing=False, may_be_left_out=True),
)
CARD_COLUMNS = (
    Column("iccid", "ICCID_NOT_VALID", Iccid),
    Column("imsi", "IMSI_NOT_VALID", Imsi),
)


def add_words(parsers: Parsers) -> None:
    acts = group(parsers, "stock", about="numbers and SIM cards")
    load = command(acts, "load", about="load lists; what is known already stays", run=run)
    load.add_argument(
        "--numbers",
        type=Path,
        help="CSV with the column msisdn, however it is written, and grade of lucky ones (靓号)",
    )
    load.add_argument("--cards", type=Path, help="CSV with the columns iccid,imsi")


@dataclass(frozen=True, slots=True)
class Number:
    """A row of numbers; `grade`: None where the list does not speak of grades."""

    msisdn: str
    grade: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows that are loaded together, and where in their files they are."""

    numbers: Sequence[Number]
    cards: Sequence[StockCard]
    numbers_from: int
    cards_from: int


async def run(arguments: Arguments, client: Client) -> int:
    """Load numbers and cards: judged here row by row first, then sent batch by batch."""
    numbers, cards = _read(arguments.numbers, arguments.cards)
    done = LoadStockResponse()
    batches = list(batches_of(numbers, cards))
    for place, batch in enumerate(batches, start=1):
        loaded = await _load(client, batch, arguments, already=place - 1)
        _add(done, loaded)
        if len(batches) > 1:
            progress(f"batch {place} of {len(batches)} is in")
    say(
        f"numbers: {done.numbers_added} added, {done.numbers_known} known already; "
        f"SIM cards: {done.sim_cards_added} added, {done.sim_cards_known} known already",
        numbers_added=done.numbers_added,
        numbers_known=done.numbers_known,
        sim_cards_added=done.sim_cards_added,
        sim_cards_known=done.sim_cards_known,
    )
    return DONE


def batches_of(numbers: Sequence[Number], cards: Sequence[StockCard]) -> Iterator[Batch]:
    """Share the rows out; a stock that fits one batch is loaded whole or not at all."""
    if len(numbers) + len(cards) <= BATCH:
        yield Batch(numbers, cards, 0, 0)
        return
    for start in range(0, len(numbers), BATCH):
        yield Batch(numbers[start : start + BATCH], (), start, 0)
    for start in range(0, len(cards), BATCH):
        yield Batch((), cards[start : start + BATCH], 0, start)


def _read(numbers: Path | None, cards: Path | None) -> tuple[list[Number], list[StockCard]]:
    if numbers is None and cards is None:
        raise Misused("Say what to load: --numbers FILE, --cards FILE, or both.")
    number_rows, faults = read(numbers, NUMBER_COLUMNS) if numbers else ([], [])
    card_rows, more = read(cards, CARD_COLUMNS) if cards else ([], [])
    refuse([*faults, *more])
    return (
        [Number(row["msisdn"], row.get("grade")) for row in number_rows],
        [StockCard(iccid=row["iccid"], imsi=row["imsi"]) for row in card_rows],
    )


async def _load(
    client: Client, batch: Batch, arguments: Arguments, *, already: int
) -> LoadStockResponse:
    request = LoadStockRequest(
        request_id=new_id(),
        msisdns=[one.msisdn for one in batch.numbers],
        grades=[one.grade for one in batch.numbers if one.grade is not None],
        sim_cards=batch.cards,
    )
    stub = CommandServiceStub(client.channels["accounts"])
    try:
        return await client.ask("accounts", stub.LoadStock, request, seconds=LONG_SECONDS)
    except Refusal as refusal:
        raise _told(refusal, batch, arguments, already) from refusal


def _told(refusal: Refusal, batch: Batch, arguments: Arguments, already: int) -> Exception:
    """Say in which row of which file the refusal lies."""
    before = f"{already} batches before it are in and stay. " if already else "Nothing was loaded. "
    said = refusal.field or ""
    if said.startswith(("msisdns", "grades")):
        column = "grade" if said.startswith("grades") else "msisdn"
        file, rows_before = arguments.numbers, batch.numbers_from
    else:
        file, rows_before, column = arguments.cards, batch.cards_from, "iccid"
    name = file.name if file else ""
    fault = located(refusal, name, rows_before=rows_before, only_column=column)
    if fault is None:
        return Unsuccessful(f"{before}Refused with {refusal.code}: {refusal.sentence}")
    return Unsuccessful(f"{before}Correct this and load the same files again:\n  {fault}")


def _add(done: LoadStockResponse, loaded: LoadStockResponse) -> None:
    done.numbers_added += loaded.numbers_added
    done.numbers_known += loaded.numbers_known
    done.sim_cards_added += loaded.sim_cards_added
    done.sim_cards_known += loaded.sim_cards_known
