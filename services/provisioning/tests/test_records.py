"""Files and records as foreign switches write them: nothing vanishes, nothing is said twice."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from adapter import Adapter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pretend_network import ANNA, BORIS
from prometheus_client import REGISTRY
from test_usage import content, line, takes, usage

from boss.provisioning.v1 import records_pb2
from kernel.errors import Invalid
from provisioning.mediation.domain.identity import Known, likeness_of, sorted_out
from provisioning.mediation.domain.usage import UsageRecord
from provisioning.mediation.edge.records import RecordServicer
from provisioning.mediation.edge.usage_records import FIRST_PAUSE, Later, UsageRecords
from provisioning.mediation.storage.reading import RecordReadings
from provisioning.mediation.wire.record_lines import LONGEST_LINE, MOST_REFUSED, read_file


def frame(*records: Any, switch: str = "MSC-A", seq: int = 17) -> bytes:
    lines = [
        {"header": {"switch": switch, "file_seq": seq, "format": 1}},
        *records,
        {"trailer": {"file_seq": seq, "count": len(records)}},
    ]
    return "".join(json.dumps(one) + "\n" for one in lines).encode()


def text(number: int, **fields: Any) -> dict[str, Any]:
    return line(**{"cdr_id": f"t-{number}", "type": "SMS_MO", "duration": 0, "count": 1,
                   "record_seq": number} | fields)  # fmt: skip


async def refused(adapter: Adapter) -> list[tuple[int, str, str]]:
    rows = await adapter.rows("SELECT line, reason, field FROM refused_record ORDER BY id")
    return [(row.line, row.reason, row.field) for row in rows]


def refused_so_far() -> float:
    labels = {"reason": "FIELD_INVALID"}
    return REGISTRY.get_sample_value("kaitong_records_refused_total", labels) or 0.0


async def names(adapter: Adapter) -> list[str]:
    return [one.record_id for one in await usage(adapter)]


BAD = [
    ("peer", ""),
    ("peer", "139 0000"),
    ("peer", "\u6768"),
    ("peer", "x" * 101),
    ("cdr_id", "x" * 201),
    ("cdr_id", "a\0b"),
    ("msisdn", "1390000"),
    ("msisdn", "8613900009999999"),
    ("msisdn", "\u0661" * 11),
    ("imsi", ""),
    ("duration", 31 * 86_400 + 1),
    ("duration", 10**400),
    ("duration", 60.0),
    ("duration", True),
    ("duration", "60"),
    ("duration", None),
    ("count", -1),
    ("start_time", "9999-12-31T23:59:59Z"),
    ("start_time", "0001-01-01T00:00:00+08:00"),
    ("start_time", "2026-11-22T13:00:00"),
    ("start_time", "2026-11-22T13:00:00+08:00:30"),
    ("start_time", "2026-02-30T13:00:00Z"),
    ("start_time", "2026-W47-7T13:00:00Z"),
    ("start_time", 1_795_000_000),
    ("type", ["VOICE_MO"]),
    ("type", "FAX_MO"),
    ("roam_type", {}),
    ("rating_group", -1),
    ("rating_group", 2**32),
    ("partial", -1),
    ("session_id", "a b"),
    ("file_seq", 2**63),
    ("mm_id", "\ud800"),
    ("cell", "a\0"),
]


@pytest.mark.parametrize(("field", "value"), BAD, ids=lambda one: repr(one)[:24])
def test_what_does_not_fit_is_refused_with_its_line_and_field(field: str, value: Any) -> None:
    octets = content(line(), line(**{field: value}), line(cdr_id="r-3"))

    file = read_file("MSC-A-0000000017.jsonl", octets)

    found = [(one.line, one.flaw.value, one.field) for one in file.refused]
    assert found == [(3, "FIELD_INVALID", field)]
    assert [one.line for one in file.records] == [2, 4]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"type": "SMS_MO", "count": 1001}, "count"),
        ({"type": "MMS_MO", "count": 1001}, "count"),
        ({"type": "MMS_MO", "count": 1, "peer": "x" * 255}, "peer"),
        ({"type": "DATA", "bytes": 2**50 + 1}, "bytes"),
        ({"type": "DATA", "peer": "a" * 101}, "peer"),
    ],
)
def test_each_kind_has_its_own_most(fields: dict[str, Any], field: str) -> None:
    (found,) = read_file("x", content(line(**fields))).refused

    assert (found.flaw.value, found.field) == ("FIELD_INVALID", field)


@pytest.mark.parametrize(
    "fields",
    [
        {"peer": "*100#"},
        {"peer": "+8613900009999"},
        {"peer": "110"},
        {"msisdn": f"+{ANNA.isdn}"},
        {"type": "DATA", "peer": "a" * 63 + "." + "b" * 36},
        {"type": "MMS_MO", "count": 1, "peer": "a" * 64 + "@" + "b" * 189},
        {"start_time": "2026-11-22T21:00:00.123456789+0800"},
        {"cell": "\u5317\u4eac 1"},
        {"unknown_to_us": {"header": [1, 2]}, "header": "of a message"},
    ],
    ids=repr,
)
def test_what_switches_write_is_taken(fields: dict[str, Any]) -> None:
    file = read_file("x", content(line(**fields)))

    assert (len(file.records), file.refused) == (1, ())


def test_only_the_amount_of_its_kind_is_needed() -> None:
    bare = {
        name: line()[name]
        for name in ("cdr_id", "type", "msisdn", "imsi", "peer", "start_time", "duration")
    }

    (record,) = read_file("x", content(bare | {"roam_type": "home"})).records

    assert (record.file_seq, record.record_seq, record.octets, record.cell) == (17, 0, 0, "")


def test_a_record_without_an_id_is_known_by_its_number() -> None:
    numbered, nameless = line(record_seq=4), line(record_seq=0)
    del numbered["cdr_id"], nameless["cdr_id"]

    file = read_file("x", content(numbered, nameless))

    assert [one.record_id for one in file.records] == ["MSC-A-17-4"]
    assert [(one.flaw.value, one.field) for one in file.refused] == [("FIELD_MISSING", "cdr_id")]


@pytest.mark.parametrize(
    ("raw", "flaw", "field"),
    [
        ('{"cdr_id": "a", "cdr_id": "b"}\n', "FIELD_TWICE", "cdr_id"),
        ('{"duration": NaN}\n', "NOT_READABLE", ""),
        ('{"duration": -Infinity}\n', "NOT_READABLE", ""),
        (f'{{"duration": {"9" * 5000}}}\n', "NOT_READABLE", ""),
        ("[" * 10_000 + "\n", "NOT_READABLE", ""),
        ("[]\n", "NOT_READABLE", ""),
        ('"text"\n', "NOT_READABLE", ""),
        ("x" * (LONGEST_LINE + 1) + "\n", "LINE_TOO_LONG", ""),
        ("x" * (3 * LONGEST_LINE) + "\n", "LINE_TOO_LONG", ""),
    ],
)
def test_a_line_that_is_no_record_stops_no_other(raw: str, flaw: str, field: str) -> None:
    file = read_file("x", content(line(), raw, line(cdr_id="r-2")))

    assert [(one.line, one.flaw.value, one.field) for one in file.refused] == [(3, flaw, field)]
    assert len(file.records) == 2


def test_octets_that_are_no_text_are_refused_alone() -> None:
    octets = content(line(), line(cdr_id="r-2")).replace(b'"r-2"', b'"\xff\xfe"')

    file = read_file("x", octets)

    assert [(one.line, one.flaw.value) for one in file.refused] == [(3, "NOT_READABLE")]


def test_a_mark_at_the_beginning_other_ends_of_lines_and_empty_lines_are_nothing() -> None:
    plain = content(line(), line(cdr_id="r-2", cell="a b"))
    foreign = b"\xef\xbb\xbf" + plain.replace(b"\n", b"\r\n\r\n")

    file = read_file("x", foreign)

    assert (len(file.records), file.refused) == (2, ())


def test_a_line_is_not_longer_than_it_is_held(tmp_path: Path) -> None:
    file = read_file("x", b"{" + b"1" * 20_000_000 + b"\n" + content(line()))

    assert [one.flaw.value for one in file.refused] == ["LINE_TOO_LONG", "HEADER_MISSING"]
    assert len(file.records) == 1


@pytest.mark.parametrize("before", [b" " * 70_000, b"\r" * 70_000, b"\xef\xbb\xbf" + b" " * 70_000])
def test_a_record_behind_very_many_blanks_is_refused_and_not_lost(before: bytes) -> None:
    file = read_file("x", content(line()).replace(b"\n", b"\n" + before, 1))

    assert [(one.line, one.flaw.value) for one in file.refused] == [(2, "LINE_TOO_LONG")]
    assert file.records == ()


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"\xef\xbb\xbf",
        b"\r\n" * 9,
        b"\x00" * 900,
        content(line()).replace(b"\n", b"\r"),
        content(line()).decode().encode("utf-16"),
        content(line()).decode().encode("utf-16-be"),
        content(line()).decode().encode("utf-32"),
        content(line()).decode().encode("utf-7").replace(b"{", b"+AHs-"),
        content(line()).decode().encode("cp500"),
    ],
    ids=["empty", "mark", "lines", "zeros", "CR", "UTF-16", "UTF-16BE", "UTF-32", "7", "EBCDIC"],
)
def test_a_file_that_holds_nothing_readable_is_refused_and_says_nothing(octets: bytes) -> None:
    file = read_file("x", octets)

    assert file.records == ()
    assert file.refused
    assert file.element == "(unknown)"


def test_of_very_many_refused_lines_the_rest_is_counted() -> None:
    file = read_file("x", content(*["{\n"] * (MOST_REFUSED + 7)))

    assert len(file.refused) == MOST_REFUSED
    assert dict(file.more_refused) == {"NOT_READABLE": 7}
    assert file.lines == MOST_REFUSED + 7


def test_files_that_were_put_together_are_read_as_what_they_are() -> None:
    both = frame(line(), switch="MSC-A", seq=1) + frame(line(), line(cdr_id="x"), switch="B", seq=2)

    file = read_file("x", both)

    assert [(one.element, one.record_id) for one in file.records] == [
        ("MSC-A", "r-1"), ("B", "r-1"), ("B", "x"),
    ]  # fmt: skip
    assert (file.refused, file.stated) == ((), 3)


async def test_three_texts_in_one_second_are_three_uses(anna: Adapter) -> None:
    await takes(anna, "MSC-A-17.jsonl", frame(*map(text, (1, 2, 3))))

    assert [(one.record_id, one.alike, one.record_seq) for one in await usage(anna)] == [
        ("t-1", 0, 1), ("t-2", 1, 2), ("t-3", 2, 3),
    ]  # fmt: skip


async def test_the_same_call_in_later_files_under_other_ids_is_one_use(anna: Adapter) -> None:
    for number in (17, 18, 19):
        await takes(anna, f"MSC-A-{number}.jsonl", frame(line(cdr_id=f"r-{number}"), seq=number))

    assert await names(anna) == ["r-17"]
    assert await refused(anna) == [(2, "SAID_BEFORE", "")] * 2


async def test_of_uses_that_are_alike_there_are_as_many_as_one_file_has(anna: Adapter) -> None:
    await takes(anna, "MSC-A-17.jsonl", frame(*map(text, (1, 2)), seq=17))
    await takes(anna, "MSC-A-18.jsonl", frame(*map(text, (8, 9, 2, 7)), seq=18))
    await takes(anna, "MSC-A-19.jsonl", frame(text(5), seq=19))

    assert len(await names(anna)) == 4
    assert sorted(one.alike for one in await usage(anna)) == [0, 1, 2, 3]


async def test_two_elements_may_give_the_same_id(anna: Adapter) -> None:
    for switch in ("MSC-A", "MSC-B"):
        await takes(anna, f"{switch}-17.jsonl", frame(line(), switch=switch))
        await takes(anna, f"{switch}-18.jsonl", frame(line(), switch=switch, seq=18))

    said = await usage(anna)
    assert [one.element for one in said] == ["MSC-A", "MSC-B"]
    assert said[0].record_id == "r-1" != said[1].record_id


async def test_a_session_in_groups_and_parts_may_have_one_id(anna: Adapter) -> None:
    marks = [(1, 1), (1, 2), (2, 1)]
    session = [
        line(type="DATA", peer="ctnet", duration=0, bytes=10, rating_group=group, partial=part)
        for group, part in marks
    ]

    await takes(anna, "GGSN-17.jsonl", frame(*session, switch="GGSN"))
    await takes(anna, "GGSN-18.jsonl", frame(*session, switch="GGSN", seq=18))

    said = await usage(anna)
    assert [(one.rating_group, one.partial) for one in said] == marks
    assert len({one.record_id for one in said}) == 3


async def test_an_id_for_two_contents_is_shown_and_not_passed_over(anna: Adapter) -> None:
    await takes(anna, "MSC-A-17.jsonl", frame(line(), line(duration=61)))
    await takes(anna, "MSC-A-18.jsonl", frame(line(duration=62), seq=18))

    assert await names(anna) == ["r-1"]
    assert [reason for _, reason, _ in await refused(anna)] == ["ID_REUSED", "ID_REUSED"]


async def test_another_content_under_a_known_name_is_read_and_nothing_overwritten(
    anna: Adapter,
) -> None:
    first, second = frame(line()), frame(line(), line(cdr_id="r-2", duration=7))
    for octets in (first, second, first, second, first):
        await takes(anna, "MSC-A-17.jsonl", octets)

    archive = anna.settings.cdr_dir / "archive"
    assert await names(anna) == ["r-1", "r-2"]
    assert sorted(one.read_bytes() for one in archive.iterdir()) == sorted([first, second])
    assert (archive / "MSC-A-17.jsonl").read_bytes() == first
    assert list(anna.settings.cdr_dir.glob("*.jsonl")) == []


async def test_what_is_put_in_the_place_of_a_file_that_is_read_is_read_too(anna: Adapter) -> None:
    lies = anna.settings.cdr_dir / "MSC-A-17.jsonl"
    lies.write_bytes(frame(line()))
    file = await anna.folder.read(lies.name)
    other = lies.with_suffix(".part")
    other.write_bytes(frame(line(cdr_id="r-2")))
    other.rename(lies)

    await anna.folder.archive(file)

    assert lies.exists()
    assert list((anna.settings.cdr_dir / "archive").iterdir()) == []


async def test_folders_and_names_that_are_no_text_are_left_alone(anna: Adapter) -> None:
    (anna.settings.cdr_dir / "a.jsonl").mkdir()
    (anna.settings.cdr_dir / "b\n.jsonl").write_bytes(b"")

    assert await anna.folder.closed() == []


async def test_many_files_are_taken_one_after_the_other(anna: Adapter) -> None:
    work = UsageRecords(anna.uow, anna.folder, anna.clock)
    for number in range(1, 41):
        octets = frame(text(number, start_time="2026-11-22T13:00:00Z"), seq=number)
        (anna.settings.cdr_dir / f"MSC-A-{number:04}.jsonl").write_bytes(octets)

    await asyncio.gather(*[work.carry_out(name) for name in await work.due()])

    counts = await anna.records.counts()
    assert (counts.read, counts.said, counts.refused) == (40, 1, 39)
    assert await work.is_quiet()


async def test_a_file_that_cannot_be_put_away_comes_again_later_and_the_others_go_on(
    anna: Adapter,
) -> None:
    seconds = [0.0]
    work = UsageRecords(anna.uow, anna.folder, anna.clock, later=Later(lambda: seconds[0]))
    folder, archive = anna.settings.cdr_dir, anna.settings.cdr_dir / "archive"
    bad, good = "MSC-A-0001.jsonl", "MSC-A-0002.jsonl"
    before = refused_so_far()
    (folder / bad).write_bytes(frame(line(), line(cdr_id="r-2", peer=""), seq=1))
    archive.rmdir()
    archive.write_bytes(b"no folder")

    with pytest.raises(OSError, match="archive") as failed:
        await work.carry_out(*await work.due())
    archive.unlink()
    (folder / good).write_bytes(frame(line(cdr_id="r-3", duration=9), seq=2))
    at_once = await work.due()
    await work.carry_out(*at_once)
    seconds[0] += FIRST_PAUSE
    later = await work.due()
    await work.carry_out(*later)

    assert (at_once, later) == ([good], [bad])
    assert bad in failed.value.__notes__[0]
    assert await names(anna) == ["r-1", "r-3"]
    assert sorted(one.name for one in archive.iterdir()) == [bad, good]
    assert refused_so_far() == before + 1
    assert (await work.is_quiet(), work.later.files) == (True, {})


async def test_what_is_refused_is_listed_page_by_page_and_counted(anna: Adapter) -> None:
    servicer = RecordServicer(RecordReadings(anna.database))
    bad = [line(cdr_id=f"b-{n}", peer="") for n in range(3)]
    await takes(anna, "MSC-A-17.jsonl", frame(line(), *bad, line(cdr_id="c", imsi=BORIS.imsi)))
    await takes(anna, "MSC-A-20.jsonl", frame(line(), seq=20))

    pages, before = [], 0
    while True:
        asked = records_pb2.ListRefusedRecordsRequest(before_id=before, limit=3)
        page = await servicer.ListRefusedRecords(asked, None)
        if not page.records:
            break
        pages.append([(one.line, one.reason, one.field, one.record_id) for one in page.records])
        before = page.next_before_id
    counted = await servicer.CountRecords(records_pb2.CountRecordsRequest(), None)
    repeated = records_pb2.ListRefusedRecordsRequest(reason="SAID_BEFORE", element="MSC-A")

    assert pages == [
        [
            (6, "CARD_UNKNOWN", "", "c"),
            (5, "FIELD_INVALID", "peer", "b-2"),
            (4, "FIELD_INVALID", "peer", "b-1"),
        ],
        [(3, "FIELD_INVALID", "peer", "b-0")],
    ]
    assert [one.file for one in (await servicer.ListRefusedRecords(repeated, None)).records] == [
        "MSC-A-20.jsonl"
    ]
    (one,) = counted.elements
    assert (one.files, one.files_missing, one.records_stated, one.records_read) == (2, 2, 6, 6)
    assert (one.records_said, one.records_refused) == (1, 5)
    assert {each.reason: each.count for each in counted.refused} == {
        "CARD_UNKNOWN": 1, "FIELD_INVALID": 3, "SAID_BEFORE": 1,
    }  # fmt: skip
    for wrong in ({"reason": "x"}, {"element": "a\0b"}, {"before_id": -1}, {"limit": -1}):
        with pytest.raises(Invalid):
            await servicer.ListRefusedRecords(records_pb2.ListRefusedRecordsRequest(**wrong), None)


A_USE = st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(1, 3))
"""When it began, with whom, and how many that are alike there are in its file."""


def split(uses: Sequence[tuple[int, int, int]], data: st.DataObject) -> list[list[dict[str, Any]]]:
    """Return files with all of these uses, each with all that are alike; some come again."""
    made = [
        [
            text(
                100 * place + n,
                start_time=f"2026-11-22T13:00:0{at}Z",
                peer=f"861390000000{peer}",
                record_seq=100 * place + n,
            )
            for n in range(number)
        ]
        for place, (at, peer, number) in enumerate(dict.fromkeys(uses))
    ]
    files: list[list[dict[str, Any]]] = [[] for _ in range(data.draw(st.integers(1, 3)))]
    for group in made:
        data.draw(st.sampled_from(files)).extend(group)
    for again in data.draw(st.lists(st.sampled_from(made), max_size=3)):
        renamed = [one | {"cdr_id": f"{one['cdr_id']} again".replace(" ", "-")} for one in again]
        files.append(data.draw(st.sampled_from([again, renamed])))
    return [data.draw(st.permutations(one)) for one in data.draw(st.permutations(files))]


@settings(max_examples=200, deadline=None)
@given(st.lists(A_USE, min_size=1, max_size=5, unique_by=lambda one: one[:2]), st.data())
def test_any_split_into_files_any_order_and_any_repetition_say_the_same_uses(
    uses: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    known: dict[str, Known] = {}
    alike: dict[bytes, int] = {}
    said: list[UsageRecord] = []
    for number, records in enumerate(split(uses, data)):
        file = read_file(f"MSC-A-{number}.jsonl", frame(*records, seq=number + 1))
        fresh = sorted_out(file.records, known=known, alike=alike).fresh
        said += fresh
        for one in fresh:
            likeness = likeness_of(one)
            known[one.record_id] = Known(one.element, one.mark, likeness)
            alike[likeness] = alike.get(likeness, 0) + 1

    expected = sorted(
        (f"861390000000{peer}", at, n) for at, peer, number in uses for n in range(number)
    )
    assert sorted((one.peer, one.started_at.second, one.alike) for one in said) == expected


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=4,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from([*sorted(line()), "partial", "mm_id"]), ANY, max_size=4))
def test_any_line_is_a_record_or_refused_with_line_and_field(changes: dict[str, Any]) -> None:
    file = read_file("x", frame(line(**changes)))

    assert len(file.records) + len(file.refused) == 1
    for one in file.refused:
        assert one.line == 2
        assert one.field in changes or one.flaw == "NOT_READABLE"
