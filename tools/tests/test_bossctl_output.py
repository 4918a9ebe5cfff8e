"""What bossctl answers: to a person, to a program, and to a reader who leaves."""

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import bossctl
from boss.billing.v1 import questions_pb2 as ledger
from boss.orders.v1 import questions_pb2 as asked_orders
from boss.provisioning.v1 import questions_pb2 as network
from boss.runtime.v1 import operations_pb2 as operations
from bossctl.amounts import Shown
from bossctl.arguments import parser
from bossctl.output import answering, say, show_table
from harness.terminal import Terminal
from kernel.errors import NotFound

SOURCES = Path(bossctl.__file__).parent


def acts(known: argparse.ArgumentParser, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Give every command, word by word."""
    inner = [one for one in known._actions if isinstance(one, argparse._SubParsersAction)]
    if not inner:
        yield words
    for choices in inner:
        for name, deeper in choices.choices.items():
            yield from acts(deeper, (*words, name))


@pytest.mark.parametrize("words", list(acts(parser())), ids=" ".join)
def test_every_command_answers_a_program_too(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="0"):
        parser().parse_args([*words, "--help"])

    assert "--json" in capsys.readouterr().out


def test_no_command_prints_by_itself() -> None:
    by_hand = [
        path.name
        for path in SOURCES.glob("*.py")
        if path.name != "output.py" and re.search(r"\bprint\(", path.read_text())
    ]

    assert by_hand == []


async def test_a_table_is_a_list_of_objects_and_amounts_are_whole_fen(terminal: Terminal) -> None:
    balance = ledger.Account(id="a", payment_type="prepaid")
    balance.balance.minor = 150
    terminal.notes.answers["GetBalanceRequest"] = ledger.GetBalanceResponse(account=balance)
    held = asked_orders.Order(id="o-1", state="held")
    terminal.notes.answers["ListOrdersRequest"] = asked_orders.ListOrdersResponse(
        orders=[held], total=1
    )

    code, listed = await terminal.types("orders", "list", "--json")
    _, before = await terminal.types("--json", "orders", "list")

    assert code == 0
    assert json.loads(listed) == json.loads(before)
    (order,) = json.loads(listed)["orders"]
    assert (order["id"], order["state"], order["refused_with"]) == ("o-1", "held", "")


def test_an_amount_is_a_number_for_a_program_and_words_for_a_person(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with answering(as_json=True):
        show_table(("account", "left over"), [("a", Shown.of(150))], name="accounts")
        say("done", count=2)
        say("and that is all")
    told = json.loads(capsys.readouterr().out)
    with answering(as_json=False):
        show_table(("account", "left over"), [("a", Shown.of(150))], name="accounts")

    assert told == {
        "accounts": [{"account": "a", "left_over": 150}],
        "count": 2,
        "messages": ["and that is all"],
    }
    assert "150 fen" in capsys.readouterr().out


async def test_an_order_tells_its_history_to_a_program(terminal: Terminal) -> None:
    order = asked_orders.Order(id="o-1", state="held", actor="olga", channel="hall")
    order.history.add(turn=1, act="placed", state="judging")
    terminal.notes.answers["GetOrderRequest"] = asked_orders.GetOrderResponse(order=order)

    _, said = await terminal.types("orders", "show", "o-1", "--json")

    told = json.loads(said)
    assert (told["asked_by"], told["channel"]) == ("olga", "hall")
    assert told["history"][0]["act"] == "placed"


async def test_orders_are_listed_page_by_page_up_to_the_limit(terminal: Terminal) -> None:
    page = asked_orders.ListOrdersResponse(total=250)
    page.orders.extend(asked_orders.Order(id=str(place)) for place in range(100))
    rest = asked_orders.ListOrdersResponse(total=250)
    rest.orders.extend(asked_orders.Order(id=str(place)) for place in range(50))
    terminal.notes.answers["ListOrdersRequest"] = [page, rest]

    code, said = await terminal.types("orders", "list", "--limit", "150", "--process", "sim_swap")

    asked = terminal.notes.all("ListOrdersRequest")
    assert code == 0
    assert "250 in all" in said
    assert {one.process for one in asked} == {"sim_swap"}
    assert (await terminal.types("orders", "list", "--limit", "0"))[0] == 2


async def test_a_refusal_names_its_code_and_field_to_a_program(terminal: Terminal) -> None:
    refusal = NotFound("ORDER_NOT_FOUND", "There is none.", field="id")
    terminal.notes.answers["GetOrderRequest"] = refusal

    code, said = await terminal.types("orders", "show", "nothing", "--json")

    assert code == 1
    assert json.loads(said) == {
        "error": "Refused with ORDER_NOT_FOUND (field id): There is none.",
        "code": "ORDER_NOT_FOUND",
        "field": "id",
    }


async def test_what_nobody_can_read_is_shown_as_bytes(terminal: Terminal) -> None:
    garbage = operations.ShowParkedResponse(payload=b"\xff\x00abc")
    terminal.notes.answers["ShowParkedRequest"] = garbage

    code, said = await terminal.types("parked", "show", "orders", "7")

    assert code == 0
    assert "5 bytes nobody here can read: ff 00 61 62 63" in said


async def test_a_dropped_event_is_no_difference_for_ever(terminal: Terminal) -> None:
    def total(kind: str, count: int) -> operations.TopicTotal:
        return operations.TopicTotal(topic="boss.usage-recorded.v1", kind=kind, count=count)

    told = operations.TotalsResponse(totals=[total("parked", 2), total("dropped", 1)])
    terminal.notes.answers["TotalsRequest"] = told
    read = network.CountChangesResponse(records_read=10, records_said=10)
    terminal.notes.answers["CountChangesRequest"] = read
    terminal.notes.answers["CountLedgerRequest"] = [
        ledger.CountLedgerResponse(usage_heard=8, usage_rated=8),
        ledger.CountLedgerResponse(usage_heard=7, usage_rated=7),
    ]

    _, explained = await terminal.types("reconcile")
    _, lost = await terminal.types("reconcile")

    line = "usage handed to billing: said 10 = heard 8 + at most 1 parked and 1 dropped"
    assert f"ok    {line}" in explained
    assert "OFF   usage handed to billing: said 10 = heard 7" in lost


async def test_what_a_stranger_wrote_to_a_topic_is_no_difference_for_ever_either(
    terminal: Terminal,
) -> None:
    def total(kind: str, count: int) -> operations.TopicTotal:
        return operations.TopicTotal(topic="boss.arrears.v1", kind=kind, count=count)

    dropped = operations.TotalsResponse(totals=[total("parked", 2), total("dropped", 2)])
    heard = operations.TotalsResponse(totals=[total("heard", 2)])
    services = len(json.loads(os.environ["BOSS_PEERS"]))
    terminal.notes.answers["TotalsRequest"] = [dropped] * services + [heard] * services

    _, explained = await terminal.types("reconcile")
    _, odd = await terminal.types("reconcile")

    line = "boss.arrears.v1 to orders: said 0 = taken 2"
    assert f"ok    {line} - 2 nobody said, of 0 parked and 2 dropped" in explained
    assert f"OFF   {line}" in odd


def test_a_version_is_told_and_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["--version"])

    assert capsys.readouterr().out == f"bossctl {bossctl.__version__}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
async def test_a_shell_learns_every_word(terminal: Terminal, shell: str) -> None:
    code, said = await terminal.types("completion", shell)

    assert code == 0
    assert "reconcile" in said
    assert "redrive" in said


def test_a_reader_who_leaves_is_not_complained_to() -> None:
    bash = ("bash", "-c", f"{sys.executable} -m bossctl completion bash | head -n 1")
    done = subprocess.run(bash, capture_output=True, text=True, check=False, env=os.environ)

    assert done.stderr == ""
    assert done.stdout.count("\n") == 1
