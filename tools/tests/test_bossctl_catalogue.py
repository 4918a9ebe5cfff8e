"""Commands of bossctl that try and correct a catalogue, against a pretend billing."""

import json
import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.message import Message

from boss.billing.v1 import catalogue_pb2 as trial
from boss.billing.v1 import catalogue_pb2_grpc as trials
from boss.billing.v1 import commands_pb2 as billing
from boss.billing.v1 import commands_pb2_grpc as commands
from boss.billing.v1 import questions_pb2 as ledger
from boss.billing.v1 import questions_pb2_grpc as questions
from boss.calls import ALLOWED
from bossctl.amounts import in_fen
from harness.terminal import NOWHERE, Notes, Terminal, pretend
from kernel.errors import NotAllowed
from runtime.rpc.server import RpcServer
from runtime.settings.service_settings import ServiceSettings

CHANGE = trial.CatalogueChange(
    section="rates", code="voice", field="price_millifen", loaded="15000", proposed="16000"
)
NEW = trial.CatalogueChange(section="fees", code="gold", proposed="500")


def kind(name: str, now: int, then: int, **said: int) -> trial.SimulatedKind:
    return trial.SimulatedKind(
        kind=name, records=1, charged_millifen=now, now_millifen=now, then_millifen=then, **said
    )


def page(name: str, *, after: str, then: int) -> trial.SimulateCatalogueResponse:
    return trial.SimulateCatalogueResponse(
        month="2026-10",
        subscribers=2,
        changed=[
            trial.SimulatedSubscriber(
                subscriber_id=name, offering="KEEP5", kinds=[kind("voice", 15_000, then)]
            )
        ],
        totals=[kind("voice", 15_000, then), kind("sms", 10_000, 10_000, then_waiting=0)],
        next_subscriber_id=after,
    )


def servicers(notes: Notes) -> list[Any]:
    told = {
        "LoadCatalogue": billing.LoadCatalogueResponse(catalogue_version=4),
        "RerateUsage": billing.RerateUsageResponse(),
        "OpenDataAgain": billing.OpenDataAgainResponse(),
    }
    tried = {
        "DiffCatalogue": trial.DiffCatalogueResponse(catalogue_version=3, valid_from="2026-01-01"),
        "SimulateCatalogue": trial.SimulateCatalogueResponse(month="2026-10"),
    }
    asked: dict[str, Message] = {"ExplainUsage": ledger.ExplainUsageResponse()}
    return [
        (
            commands.add_CommandServiceServicer_to_server,
            pretend(commands.CommandServiceServicer, notes, told),
        ),
        (
            trials.add_CatalogueServiceServicer_to_server,
            pretend(trials.CatalogueServiceServicer, notes, tried),
        ),
        (
            questions.add_QuestionServiceServicer_to_server,
            pretend(questions.QuestionServiceServicer, notes, asked),
        ),
    ]


@pytest.fixture
async def shelf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> AsyncIterator[Terminal]:
    """A terminal that reaches billing, in a folder with a catalogue in it."""
    notes, call_key = Notes(), tmp_path / "call.key"
    call_key.write_text(secrets.token_hex(32))
    (tmp_path / "fees.yaml").write_text("fees: {sim_card: 2000}\n")
    settings = ServiceSettings(
        service="billing", database_url=NOWHERE, kafka="127.0.0.1:1", call_key_file=call_key
    )
    server = RpcServer(settings, servicers(notes), allowed=ALLOWED)
    peers = {"billing": f"127.0.0.1:{await server.start()}"}
    monkeypatch.setenv("BOSS_PEERS", json.dumps(peers))
    monkeypatch.setenv("BOSS_CALL_KEY_FILE", str(call_key))
    monkeypatch.chdir(tmp_path)
    yield Terminal(notes, capsys)
    await server.stop(0)


@pytest.mark.parametrize(
    ("millifen", "said"), [(0, "0.000"), (15_001, "15.001"), (-1, "-0.001"), (-10_500, "-10.500")]
)
def test_thousandths_are_written_behind_the_point(millifen: int, said: str) -> None:
    assert in_fen(millifen) == said


async def test_no_difference_is_0_and_any_is_1_as_diff_has_it(shelf: Terminal) -> None:
    same, nothing = await shelf.types("catalogue", "diff", ".")
    shelf.notes.answers["DiffCatalogueRequest"] = trial.DiffCatalogueResponse(
        catalogue_version=3, valid_from="2026-01-01", changes=[CHANGE, NEW]
    )
    code, printed = await shelf.types("catalogue", "diff", ".", "--at", "2026-12-01")
    _, lines = await shelf.types("catalogue", "diff", ".", "--json")

    asked = shelf.notes.all("DiffCatalogueRequest")
    assert (same, code) == (0, 1)
    assert "no difference" in nothing
    assert json.loads(asked[1].catalogue) == {"fees.yaml": {"fees": {"sim_card": 2000}}}
    assert asked[1].at == "2026-12-01"
    rows = [line.split() for line in printed.splitlines()]
    assert ["rates", "voice", "price_millifen", "15000", "16000"] in rows
    assert ["fees", "gold", "-", "500"] in rows
    assert [json.loads(line) for line in lines.splitlines()] == [
        {
            "section": "rates",
            "code": "voice",
            "field": "price_millifen",
            "loaded": 15_000,
            "proposed": 16_000,
        },
        {"section": "fees", "code": "gold", "field": "", "proposed": 500},
    ]


async def test_a_month_is_simulated_page_by_page_and_summed(shelf: Terminal) -> None:
    def pages() -> list[trial.SimulateCatalogueResponse]:
        return [
            page("anna", after="b", then=20_000),
            page("boris", after="c", then=1000),
            page("carl", after="", then=16_000),
        ]

    shelf.notes.answers["SimulateCatalogueRequest"] = pages()
    code, printed = await shelf.types("catalogue", "simulate", ".", "--show", "2")
    asked = shelf.notes.all("SimulateCatalogueRequest")
    shelf.notes.answers["SimulateCatalogueRequest"] = pages()
    _, lines = await shelf.types("catalogue", "simulate", ".", "--json")

    rows = [line.split() for line in printed.splitlines()]
    assert code == 0
    assert [(one.month, one.after_subscriber_id) for one in asked] == [
        ("", ""),
        ("2026-10", "b"),
        ("2026-10", "c"),
    ]
    assert ["voice", "3", "45.000", "45.000", "37.000", "-8.000", "0", "0"] in rows
    assert ["together", "6", "75.000", "75.000", "67.000", "-8.000", "0", "0"] in rows
    assert "3 of 6 subscribers would pay otherwise" in printed
    assert [row[0] for row in rows if "KEEP5" in row] == ["boris", "anna"]
    said = [json.loads(line) for line in lines.splitlines() if line.startswith("{")]
    assert [one["subscriber_id"] for one in said[:-1]] == ["anna", "boris", "carl"]
    assert (said[-1]["subscribers"], said[-1]["total"]["then_millifen"]) == (6, 67_000)


async def test_a_correction_says_so_and_why(shelf: Terminal) -> None:
    code, _ = await shelf.types(
        "catalogue", "load", ".", "--correction", "--reason", "typed wrongly"
    )

    (asked,) = shelf.notes.all("LoadCatalogueRequest")
    assert (code, asked.correction, asked.reason) == (0, True, "typed wrongly")


async def test_a_run_goes_through_its_pages_and_can_be_gone_on_with(shelf: Terminal) -> None:
    shelf.notes.answers["RerateUsageRequest"] = [
        billing.RerateUsageResponse(
            subscribers=100,
            records=900,
            differences=3,
            difference_millifen=-20_000,
            next_subscriber_id="b",
        ),
        billing.RerateUsageResponse(
            subscribers=5, records=50, differences=1, difference_millifen=500, left_alone=2
        ),
    ]
    run = "5a5a5a5a-0000-4000-8000-000000000000"

    code, printed = await shelf.types(
        "usage", "rerate", "--from", "2026-10", "--to", "2026-11", "--run", run, "--reason", "why"
    )

    first, second = shelf.notes.all("RerateUsageRequest")
    assert code == 0
    assert {first.run_id, second.run_id} == {run}
    assert first.request_id != second.request_id
    assert (first.first_month, first.last_month, first.reason) == ("2026-10", "2026-11", "why")
    assert (first.after_subscriber_id, second.after_subscriber_id) == ("", "b")
    assert "950 records of 105 subscribers rated again" in printed
    assert "4 cost something else: -19.500 fen together" in printed
    assert "2 stay as they are" in printed


async def test_a_run_without_a_reason_is_a_misuse(shelf: Terminal) -> None:
    code, printed = await shelf.types("usage", "rerate", "--from", "2026-10")

    assert (code, shelf.notes.asked) == (2, [])
    assert "--reason" in printed


async def test_data_is_opened_again_or_the_refusal_is_told(shelf: Terminal) -> None:
    code, printed = await shelf.types("usage", "open-data", "anna", "--reason", "she asked")
    shelf.notes.answers["OpenDataAgainRequest"] = NotAllowed("DATA_NOT_CUT_OFF", "Not so.")
    refused, told = await shelf.types("usage", "open-data", "anna", "--reason", "she asked")

    assert (code, refused) == (0, 1)
    assert "data of anna goes on" in printed
    assert "DATA_NOT_CUT_OFF" in told


async def test_an_explanation_shows_later_differences(shelf: Terminal) -> None:
    later = ledger.UsageDifference(
        run_id="run", from_millifen=15_000, to_millifen=10_000, derivation="cheaper"
    )
    shelf.notes.answers["ExplainUsageRequest"] = ledger.ExplainUsageResponse(
        usage=ledger.RatedUsage(derivation="first", charged_millifen=10_000, differences=[later])
    )

    _, printed = await shelf.types("explain", "r-1")

    assert "first" in printed
    assert "run run: 15.000 -> 10.000 fen" in printed
    assert "cheaper" in printed
    assert "charged in all: 10.000 fen" in printed
