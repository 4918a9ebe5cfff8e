"""Bad lists given to bossctl: row, column and code are named, and nothing is loaded."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bossctl.__main__ import main
from bossctl.outcome import MISUSED, UNSUCCESSFUL
from harness.chain import Town
from harness.doors import Doors
from harness.hostile import TEXTS, chance
from launch.operations import tool_environment
from launch.stock_files import check_digit

GENERATED = 80
"""Files of each kind: 240 in all."""
ROWS = 6
MOST_SAID = 20_000
PLACED = re.compile(r"row \d+, column [^:]+: [A-Z_]+: \S")
Table = list[list[str]]
Say = Callable[..., tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of list, and how it is given to bossctl."""

    words: tuple[str, ...]
    header: tuple[str, ...]
    row: Callable[[int], list[str]]

    def good(self) -> Table:
        return [list(self.header), *(self.row(place) for place in range(ROWS))]


def iccid(place: int) -> str:
    unchecked = f"8986099{place:012d}"
    return unchecked + check_digit(unchecked)


def imsi(place: int) -> str:
    return f"46000888{place:07d}"


KINDS = {
    "numbers": Kind(
        ("stock", "load", "--numbers"), ("msisdn",), lambda place: [f"86139888{place:05d}"]
    ),
    "cards": Kind(
        ("stock", "load", "--cards"), ("iccid", "imsi"), lambda place: [iccid(place), imsi(place)]
    ),
    "keys": Kind(
        ("vault", "load"),
        ("imsi", "ki", "opc"),
        lambda place: [imsi(place), f"{place:032x}", f"{place:032X}"],
    ),
}


def written(table: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table)
    return text.getvalue().encode()


@pytest.fixture
def say(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Say]:
    """Give bossctl a file; returns its exit code and what it said on standard error."""
    for name, value in tool_environment(town.operator).items():
        monkeypatch.setenv(name, value)

    def run(kind: Kind, content: bytes) -> tuple[int, str]:
        path = tmp_path / "list.csv"
        path.write_bytes(content)
        capsys.readouterr()
        code = main([*kind.words, str(path)])
        return code, capsys.readouterr().err

    with Doors(town).nothing_changes(within=("accounts", "provisioning")):
        yield run


def problem(answered: tuple[int, str], *, file: str = "list.csv") -> str:
    """Say what is wrong with this as an answer to a bad list; empty where nothing is."""
    code, said = answered
    if code not in {UNSUCCESSFUL, MISUSED} or "Traceback" in said or len(said) > MOST_SAID:
        return f"{code}: {said[:200]}"
    if file not in said or (code == UNSUCCESSFUL and not PLACED.search(said)):
        return f"not clear: {said[:200]}"
    return ""


def heading(kind: Kind) -> bytes:
    return ",".join(kind.header).encode() + b"\n"


OBVIOUS: dict[str, Callable[[Kind], bytes]] = {
    "an empty file": lambda kind: b"",
    "only line ends": lambda kind: b"\n\n\n",
    "only a heading": heading,
    "no heading": lambda kind: written(kind.good()[1:]),
    "another heading": lambda kind: b"name,colour,size\n" + written(kind.good()[1:]),
    "a heading in capitals": lambda kind: heading(kind).upper() + written(kind.good()[1:]),
    "a column less": lambda kind: written([row[:-1] or [""] for row in kind.good()]),
    "a column more in a row": lambda kind: written([*kind.good(), [*kind.row(9), "x"]]),
    "letters in a number": lambda kind: written([*kind.good(), ["86139O8l234"] * 3]),
    "a row twice": lambda kind: written([*kind.good(), kind.row(0)]),
    "an empty row": lambda kind: (
        written([*kind.good(), [""] * len(kind.header), kind.row(8)]) + b",,,,\n"
    ),
    "NUL": lambda kind: written(kind.good()) + b"\0\0\0\0\n",
    "NUL in a value": lambda kind: written(kind.good()).replace(b"8", b"8\0", 1),
    "a line of a million": lambda kind: written(kind.good()) + b"8" * 1_000_000 + b"\n",
    "UTF-16": lambda kind: written(kind.good()).decode().encode("utf-16"),
    "UTF-16 without a mark": lambda kind: written(kind.good()).decode().encode("utf-16-le"),
    "no text": lambda kind: bytes(range(256)) * 50,
    "half written": lambda kind: written(kind.good())[:-3],
    "cut at the last line end": lambda kind: written(kind.good())[:-1],
    "an open quote": lambda kind: written(kind.good()) + b'"8613',
    "semicolons": lambda kind: written(kind.good()).replace(b",", b";") + b";;\n",
    "JSON": lambda kind: b'[{"msisdn": "8613900000001"}]\n',
    "a spreadsheet": lambda kind: b"PK\x03\x04" + b"\x14\x00\x06\x00" * 200,
    "spreadsheet numbers": lambda kind: heading(kind) + b"8.61E+12,8.99E+19,1E+5\n",
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_obviously_no_list_is_refused(say: Say, kind: str) -> None:
    answered = {what: say(KINDS[kind], make(KINDS[kind])) for what, make in OBVIOUS.items()}

    assert {what: wrong for what, one in answered.items() if (wrong := problem(one))} == {}


def test_a_file_that_is_not_there_or_no_file_is_refused(say: Say, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.csv", Path("x" * 300), Path("/dev/null")):
        for kind in KINDS.values():
            assert main([*kind.words, str(path)]) == MISUSED


@pytest.mark.parametrize("kind", KINDS)
def test_generated_lists_are_refused_with_their_place(say: Say, kind: str) -> None:
    by = chance("csv", kind)
    wrong = []
    for _ in range(GENERATED):
        content = spoilt(KINDS[kind], by)
        if told := problem(say(KINDS[kind], content)):
            wrong.append((told, content[-200:]))

    assert wrong == []


def spoilt(kind: Kind, by: random.Random) -> bytes:
    """Return a good list in which one thing went wrong."""
    table = kind.good()
    row, column = by.randrange(1, len(table)), by.randrange(len(kind.header))
    match by.randrange(6):
        case 0:
            octets = written(table)
            place = by.randrange(len(heading(kind)), len(octets))
            return octets[:place] + by.choice((b"\xff", b"\xc0\xaf", b"\0")) + octets[place:]
        case 1:
            return written(table)[: -by.randrange(1, 12)].rstrip(b"\n")
        case 2:
            table.insert(by.randrange(1, len(table) + 1), list(by.choice(table[1:])))
        case 3:
            table[row].append(by.choice(("x", "1", " ")))
        case _:
            table[row][column] = by.choice([text for text in TEXTS if text != "0"])
    return written(table)
