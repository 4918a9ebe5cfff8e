"""Lists in files (CSV with a heading), read whole and judged row by row before anything is sent."""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bossctl.outcome import Misused, Unsuccessful
from kernel.errors import Refusal

MOST_SHOWN = 20
MOST_LETTERS = 200
"""Of one fault: it may repeat what is in the list."""
FIRST_ROW = 2
"""Of what follows the heading."""
_PLACE = re.compile(r"\w+\[(\d+)\](?:\.(\w+))?")
Judge = Callable[[str], object]
"""Raises ValueError with what is wrong with a value."""
Form = Callable[[str], str]
"""Returns a value in the one way to write it; what it does not know stays."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a list; rows count from 1, the heading is row 1."""

    file: str
    row: int
    column: str
    code: str
    sentence: str

    def __str__(self) -> str:
        where = f"{self.file}, row {self.row}, column {self.column}"
        return f"{where}: {self.code}: {self.sentence[:MOST_LETTERS]}"


@dataclass(frozen=True, slots=True)
class Column:
    """A column a list must have, and what is wrong with a value that does not belong there."""

    name: str
    code: str
    judge: Judge
    names_one_thing: bool = True
    """No value may be there twice."""
    form: Form = str
    """Applied before anything is judged."""
    may_be_left_out: bool = False
    """The list need not have it, and a row may say nothing in it."""


def read(path: Path, columns: Sequence[Column]) -> tuple[list[dict[str, str]], list[Fault]]:
    """
    Read a list; return its rows and everything wrong with them.

    :raises Misused: for a file that cannot be read, lacks a column, has no rows or is cut short.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            text = file.read()
            reader = csv.DictReader(io.StringIO(text, newline=""))
            _judge_heading(path, reader.fieldnames or (), columns)
            raw = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Misused(f"{path} cannot be read as CSV in UTF-8: {error}.") from error
    _judge_whole(path, text, raw)
    rows = [_in_form(_trimmed(row), columns) for row in raw]
    return rows, [*_overlong(path.name, raw), *_faults(path.name, rows, columns)]


def refuse(faults: Sequence[Fault]) -> None:
    """Say every fault up to a screenful; raises Unsuccessful if there is one."""
    if not faults:
        return
    shown = [f"  {fault}" for fault in faults[:MOST_SHOWN]]
    if more := len(faults) - len(shown):
        shown.append(f"  and {more} more")
    lines = "\n".join(shown)
    raise Unsuccessful(f"Nothing was loaded. Correct these and load again:\n{lines}")


def located(refusal: Refusal, file: str, *, rows_before: int, only_column: str) -> Fault | None:
    """Return where in a file a service's refusal lies: its field is `list[place]` or
    `list[place].column`; None where it says no place.
    """
    place = _PLACE.fullmatch(refusal.field or "")
    if place is None:
        return None
    row, column = int(place[1]) + rows_before + FIRST_ROW, place[2] or only_column
    return Fault(file, row, column, refusal.code, refusal.sentence)


def _judge_heading(path: Path, heading: Sequence[str], columns: Sequence[Column]) -> None:
    names = {name.strip() for name in heading}
    needed = [column.name for column in columns if not column.may_be_left_out]
    if missing := [name for name in needed if name not in names]:
        wanted = ",".join(needed)
        raise Misused(
            f"{path} has no column {missing[0]} in its first row; it must begin with {wanted}."
        )


def _judge_whole(path: Path, text: str, rows: Sequence[object]) -> None:
    """A number or card that was cut off can still look like one: half a file is none."""
    if not rows:
        raise Misused(f"{path} has a heading and no rows.")
    if not text.endswith(("\n", "\r")):
        raise Misused(f"{path} does not end with the end of a line: it may have been cut short.")


def _overlong(file: str, rows: Sequence[Mapping[str | None, object]]) -> list[Fault]:
    """Return the rows that have more than their heading."""
    return [
        Fault(file, number, "behind the last", "TOO_MANY_COLUMNS", "the heading has fewer")
        for number, row in enumerate(rows, start=FIRST_ROW)
        if None in row
    ]


def _trimmed(row: Mapping[str, str | None]) -> dict[str, str]:
    return {
        name.strip(): value.strip() for name, value in row.items() if name and value is not None
    }


def _in_form(row: dict[str, str], columns: Sequence[Column]) -> dict[str, str]:
    """Return a row, each of its values in the one way to write it."""
    formed = {one.name: one.form(row[one.name]) for one in columns if one.name in row}
    return {**row, **formed}


def _faults(file: str, rows: Sequence[Mapping[str, str]], columns: Sequence[Column]) -> list[Fault]:
    faults = []
    for column in columns:
        first_seen: dict[str, int] = {}
        for number, row in enumerate(rows, start=FIRST_ROW):
            value = row.get(column.name, "")
            if problem := _problem(column, value, first_seen.setdefault(value, number), number):
                faults.append(Fault(file, number, column.name, *problem))
    return sorted(faults, key=lambda fault: fault.row)


def _problem(column: Column, value: str, first_row: int, row: int) -> tuple[str, str] | None:
    if not value:
        return None if column.may_be_left_out else ("FIELD_MISSING", "nothing is there")
    try:
        column.judge(value)
    except ValueError as error:
        return column.code, str(error)
    if column.names_one_thing and first_row != row:
        return "TWICE_IN_FILE", f"it is in row {first_row} already"
    return None
