"""What the switch wrote down, and what an independent clerk makes of it with the price list.

Nothing here knows billing: the files are read as the switch closed them, and the prices are
written out from the price list (rules 7.3, 7.5) in a way of their own.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from harness.chain import Town

ARCHIVE, OWN = "archive", "MSC-A-*.jsonl"
"""Where files are put away, and how those of the emulated switch are called."""
FREE = frozenset({"110", "112", "119", "120", "122", "10086"})
PRICES = {"VOICE_MO": 15_000, "SMS_MO": 10_000, "MMS_MO": 30_000}
"""Thousandths of a fen: each started minute, each part of a text, each recipient of a message."""
SHANGHAI = timedelta(hours=8)
A_STEP_ABROAD = {"454": 300_000, "234": 600_000, "639": 900_000}
"""Each started 3 MB of a day, by mobile country code: Hong Kong, Great Britain, Kenya."""
Month = tuple[int, int]
DayAbroad = tuple[date, int]
"""A day of one price list, which is told by what a step costs."""


@dataclass(frozen=True, slots=True)
class Record:
    """A line of a file; `octets` of data, or the size of a message."""

    id: str
    type: str
    msisdn: str
    peer: str
    started_at: datetime
    seconds: int
    count: int
    octets: int
    visited_plmn: str = ""
    """Abroad: whose network it was."""

    @property
    def month(self) -> Month:
        """The calendar month it began in, where the operator is."""
        local = self.started_at + SHANGHAI
        return local.year, local.month

    @property
    def day_abroad(self) -> DayAbroad:
        local = self.started_at + SHANGHAI
        return local.date(), A_STEP_ABROAD[self.visited_plmn[:3]]


def records(town: Town) -> Sequence[Record]:
    """Return every record that was ever let out of the switch, each once, oldest file first."""
    folder = town.operator.surroundings.plan.data_dir / "call-records"
    paths = sorted({*folder.glob(OWN), *(folder / ARCHIVE).glob(OWN)}, key=_name)
    records = {one.id: one for path in paths for one in _read_wherever(path)}
    return tuple(records.values())


def _read_wherever(path: Path) -> Iterable[Record]:
    """Read a file that may have been archived since it was found."""
    try:
        return list(_read(path))
    except FileNotFoundError:
        return list(_read(path.parent / ARCHIVE / path.name))


def by_number(records: Iterable[Record]) -> Mapping[str, Sequence[Record]]:
    """Return the records of each number."""
    sorted_out: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        sorted_out[record.msisdn].append(record)
    return sorted_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Included:
    """What may be used without a price: started minutes, or KB; what rolls over may be, later."""

    type: str
    units: int
    since: datetime
    until: datetime
    usable_until: datetime
    is_of_plan: bool = True

    def place_at(self, moment: datetime) -> int | None:
        """Return in which turn it pays: what rolled over, the plan, packs; None: not at all."""
        if not self.since <= moment < self.usable_until:
            return None
        if moment >= self.until:
            return 0
        return 1 if self.is_of_plan else 2


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What one number's records cost, in millifen, and how many units of a type were included."""

    millifen: int
    included: Mapping[str, int]


def reckon(records: Sequence[Record], included: Sequence[Included] = ()) -> Reckoned:
    """Go through the records as they happened; what nothing includes has its price."""
    left = [one.units for one in included]
    drawn, data, abroad = Counter[str](), Counter[Month](), Counter[DayAbroad]()
    total = 0
    for record in sorted(records, key=lambda record: record.started_at):
        if record.peer in FREE:
            continue
        if record.visited_plmn:
            # Plans hold at home, and so far these stories use data alone abroad.
            assert record.type == "DATA"
            abroad[record.day_abroad] += units_of(record)
            continue
        beyond = units = units_of(record)
        for place in _in_turn(included, record):
            taken = min(left[place], beyond)
            left[place] -= taken
            beyond -= taken
        drawn[record.type] += units - beyond
        if record.type == "DATA":
            data[record.month] += beyond
        else:
            total += beyond * PRICES[record.type]
    total += sum(map(month_of_data, data.values()))
    return Reckoned(total + sum(data_abroad(*day) for day in abroad.items()), drawn)


def units_of(record: Record) -> int:
    """Return what is counted: started minutes, parts, recipients, started KB (rules 7.5)."""
    match record.type:
        case "VOICE_MO":
            return started(record.seconds, 60)
        case "DATA":
            return started(record.octets, 1024)
        case _:
            return record.count


def _in_turn(included: Sequence[Included], record: Record) -> Sequence[int]:
    """Return which of them pay for this record, by their turn, then by what ends first."""
    turns = [
        (turn, one.usable_until, place)
        for place, one in enumerate(included)
        if one.type == record.type and (turn := one.place_at(record.started_at)) is not None
    ]
    return [place for _, _, place in sorted(turns)]


def month_of_data(kilobytes: int) -> int:
    """Return what a month of data costs in millifen: 3 fen a MB, 300 fen a GB, 60 000 in all."""
    whole, rest = divmod(kilobytes, 1024 * 1024)
    # 3000 millifen a MB is 375/128 a KB; half a thousandth counts as one, once for the rest.
    of_rest = min((rest * 375 + 64) // 128, 300_000)
    return min(whole * 300_000 + of_rest, 60_000_000)


def data_abroad(day: DayAbroad, kilobytes: int) -> int:
    """Return what a day of data costs in millifen: so much for each 3 MB, ten times at most."""
    return min(started(kilobytes, 3 * 1024), 10) * day[1]


def started(amount: int, unit: int) -> int:
    return -(-amount // unit)


def _name(path: Path) -> str:
    return path.name


def _read(path: Path) -> Iterator[Record]:
    for line in path.read_text().splitlines():
        said: dict[str, Any] = json.loads(line)
        if "cdr_id" in said:
            yield Record(
                id=said["cdr_id"],
                type=said["type"],
                msisdn=said["msisdn"],
                peer=said["peer"],
                started_at=datetime.fromisoformat(said["start_time"]),
                seconds=said["duration"],
                count=said["count"],
                octets=said["bytes"],
                visited_plmn=said.get("visited_plmn", ""),
            )
