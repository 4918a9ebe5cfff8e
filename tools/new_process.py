"""Begin a process: the form, its request message, and its story, which run as they are.

The glossary gets its row besides, unless it knows the process already.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

from stages import ROOT, say

NAME = re.compile(r"[a-z]+(_[a-z]+)*")
CHINESE = re.compile("[\u4e00-\u9fff]")

FORM = '''"""{title} ({term}): what happens, told in one sentence.

Say here what the process promises, and to whom; cite its rules (docs/rules). Below it takes a
fee, bars the number and keeps the reason: put your own steps in their places.
"""

from dataclasses import dataclass

from orders.ordering.domain.verification import in_hall
from orders.ordering.domain.facts import Facts, Stop
from orders.ordering.domain.guards import is_active, owes_nothing
from orders.ordering.domain.network import NetworkChange, SetBarring, bar
from orders.ordering.domain.process import Process, rule
from orders.ordering.domain.steps import AddStop, Step, TakeFee
from orders.ordering.domain.values import Barring, FeeCode, StopReason

STOPPED = Stop(StopReason.VOLUNTARY, Barring.TWO_WAY)


@dataclass(frozen=True, slots=True)
class {request}:
    reason: str


@rule("REASON_MISSING", "Say why.", "请说明原因。")
def reason_is_said(request: {request}, facts: Facts) -> bool:
    return bool(request.reason.strip())


def prepare(request: {request}, facts: Facts) -> tuple[Step, ...]:
    fee = FeeCode.SIM_SWAP
    return (TakeFee(facts.account.id, fee, facts.fee(fee), from_balance=False),)


def network(request: {request}, facts: Facts) -> tuple[NetworkChange, ...]:
    return bar(facts.subscriber, to=facts.subscriber.with_stop(STOPPED).barring)


def settle(request: {request}, facts: Facts) -> tuple[Step, ...]:
    return (AddStop(facts.subscriber.id, STOPPED),)


PROCESS = Process(
    name="{name}",
    title="{title}",
    term="{term}",
    about="用一句话说明本业务。",
    request={request},
    opened_by=in_hall(),
    steps=(TakeFee, AddStop),
    changes=(SetBarring,),
    rules=(is_active, owes_nothing, reason_is_said),
    prepare=prepare,
    network=network,
    settle=settle,
    fees=(FeeCode.SIM_SWAP,),
)
'''
MESSAGE = """syntax = "proto3";

package boss.orders.v1.processes;

// {title} ({term}).
message {request} {{
  // Why it is asked for.
  string reason = 1;
}}
"""
STORY = '''"""{title}: it works, it comes back when refused, and each refusal by its code."""

import pytest

from harness.world import AWAY, World
from orders.ordering.domain.network import SetBarring
from orders.ordering.domain.lifecycle import OrderState
from orders.processes.{name} import {request}

ASKED = {request}("I go away")


async def test_it_is_prepared_told_to_the_network_and_settled() -> None:
    world = World()

    order = await world.asks_for("{name}", ASKED)

    assert order.state is OrderState.FULFILLED
    assert world.diary == [
        "accounts: UseProof",
        "billing: TakeFee",
        "provisioning: SetBarring",
        "accounts: AddStop",
    ]


async def test_the_fee_comes_back_when_the_network_refuses() -> None:
    world = World(refuses=SetBarring)

    order = await world.asks_for("{name}", ASKED)

    assert (order.state, order.refused_with) == (OrderState.FAILED, "NETWORK_SAYS_NO")
    assert "billing: take back TakeFee" in world.diary


@pytest.mark.parametrize(
    ("world", "request_", "code"),
    [
        (World().stopped(AWAY), ASKED, "STATE_NOT_ALLOWED"),
        (World().owing(1), ASKED, "ARREARS_EXIST"),
        (World(), {request}(" "), "REASON_MISSING"),
    ],
)
async def test_is_refused(world: World, request_: {request}, code: str) -> None:
    order = await world.asks_for("{name}", request_)

    assert (order.state, order.refused_with) == (OrderState.REJECTED, code)
'''


def files(name: str, term: str, root: Path = ROOT) -> Mapping[Path, str]:
    """Return the text of the three files of a process, by path."""
    words = {
        "name": name,
        "term": term,
        "title": name.replace("_", " ").capitalize(),
        "request": name.title().replace("_", ""),
    }
    return {
        root / f"services/orders/src/orders/processes/{name}.py": FORM.format(**words),
        root / f"proto/boss/orders/v1/processes/{name}.proto": MESSAGE.format(**words),
        root / f"tests/stories/test_{name}.py": STORY.format(**words),
    }


def in_glossary(name: str, term: str, root: Path = ROOT) -> None:
    """Add a row to the glossary's last table, that of processes, where it does not have one."""
    glossary = root / "docs/glossary.md"
    told = glossary.read_text()
    if f"`{name}`" in told and term in told:
        return
    row = f"| ({name.replace('_', ' ')}) | {term} | `{name}` |"
    glossary.write_text(f"{told.rstrip()}\n{row}\n")
    say("docs/glossary.md")


def main(name: str, term: str, root: Path = ROOT) -> int:
    """Write the three files and the glossary's row, and say which.

    Answers 1 where the name or the term is none.
    """
    if not NAME.fullmatch(name) or not CHINESE.search(term):
        say("make new-process name=words_with_underscores term=中文名, as a clerk calls it")
        return 1
    wanted = files(name, term, root)
    if taken := [path for path in wanted if path.exists()]:
        say(f"{name} has begun already: {taken[0].relative_to(root)}")
        return 1
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        say(str(path.relative_to(root)))
    in_glossary(name, term, root)
    say("It runs: make proto docs && make test ONLY=stories. Then fill them in: docs/extending.md")
    return 0


if __name__ == "__main__":
    given = (*sys.argv[1:3], "", "")
    sys.exit(main(given[0], given[1]))
