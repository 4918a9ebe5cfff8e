"""What became of files and records of use, at a terminal."""

import json

import pytest

from boss.provisioning.v1 import questions_pb2 as network
from boss.provisioning.v1 import records_pb2 as records
from harness.terminal import Terminal


def line(number: int) -> records.RefusedRecord:
    return records.RefusedRecord(
        id=number, element="MSC-A", file="MSC-A-17.jsonl", line=3, reason="FIELD_INVALID",
        field="peer", record_id="r-1",
    )  # fmt: skip


async def test_refused_lines_are_listed_page_by_page(terminal: Terminal) -> None:
    terminal.notes.answers["ListRefusedRecordsRequest"] = [
        records.ListRefusedRecordsResponse(records=[line(9), line(8)], next_before_id=8),
        records.ListRefusedRecordsResponse(),
    ]

    code, said = await terminal.types("records", "refused", "--element", "MSC-A")

    assert code == 0
    assert said.count("MSC-A-17.jsonl  3     FIELD_INVALID  peer") == 2
    first, second = terminal.notes.all("ListRefusedRecordsRequest")
    assert (first.element, first.before_id, second.before_id) == ("MSC-A", 0, 8)


async def test_a_program_reads_refused_lines_and_where_to_go_on(terminal: Terminal) -> None:
    terminal.notes.answers["ListRefusedRecordsRequest"] = records.ListRefusedRecordsResponse(
        records=[line(9)], next_before_id=9
    )

    _, said = await terminal.types("records", "refused", "--limit", "1", "--json")

    told = json.loads(said)
    assert (told["records"][0]["field"], told["next_before"]) == ("peer", 9)


async def test_files_and_records_are_reconciled_from_the_element_on(terminal: Terminal) -> None:
    one = records.ElementRecords(
        element="MSC-A", files=3, files_missing=1, records_stated=10, records_read=10,
        records_said=8, records_refused=2,
    )  # fmt: skip
    counted = records.CountRecordsResponse(
        elements=[one], refused=[records.RefusedCount(reason="SAID_BEFORE", count=2)]
    )
    terminal.notes.answers["CountRecordsRequest"] = counted
    terminal.notes.answers["CountChangesRequest"] = network.CountChangesResponse(
        records_read=10, records_said=8, records_refused=2
    )

    _, files = await terminal.types("records", "files")
    code, said = await terminal.types("reconcile")

    assert code == 1
    assert "OFF   files of MSC-A: 3 seen, 1 numbers between them not" in said
    assert "ok    records of MSC-A: stated 10, read 10 = said 8 + refused 2" in said
    assert "        2 SAID_BEFORE" in said
    assert "refused: 2 SAID_BEFORE" in files


async def test_what_no_trailer_stated_is_not_said_to_be_stated(terminal: Terminal) -> None:
    one = records.ElementRecords(
        element="MSC-A", files=3, files_without_trailer=2, records_stated=1, records_read=5,
        records_said=5,
    )  # fmt: skip
    terminal.notes.answers["CountRecordsRequest"] = records.CountRecordsResponse(elements=[one])

    _, files = await terminal.types("records", "files", "--json")
    _, said = await terminal.types("reconcile")

    told = "stated 1 (2 of 3 files without a trailer), read 5 = said 5 + refused 0"
    assert f"ok    records of MSC-A: {told}" in said
    (row,) = json.loads(files)["elements"]
    assert (row["stated"], row["no_trailer"]) == (1, 2)


async def test_noted_records_are_listed_page_by_page(terminal: Terminal) -> None:
    noted = records.RefusedRecord(
        id=9, element="MSC-A", file="MSC-A-17.jsonl", line=3, reason="NUMBER_DIFFERS",
        field="msisdn", record_id="r-1",
    )  # fmt: skip
    terminal.notes.answers["ListRefusedRecordsRequest"] = records.ListRefusedRecordsResponse(
        records=[noted], next_before_id=9
    )

    code, said = await terminal.types("records", "noted", "--limit", "1", "--element", "MSC-A")

    assert code == 0
    assert "MSC-A-17.jsonl  3     NUMBER_DIFFERS  msisdn" in said
    assert "there may be more: --before 9" in said
    terminal.notes.answers["ListRefusedRecordsRequest"] = records.ListRefusedRecordsResponse()

    code, said = await terminal.types("records", "noted", "--before", "9")

    assert (code, said.strip()) == (0, "none was noted")
    first, second = terminal.notes.all("ListRefusedRecordsRequest")
    assert (first.reason, first.element, first.before_id) == ("NUMBER_DIFFERS", "MSC-A", 0)
    assert (second.reason, second.before_id) == ("NUMBER_DIFFERS", 9)


async def test_what_was_noted_is_counted_with_the_files(terminal: Terminal) -> None:
    terminal.notes.answers["CountRecordsRequest"] = records.CountRecordsResponse(
        noted=[records.RefusedCount(reason="NUMBER_DIFFERS", count=2)]
    )

    _, files = await terminal.types("records", "files")
    _, told = await terminal.types("records", "files", "--json")

    assert "charged, and to be looked at (bossctl records noted): 2 NUMBER_DIFFERS" in files
    assert json.loads(told)["noted"] == {"NUMBER_DIFFERS": 2}


@pytest.mark.parametrize("said", ["13900100001", "+8613900100001", "008613900100001"])
async def test_texts_of_a_number_are_found_however_it_is_written(
    terminal: Terminal, said: str
) -> None:
    await terminal.types("texts", "list", "--number", said)
    await terminal.types("texts", "list")

    asked = terminal.notes.all("ListTextsRequest")
    assert [one.msisdn for one in asked] == ["8613900100001", ""]
