"""Headers and trailers as foreign switches write them: nobody is charged for what is not theirs."""

import json
from typing import Any

import pytest
from adapter import Adapter
from hypothesis import given
from hypothesis import strategies as st
from test_usage import JSON, content, line, takes, usage

from boss.provisioning.v1 import records_pb2
from kernel.use import is_element
from provisioning.mediation.clients import RecordDirectory
from provisioning.mediation.domain.usage import RecordFile
from provisioning.mediation.edge.records import RecordServicer
from provisioning.mediation.storage.reading import RecordReadings
from provisioning.mediation.usecases.collect_usage import collect_usage
from provisioning.mediation.wire.record_lines import UNKNOWN, read_file
from provisioning.migrations.versions.provisioning_frames import RECKON_ANEW

NAME = "MSC-A-0000000017.jsonl"
NO_SWITCH = ["MSC A", "MSC-A ", "", "\u5e7f\u5dde-MSC", "x" * 65, 7, True, None, [], "MSC\n"]
NO_NUMBER = ["1", "", 1.5, 1.0, True, -1, 2**63, None, []]
NO_COUNT = ["1", 1.0, True, -1, 2**31, None, {}]


def lines(*every: Any) -> bytes:
    texts = (one if isinstance(one, str) else json.dumps(one) + "\n" for one in every)
    return "".join(texts).encode()


def frame(*records: Any, switch: str = "MSC-A", seq: int = 17) -> bytes:
    trailer = {"trailer": {"count": len(records)}}
    return lines({"header": {"switch": switch, "file_seq": seq}}, *records, trailer)


def framed(header: Any, *records: Any) -> bytes:
    return lines({"header": header}, *records, {"trailer": {"count": len(records)}})


async def refused(adapter: Adapter) -> list[tuple[int, str, str]]:
    rows = await adapter.rows("SELECT line, reason, field FROM refused_record ORDER BY id")
    return [(row.line, row.reason, row.field) for row in rows]


async def names(adapter: Adapter) -> list[str]:
    return [one.record_id for one in await usage(adapter)]


def told(file: RecordFile) -> list[tuple[int, str, str]]:
    return [(one.line, one.flaw.value, one.field) for one in file.refused]


@pytest.mark.parametrize(
    ("header", "field"),
    [({"switch": one, "file_seq": 17}, "switch") for one in NO_SWITCH]
    + [({"switch": "MSC-A", "file_seq": one}, "file_seq") for one in NO_NUMBER],
    ids=repr,
)
def test_a_header_that_does_not_fit_takes_its_records_along(header: Any, field: str) -> None:
    file = read_file(NAME, framed(header, line(), line(cdr_id="r-2")))

    assert told(file) == [
        (1, "FIELD_INVALID", field), (2, "FRAME_REFUSED", field), (3, "FRAME_REFUSED", field),
    ]  # fmt: skip
    assert [one.record_id for one in file.refused] == ["", "r-1", "r-2"]
    assert (file.records, file.lines, file.file_seq, file.stated) == ((), 2, 0, 2)
    assert file.element == (UNKNOWN if field == "switch" else "MSC-A")


@pytest.mark.parametrize(
    ("header", "flaw", "field"),
    [
        ('{"header": null}\n', "FIELD_INVALID", "header"),
        ('{"header": [1]}\n', "FIELD_INVALID", "header"),
        ('{"header": "MSC-A"}\n', "FIELD_INVALID", "header"),
        ('{"header": {"switch": "MSC-A"}, "version": 2}\n', "FIELD_INVALID", "header"),
        ('{"header": {"switch": "MSC-A"}, "trailer": {"count": 1}}\n', "FIELD_INVALID", "header"),
        ('{"header": {"switch": "MSC-A", "switch": "MSC-B"}}\n', "FIELD_TWICE", "switch"),
        ('{"header": {"switch": "MS\n', "NOT_READABLE", ""),
        (' { "header" : {"switch": "MSC-A", "file_seq": NaN}}\n', "NOT_READABLE", ""),
    ],
)
def test_a_header_that_is_none_takes_its_records_along(header: str, flaw: str, field: str) -> None:
    file = read_file("export-7.jsonl", lines(header, line(), {"trailer": {"count": 1}}))

    assert told(file) == [(1, flaw, field), (2, "FRAME_REFUSED", field or "header")]
    assert (file.records, file.lines) == ((), 1)


@pytest.mark.parametrize("header", [{}, {"file_seq": 3}, {"format": 2}], ids=repr)
def test_a_header_without_a_switch_needs_the_folder_of_an_element(header: Any) -> None:
    (record,) = read_file(NAME, framed(header, line()), home="MSC-A").records
    nobodys = read_file(NAME, framed(header, line()))

    assert record.element == "MSC-A"
    assert told(nobodys) == [(1, "FIELD_MISSING", "switch"), (2, "FRAME_REFUSED", "switch")]


@pytest.mark.parametrize("name", [NAME, "\u5e7f\u5dde-1.jsonl", "MSC A-1.jsonl", "17.jsonl"])
def test_the_name_of_a_file_says_nobody_whose_it_is(name: str) -> None:
    file = read_file(name, lines(line(), {"trailer": {"count": 1}}))

    assert told(file) == [(1, "FRAME_REFUSED", "switch"), (1, "HEADER_MISSING", "")]
    assert (file.records, file.element, file.lines, file.stated) == ((), UNKNOWN, 1, 1)


def test_in_the_folder_of_an_element_a_file_needs_no_header() -> None:
    file = read_file("17.jsonl", lines(line(), {"trailer": {"count": 1}}), home="MSC-B")

    assert told(file) == [(1, "HEADER_MISSING", "")]
    assert ([one.element for one in file.records], file.element) == (["MSC-B"], "MSC-B")


def test_a_header_that_contradicts_the_folder_takes_its_records_along() -> None:
    file = read_file(NAME, frame(line()) + frame(line(), switch="MSC-B"), home="MSC-B")

    assert told(file) == [(1, "ELEMENT_DIFFERS", "switch"), (2, "FRAME_REFUSED", "switch")]
    assert ([one.element for one in file.records], file.element) == (["MSC-B"], "MSC-B")


@pytest.mark.parametrize(
    ("trailer", "field"),
    [({"count": one}, "count") for one in NO_COUNT]
    + [({"count": 1, "file_seq": one}, "file_seq") for one in NO_NUMBER],
    ids=repr,
)
def test_a_trailer_that_does_not_fit_is_refused_and_states_nothing(
    trailer: Any, field: str
) -> None:
    file = read_file(NAME, lines({"header": {"switch": "A"}}, line(), {"trailer": trailer}))

    assert told(file) == [(3, "FIELD_INVALID", field)]
    assert (len(file.records), file.lines, file.stated) == (1, 1, None)


@pytest.mark.parametrize(
    ("trailer", "flaws"),
    [
        ({"trailer": {}}, ["FIELD_MISSING"]),
        ({"trailer": None}, ["FIELD_INVALID"]),
        ({"trailer": {"count": 1}, "end": True}, ["FIELD_INVALID"]),
        ('{"trailer": {"count": 1', ["NOT_READABLE", "TRAILER_MISSING"]),
    ],
    ids=repr,
)
def test_a_trailer_that_is_none_is_no_record(trailer: Any, flaws: list[str]) -> None:
    file = read_file(NAME, lines({"header": {"switch": "A"}}, line(), trailer))

    assert [one.flaw.value for one in file.refused] == flaws
    assert (len(file.records), file.lines, file.stated) == (1, 1, None)


@pytest.mark.parametrize("name", ["header", "trailer"])
@pytest.mark.parametrize("value", [{"switch": "B", "count": 0}, {}, [], None], ids=repr)
@pytest.mark.parametrize("own_id", [True, False])
def test_a_record_that_carries_a_header_or_trailer_is_a_record(
    name: str, value: Any, *, own_id: bool
) -> None:
    carries = line(record_seq=4) | {name: value}
    if not own_id:
        del carries["cdr_id"]

    file = read_file(NAME, content(carries, line(cdr_id="r-2")))

    assert [one.element for one in file.records] == ["MSC-A"] * 2
    assert (file.refused, file.stated) == ((), 2)


def test_a_header_twice_or_in_the_middle_begins_anew_and_a_lost_trailer_is_noticed() -> None:
    first, second = {"header": {"switch": "A", "file_seq": 1}}, {"header": {"switch": "B"}}

    twice = read_file(NAME, lines(first, first, line(), {"trailer": {"count": 1}}))
    amid = read_file(NAME, lines(first, line(), second, line(), {"trailer": {"count": 1}}))
    late = read_file(NAME, lines(line(), first, line(), {"trailer": {"count": 1}}))

    assert told(twice) == [(2, "TRAILER_MISSING", "")]
    assert told(amid) == [(3, "TRAILER_MISSING", "")]
    assert [one.element for one in amid.records] == ["A", "B"]
    assert told(late) == [(1, "FRAME_REFUSED", "switch"), (1, "HEADER_MISSING", "")]
    assert [(one.element, one.file_seq) for one in late.records] == [("A", 17)]


@pytest.mark.parametrize("cut", ["", '{"trailer": {"count": 1}}\n'])
def test_a_mark_at_the_beginning_of_each_file_that_was_put_together_is_nothing(cut: str) -> None:
    first = lines({"header": {"switch": "A", "file_seq": 1}}, line(), cut)
    mark = "\ufeff".encode()

    file = read_file(NAME, mark + first + mark + frame(line(), switch="B") + mark)

    assert [one.element for one in file.records] == ["A", "B"]
    assert told(file) == ([] if cut else [(3, "TRAILER_MISSING", "")])


TRAILER = json.dumps({"trailer": {"count": 1}})
RECORD = json.dumps(line(cdr_id="r-2"))


@pytest.mark.parametrize(
    ("last", "flaws", "read"),
    [
        (TRAILER, [], 2),
        (RECORD, ["TRAILER_MISSING"], 3),
        (RECORD[:40], ["NOT_READABLE", "TRAILER_MISSING"], 3),
        (TRAILER[:20], ["NOT_READABLE", "TRAILER_MISSING"], 2),
        ("\0" * 512, ["NOT_READABLE", "TRAILER_MISSING"], 2),
        ("\0" * 200_000, ["LINE_TOO_LONG", "TRAILER_MISSING"], 2),
        (",", ["NOT_READABLE", "TRAILER_MISSING"], 2),
        ("#$%&\n", ["NOT_READABLE", "TRAILER_MISSING"], 2),
        (TRAILER + "\n\0\0\0", ["NOT_READABLE"], 2),
        (TRAILER + "\n\x1a\n", ["NOT_READABLE"], 2),
    ],
    ids=repr,
)
@pytest.mark.parametrize("space", ["", " "])
def test_a_header_behind_the_end_of_a_file_without_a_line_feed_begins_a_file(
    last: str, flaws: list[str], read: int, space: str
) -> None:
    first = lines({"header": {"switch": "A", "file_seq": 1}}, line(), last, space)

    file = read_file(NAME, first + frame(line(cdr_id="r-3"), switch="B"))

    whole = [] if last != RECORD else [("A", "r-2")]
    said = [(one.element, one.record_id) for one in file.records]
    assert said == [("A", "r-1"), *whole, ("B", "r-3")]
    assert [one.flaw.value for one in file.refused] == flaws
    assert (file.lines, file.stated) == (read, 2 if TRAILER in last else 1)


@pytest.mark.parametrize(
    "remains",
    [
        'der": {"switch": "B", "file_seq": 2}}',
        "{'header': {'switch': 'B'}}",
        '[{"header": {"switch": "B"}}]',
        '{"he\\u0061der": {"switch": "B"',
        '{"Header": {"switch": "B"}}',
        '{"HEADER ": {"switch": "B", "file_seq": 2}}',
        "\0" * 100_000 + 'der": {"switch": "B"}}',
    ],
)
def test_records_behind_what_a_header_left_are_of_nobody_known(remains: str) -> None:
    first = lines({"header": {"switch": "A", "file_seq": 1}}, line(), remains + "\n")

    file = read_file(NAME, first + lines(line(cdr_id="r-2"), {"trailer": {"count": 1}}))

    assert [(one.element, one.record_id) for one in file.records] == [("A", "r-1")]
    assert "TRAILER_MISSING" in [flaw for _, flaw, _ in told(file)]
    assert [(one.flaw.value, one.record_id) for one in file.refused][-1] == ("FRAME_REFUSED", "r-2")
    assert (file.lines, file.stated) == (2, 1)


@pytest.mark.parametrize("end", ["", ', "msisdn": "86139'])
def test_a_record_that_is_cut_and_says_a_switch_keeps_those_behind_it_from_nobody(end: str) -> None:
    cut = json.dumps(line() | {"switch": "MSC-A"})[:-30] + end + "\n"

    file = read_file(NAME, content(cut, line(cdr_id="r-2")))

    assert [one.record_id for one in file.records] == ["r-2"]
    assert told(file) == [(2, "NOT_READABLE", "")]


async def test_files_put_together_without_a_line_feed_are_charged_once_when_one_comes_again(
    anna: Adapter,
) -> None:
    first, second = frame(line(), switch="MSC-A"), frame(line(cdr_id="r-2", duration=7), switch="B")

    await takes(anna, "both.jsonl", first.rstrip() + second)
    await takes(anna, "second.jsonl", second)

    assert await names(anna) == ["r-1", "r-2"]


@pytest.mark.parametrize("padding", ["x" * 70_000, [0] * 40_000])
def test_a_header_that_is_too_long_takes_its_records_along_and_not_to_another(
    padding: Any,
) -> None:
    first = lines({"header": {"switch": "A", "file_seq": 1}}, line())
    second = framed({"switch": "B", "padding": padding}, line(cdr_id="r-2"), line(cdr_id="r-3"))

    file = read_file(NAME, first + second)

    assert [(one.element, one.record_id) for one in file.records] == [("A", "r-1")]
    assert told(file) == [
        (3, "TRAILER_MISSING", ""),
        (3, "LINE_TOO_LONG", ""),
        (4, "FRAME_REFUSED", "header"),
        (5, "FRAME_REFUSED", "header"),
    ]


def test_a_header_that_fits_is_read_whatever_was_refused_before_it() -> None:
    file = read_file(NAME, framed({"switch": "M A"}, line()) + framed({"switch": "B"}, line()))

    assert told(file) == [(1, "FIELD_INVALID", "switch"), (2, "FRAME_REFUSED", "switch")]
    assert [one.element for one in file.records] == ["B"]
    assert (file.element, file.stated, file.lines) == ("B", 2, 2)


def test_a_second_header_without_a_switch_is_not_of_the_first_ones_element() -> None:
    both = framed({"switch": "B"}, line()) + framed({}, line())
    file, at_home = read_file(NAME, both), read_file(NAME, both, home="B")

    assert told(file) == [(4, "FIELD_MISSING", "switch"), (5, "FRAME_REFUSED", "switch")]
    assert [one.element for one in file.records] == ["B"]
    assert [one.element for one in at_home.records] == ["B", "B"]


def test_what_stands_behind_a_trailer_is_seen_to_have_no_header() -> None:
    trailer = {"trailer": {"count": 1}}

    record = read_file(NAME, content(line()) + lines(line(cdr_id="r-2")))
    again = read_file(NAME, content(line()) + lines(trailer))

    assert told(record) == [(4, "FRAME_REFUSED", "switch"), (4, "HEADER_MISSING", "")]
    assert len(record.records) == 1
    assert told(again) == [(4, "HEADER_MISSING", ""), (4, "COUNT_DIFFERS", "count")]


def test_elements_are_told_apart_by_every_letter() -> None:
    files = [read_file(NAME, frame(line(), switch=name)) for name in ("MSC-A", "msc-a")]

    assert [one.element for one in files] == ["MSC-A", "msc-a"]


@given(st.sampled_from(["switch", "file_seq", "header"]), JSON)
def test_whatever_a_header_says_its_record_is_read_or_refused_by_name(
    name: str, value: Any
) -> None:
    header = value if name == "header" else {"switch": "MSC-B", name: value}

    file = read_file(NAME, framed(header, line()))

    assert file.lines == 1
    if file.records:
        (record,) = file.records
        assert (record.element, is_element(record.element)) == (header["switch"], True)
    else:
        # A number without end is none in JSON: such a line cannot be read.
        flaws = {one.flaw.value for one in file.refused} - {"FRAME_REFUSED"}
        assert flaws in ({"FIELD_INVALID"}, {"FIELD_MISSING"}, {"NOT_READABLE"})
        assert [one.line for one in file.refused if one.flaw.value == "FRAME_REFUSED"] == [2]


async def test_a_record_under_a_wrong_switch_is_charged_once_when_it_comes_again(
    anna: Adapter,
) -> None:
    servicer = RecordServicer(RecordReadings(anna.database))
    await takes(anna, "first-1.jsonl", frame(line(), switch="MSC A"))
    await takes(anna, "second-1.jsonl", frame(line(), switch="MSC A"))
    before = await names(anna)
    seen = await servicer.CountRecords(records_pb2.CountRecordsRequest(), None)
    await takes(anna, "third-1.jsonl", frame(line(), switch="MSC-A"))

    assert (before, await names(anna)) == ([], ["r-1"])
    assert (
        await refused(anna) == [(1, "FIELD_INVALID", "switch"), (2, "FRAME_REFUSED", "switch")] * 2
    )
    (one,) = seen.elements
    assert (one.element, one.files, one.records_read, one.records_refused) == (UNKNOWN, 2, 2, 2)
    counts = await anna.records.counts()
    assert (counts.read, counts.said, counts.refused) == (3, 1, 2)


async def test_a_file_whose_header_was_lost_is_charged_once_when_it_comes_again_whole(
    anna: Adapter,
) -> None:
    whole = frame(line(), line(cdr_id="r-2", duration=7), switch="MSC-B")
    await takes(anna, "MSC-A-17.jsonl", whole.partition(b"\n")[2])
    before = await names(anna)
    await takes(anna, "MSC-A-17.jsonl", whole)

    assert (before, await names(anna)) == ([], ["r-1", "r-2"])
    assert await refused(anna) == [
        (1, "FRAME_REFUSED", "switch"), (1, "HEADER_MISSING", ""), (2, "FRAME_REFUSED", "switch"),
    ]  # fmt: skip


async def test_an_operator_says_whose_a_file_without_a_header_is_by_putting_it_there(
    anna: Adapter,
) -> None:
    folder = RecordDirectory(anna.settings.cdr_dir, elements=["MSC-B"])
    folder.prepare()
    whole = frame(line(), line(cdr_id="r-2", duration=7), switch="MSC-B")
    home = anna.settings.cdr_dir / "MSC-B" / "17.jsonl"
    home.write_bytes(whole.partition(b"\n")[2])
    other = anna.settings.cdr_dir / "MSC-C"
    other.mkdir()
    (other / "1.jsonl").write_bytes(whole)

    closed = await folder.closed()
    taken = await collect_usage(closed[0], uow=anna.uow(), folder=folder, clock=anna.clock)
    await folder.archive(taken.file)
    await takes(anna, "17.jsonl", whole)

    assert (list(closed), taken.file.element) == (["MSC-B/17.jsonl"], "MSC-B")
    assert await names(anna) == ["r-1", "r-2"]
    archive = anna.settings.cdr_dir / "archive"
    assert sorted(one.suffix for one in archive.iterdir()) == [".jsonl", ".jsonl"]
    assert (home.exists(), list(await folder.closed())) == (False, [])


async def test_only_trailers_that_were_read_state_and_flaws_of_the_frame_are_no_records(
    anna: Adapter,
) -> None:
    servicer = RecordServicer(RecordReadings(anna.database))
    cut = frame(line(), line(cdr_id="r-2", duration=7), seq=1).rpartition(b'{"trailer"')[0]
    await takes(anna, "MSC-A-1.jsonl", cut)
    await takes(anna, "MSC-A-2.jsonl", frame(line(cdr_id="r-3", duration=9), seq=2))
    await takes(anna, "MSC-A-3.jsonl", frame(seq=3).replace(b'"count": 0', b'"count": "0"'))
    await takes(anna, "MSC-A-4.jsonl", frame(seq=4) + cut.replace(b": 1,", b": 4,"))

    counted = await servicer.CountRecords(records_pb2.CountRecordsRequest(), None)

    (one,) = counted.elements
    assert (one.files, one.files_without_trailer, one.records_stated) == (4, 3, 1)
    assert (one.records_read, one.records_said, one.records_refused) == (5, 3, 2)
    assert {each.reason: each.count for each in counted.refused} == {
        "TRAILER_MISSING": 2, "FIELD_INVALID": 1, "SAID_BEFORE": 2,
    }  # fmt: skip


async def test_what_was_counted_among_the_records_before_is_so_no_more(anna: Adapter) -> None:
    old = """
        INSERT INTO taken_file
            (element, name, digest, file_seq, records, stated, said, refused, reasons, read_at)
        VALUES ('A', 'a', '1', 1, 5, NULL, 2, 3,
                '{"TRAILER_MISSING": 1, "HEADER_MISSING": 1, "FIELD_INVALID": 1}', now()),
               ('A', 'b', '2', 2, 2, 2, 1, 1, '{"CARD_UNKNOWN": 1}', now())
    """
    async with anna.database.transaction() as connection:
        await connection.exec_driver_sql(old)
        await connection.exec_driver_sql(RECKON_ANEW)

    rows = await anna.rows("SELECT records, said, refused FROM taken_file ORDER BY id")
    assert [tuple(row) for row in rows] == [(3, 2, 1), (2, 1, 1)]
