"""A newcomer uses a number, sees which record it left, and lets a clock that stands run on."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from boss.billing.v1 import questions_pb2 as ledger
from boss.emulator.v1 import handsets_pb2 as handsets
from boss.runtime.v1 import operations_pb2 as operations
from harness.terminal import Terminal, a_list
from kernel.errors import NotFound

NUMBER, FRIEND, ICCID = "8613900100000", "01065550100", "89860000000000000019"
NOON = datetime(2031, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def stock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    a_list(tmp_path, "sim-cards.csv", "iccid,imsi", f"{ICCID},460000000000001")
    a_list(tmp_path, "card-keys.csv", "imsi,ki,opc", f"460000000000001,{'0a' * 16},{'0b' * 16}")
    monkeypatch.setenv("BOSS_STOCK_DIR", str(tmp_path))
    return tmp_path


async def test_a_card_is_put_into_a_handset_with_the_keys_of_its_maker(
    terminal: Terminal, stock: Path
) -> None:
    code, said = await terminal.types("handset", "attach", ICCID, "--abroad", "45400")

    request = terminal.notes.all("AttachRequest")[0]
    assert (code, said.strip()) == (0, f"{NUMBER}: let through")
    assert (request.card.imsi, request.card.k) == ("460000000000001", b"\x0a" * 16)
    assert request.visited_plmn == "45400"
    assert "0a0a" not in said


@pytest.mark.parametrize(
    ("words", "record"),
    [
        (("call", NUMBER, FRIEND, "--seconds", "90"), "r-1"),
        (("text", NUMBER, FRIEND, "hello"), "r-2"),
        (("data", NUMBER, "30"), "r-3"),
    ],
)
async def test_a_use_says_which_record_it_left(
    terminal: Terminal, words: tuple[str, ...], record: str
) -> None:
    code, said = await terminal.types("handset", *words)
    _, document = await terminal.types("--json", "handset", *words)

    assert (code, said) == (0, f"{NUMBER}: let through\nrecord {record}\n")
    assert json.loads(document) == {"number": NUMBER, "answer": "let through", "record": record}


@pytest.mark.parametrize("written", ["13900100000", "+86 139-0010-0000", "0086 13900100000"])
async def test_a_number_is_the_same_however_it_is_written(terminal: Terminal, written: str) -> None:
    code, said = await terminal.types("handset", "call", written, FRIEND)

    assert (code, said) == (0, f"{NUMBER}: let through\nrecord r-1\n")
    assert terminal.notes.all("CallRequest")[0].msisdn == NUMBER


async def test_data_is_counted_in_megabytes(terminal: Terminal) -> None:
    await terminal.types("handset", "data", NUMBER, "30")

    assert terminal.notes.all("UseDataRequest")[0].bytes == 30 * 1024 * 1024


async def test_what_the_network_refuses_is_not_done(terminal: Terminal) -> None:
    barred = handsets.CallResponse(cause=handsets.CAUSE_BARRED_OUTGOING)
    terminal.notes.answers["CallRequest"] = barred

    code, said = await terminal.types("handset", "call", NUMBER, FRIEND)

    assert code == 1
    assert said.startswith(f"{NUMBER}: barred outgoing: it is stopped")


async def test_a_handset_shows_what_it_received(terminal: Terminal, stock: Path) -> None:
    code, said = await terminal.types("handset", "show", ICCID)

    assert code == 0
    assert f"on, number {NUMBER}" in said
    assert "Welcome" in said


async def test_a_handset_is_busy_and_shows_who_called(terminal: Terminal, stock: Path) -> None:
    call = handsets.ReceivedCall(seconds=7, forwarded_by=FRIEND)
    terminal.notes.answers["ReadHandsetRequest"] = handsets.ReadHandsetResponse(
        received_calls=[call, handsets.ReceivedCall(caller=NUMBER, waited=True)]
    )

    code, said = await terminal.types("handset", "answering", ICCID, "busy")
    _, shown = await terminal.types("handset", "show", ICCID)

    [request] = terminal.notes.all("SetAnsweringRequest")
    assert (code, said.strip()) == (0, "busy from now on")
    assert (request.imsi, request.answering) == ("460000000000001", handsets.ANSWERING_BUSY)
    assert f"forwarded by {FRIEND}" in shown
    assert "waited" in shown


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"forwarded_cdr_id": "r-9"}, "forwarded"),
        ({"waited": True}, "waited"),
        ({}, "rang"),
    ],
)
async def test_a_call_says_whose_handset_rang(
    terminal: Terminal, answer: dict[str, str | bool], said: str
) -> None:
    reached = handsets.CallResponse(reached="8613900100009", **answer)  # type: ignore[arg-type]  # each of its kind
    terminal.notes.answers["CallRequest"] = reached

    code, shown = await terminal.types("handset", "call", NUMBER, FRIEND)

    assert (code, shown) == (0, f"{NUMBER}: let through\n8613900100009 {said}\n")


@pytest.mark.parametrize("missing", ["card", "file", "folder"])
async def test_a_card_nobody_has_is_said_so(
    terminal: Terminal, stock: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    if missing == "folder":
        monkeypatch.delenv("BOSS_STOCK_DIR")
    if missing == "file":
        (stock / "card-keys.csv").unlink()

    code, said = await terminal.types("handset", "attach", "1" if missing == "card" else ICCID)

    assert code == 2
    assert "sim-cards.csv" in said or "card-keys.csv" in said
    assert terminal.notes.asked == []


async def test_where_no_network_is_pretended_there_are_no_handsets(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOSS_PEERS", json.dumps({"billing": "127.0.0.1:9"}))

    code, said = await terminal.types("handset", "call", NUMBER, FRIEND)

    assert code == 2
    assert "only a pretend network has handsets" in said


async def test_a_record_may_be_on_its_way(terminal: Terminal) -> None:
    unknown = NotFound("USAGE_NOT_FOUND", "No such use is known.")
    used = ledger.RatedUsage(record_id="r-1", kind="voice", peer=FRIEND, derivation="2 min x 15")
    known = ledger.ExplainUsageResponse(usage=used)
    terminal.notes.answers["ExplainUsageRequest"] = [unknown, unknown, known]

    code, said = await terminal.types("explain", "r-1", "--within", "60")

    assert code == 0
    assert "2 min x 15" in said
    terminal.notes.answers["ExplainUsageRequest"] = unknown
    assert (await terminal.types("explain", "r-1"))[0] == 1


async def test_a_clock_that_stands_is_let_run_on(terminal: Terminal) -> None:
    standing, running = operations.QuietResponse(stands=True), operations.QuietResponse()
    standing.now.FromDatetime(NOON)
    running.now.FromDatetime(NOON - timedelta(hours=1))
    terminal.notes.answers["QuietRequest"] = [standing, running, running, running, running]

    code, said = await terminal.types("clock", "run")

    asked = terminal.notes.all("SetClockRequest")
    assert (code, said) == (0, "It runs on from 2031-01-01T12:00:00Z.\n")
    assert [(one.runs_on, one.instant.ToDatetime(UTC)) for one in asked] == [(True, NOON)]
    terminal.notes.answers["QuietRequest"] = running
    assert "It runs:" in (await terminal.types("clock", "run"))[1]
    assert len(terminal.notes.all("SetClockRequest")) == 1


async def test_a_clock_says_that_it_stands_and_what_it_cannot_go_before(terminal: Terminal) -> None:
    seen = operations.QuietResponse(quiet=True, stands=True)
    seen.newest_fact.FromDatetime(NOON)
    terminal.notes.answers["QuietRequest"] = seen

    _, document = await terminal.types("--json", "clock", "show")

    assert '"stands": "yes"' in document
    assert "2031-01-01T12:00:00Z" in document
