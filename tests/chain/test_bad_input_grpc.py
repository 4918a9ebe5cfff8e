"""Bad input to every gRPC method of every service: refused clearly, nothing changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from harness.chain import Town
from harness.doors import RUNTIME, Doors, Method, Verdict, methods
from harness.hostile import chance, messages_of

METHODS = [pytest.param(one, id=one.name.removeprefix("/boss.")) for one in methods()]
GENERATED = 24
"""Messages to each method: some 1500 in all."""
NO_MESSAGES = (b"\xff" * 12, b"\x0a\xff\xff\xff\xff\x0f", b"\x0a\x02\xff\xfe", b"\x08")
"""No protobuf: nonsense, a length that lies, a text that is no UTF-8, a field cut short."""
MAY_SUCCEED = frozenset({"ClearFaults", "Detach", "Attach"})
"""What is harmless to say of somebody who is not there: nothing changes."""


@pytest.fixture(scope="module")
def doors(town: Town) -> Iterator[Doors]:
    yield Doors(town)


def at(method: Method) -> str:
    """Return who is asked: what all services answer is asked of one."""
    return "billing" if method.service == RUNTIME else method.service


def problems(method: Method, verdicts: list[Verdict]) -> list[str]:
    """Say what is wrong with how bad input was answered."""
    name = method.name.rpartition("/")[2]
    found = [verdict.problem for verdict in verdicts if verdict.problem]
    if not method.asks_only and name not in MAY_SUCCEED:
        found += [f"done: {one.answer}" for one in verdicts if one.status == "OK"]
    return sorted(set(found))


@pytest.mark.parametrize("method", METHODS)
def test_generated_messages_are_refused_clearly(doors: Doors, method: Method) -> None:
    asked = messages_of(method.request, GENERATED, by=chance(method.name))

    with doors.nothing_changes():
        verdicts = [doors.ask(method, message, at=at(method)) for message in asked]

    assert problems(method, verdicts) == []


@pytest.mark.parametrize("method", METHODS)
def test_what_is_no_message_is_refused(doors: Doors, method: Method) -> None:
    with doors.nothing_changes():
        verdicts = [doors.ask(method, octets, at=at(method)) for octets in NO_MESSAGES]

    assert [verdict.problem for verdict in verdicts if verdict.problem] == []
