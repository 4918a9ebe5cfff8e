"""Files as foreign switches write them, through the chain: every use once, what is bad is shown."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from harness.chain import FRIEND, Town
from launch.operations import bossctl
from launch.story import Anna

MINUTE, TEXT, MEGABYTE = 15, 10, 3
"""Fen."""


class Element:
    """A switch of another maker, whose files land in the same folder."""

    def __init__(self, town: Town, name: str) -> None:
        self.folder = Path(town.operator.surroundings.plan.data_dir / "call-records")
        self.name = name
        self.number = 0

    def writes(self, *lines: dict[str, Any] | str, name: str = "", count: int | None = None) -> str:
        """Close a file with these lines; return its name."""
        self.number += 1
        header = {"header": {"switch": self.name, "file_seq": self.number}}
        trailer = {"trailer": {"count": len(lines) if count is None else count}}
        every = [one if isinstance(one, str) else json.dumps(one) for one in lines]
        name = name or f"{self.name}-{self.number:06}.jsonl"
        unfinished = self.folder / f"{name}.part"
        unfinished.write_text("\r\n".join([json.dumps(header), *every, json.dumps(trailer), ""]))
        unfinished.rename(self.folder / name)
        return name


def use(at: datetime, anna: Anna, record_id: str, **fields: Any) -> dict[str, Any]:
    usual = {
        "cdr_id": record_id,
        "type": "VOICE_MO",
        "msisdn": anna.number,
        "imsi": anna.sim.imsi,
        "peer": FRIEND,
        "start_time": at.isoformat(),
        "duration": 0,
        "roam_type": "home",
    }
    return usual | fields


def text(at: datetime, anna: Anna, record_id: str, **fields: Any) -> dict[str, Any]:
    return use(at, anna, record_id, **{"type": "SMS_MO", "count": 1} | fields)


def test_every_use_is_charged_once_however_a_switch_tells_of_it(town: Town) -> None:
    anna = town.opens_for_somebody()
    at = town.now()
    before, switch = town.balance(anna), Element(town, "MSC-B")
    texts = [text(at, anna, f"b-t{n}", record_seq=n) for n in (1, 2, 3)]
    data = [
        use(at, anna, "b-d", type="DATA", peer="ctnet", bytes=2**20, rating_group=group)
        for group in (1, 2)
    ]
    call = [use(at, anna, f"b-c{n}", duration=90, partial=n) for n in (1, 2)]
    later = [one | {"cdr_id": f"{one['cdr_id']}-again", "record_seq": 0} for one in texts]

    switch.writes(*texts, *data, call[1])
    switch.writes(call[0], *later)
    switch.writes(call[1] | {"cdr_id": "b-c2-again"})

    wanted = before - 3 * TEXT - 2 * MEGABYTE - 3 * MINUTE
    town.comes_true(lambda: town.balance(anna) == wanted)
    town.is_quiet()
    assert town.balance(anna) == wanted
    assert "part 1" in bossctl(town.operator, "explain", "b-c1")
    repeated = bossctl(
        town.operator, "records", "refused", "--reason", "SAID_BEFORE", "--element", "MSC-B"
    )
    assert repeated.count("SAID_BEFORE") == 4


def test_one_bad_record_stops_no_good_one_and_is_shown(town: Town) -> None:
    anna = town.opens_for_somebody()
    at = town.now()
    before, switch = town.balance(anna), Element(town, "MSC-C")
    bad: list[dict[str, Any] | str] = [
        text(at, anna, "c-1", peer=""),
        text(at, anna, "c-2", start_time="9999-12-31T23:59:59Z"),
        text(at, anna, "c-3", count=1001),
        "no record",
    ]

    switch.writes(*bad, text(at, anna, "c-4"))
    switch.writes(text(at, anna, "c-5", peer="10086"), text(at, anna, "c-6", peer="1" * 100))

    town.comes_true(lambda: town.balance(anna) == before - TEXT)
    town.is_quiet()
    told = bossctl(town.operator, "--json", "records", "refused", "--element", "MSC-C")
    found = [(one["line"], one["reason"], one["field"]) for one in json.loads(told)["records"]]
    assert found == [
        (5, "NOT_READABLE", ""),
        (4, "FIELD_INVALID", "count"),
        (3, "FIELD_INVALID", "start_time"),
        (2, "FIELD_INVALID", "peer"),
    ]


def test_a_second_file_under_a_known_name_is_read_and_no_file_is_lost(town: Town) -> None:
    anna = town.opens_for_somebody()
    at = town.now()
    before, switch = town.balance(anna), Element(town, "MSC-D")
    first = switch.writes(text(at, anna, "d-1"))
    town.comes_true(lambda: town.balance(anna) == before - TEXT)

    switch.writes(text(at, anna, "d-1"), text(at, anna, "d-2", peer="8613900008888"), name=first)

    town.comes_true(lambda: town.balance(anna) == before - 2 * TEXT)
    town.is_quiet()
    kept = sorted(one.name for one in (switch.folder / "archive").glob("MSC-D-*"))
    assert len(kept) == 2
    assert kept[-1] == first
    told = bossctl(town.operator, "reconcile")
    assert "files of MSC-D: 2 seen, 0 numbers between them not" in told
    assert "records of MSC-D: stated 3, read 3 = said 2 + refused 1" in told
