"""Bad input to every gRPC method of every service: refused clearly, nothing changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from harness.chain import Town
from harness.doors import NO_MESSAGE, RUNTIME, TRIED, Doors, Method, Verdict, methods
from harness.hostile import chance, messages_of

METHODS = [pytest.param(one, id=one.name.removeprefix("/boss.")) for one in methods()]
GENERATED = 24
"""Messages to each method: some 1400 in all."""
NO_MESSAGES = (b"\xff" * 12, b"\x0a\xff\xff\xff\xff\x0f", b"\x08")
"""No protobuf: nonsense, a length that lies, a field cut short."""
NO_UNICODE = b"\x0a\x02\xff\xfe"
"""A text in the first field that is no UTF-8."""
HARMLESS: Mapping[str, str] = {
    "ClearFaults": "no fault is set",
    "Attach": "the network's answer to a card it does not know",
    "Detach": "who is not there is gone already",
    "Call": "the network's answer to somebody it does not know",
    "SendText": "the network's answer to somebody it does not know",
    "UseData": "the network's answer to somebody it does not know",
    "RedriveParked": "nothing is parked there",
    "ReconcileArrears": "it takes no input but its id",
    "Repair": "nothing differs, so nothing is repaired",
    "LoadStock": "a load of nothing",
    "LoadKeys": "a load of nothing",
    "KeepTexts": "texts of nobody",
    "Reseal": "who is asked seals nothing",
}
"""What may be answered OK though it was not meant: by the method's name, and why."""
ANSWERED, ASKED_THE_ELEMENT = "command_log", "mml_log"
"""What an OK leaves: its first answer, and the element's own log of who asked it."""


@pytest.fixture(scope="module")
def doors(town: Town) -> Iterator[Doors]:
    doors = Doors(town)
    with doors.nothing_changes(ANSWERED, ASKED_THE_ELEMENT, TRIED):
        yield doors


def at(method: Method) -> str:
    """Return who is asked: what all services answer is asked of one."""
    return "billing" if method.service == RUNTIME else method.service


def problems(method: Method, verdicts: list[Verdict]) -> list[str]:
    """Say what is wrong with how bad input was answered."""
    found = [verdict.problem for verdict in verdicts if verdict.problem]
    if not method.asks_only and method.act not in HARMLESS:
        found += [f"done: {one.answer}" for one in verdicts if one.status == "OK"]
    return sorted(set(found))


@pytest.mark.parametrize("method", METHODS)
def test_generated_messages_are_refused_clearly(doors: Doors, method: Method) -> None:
    asked = messages_of(method.request, GENERATED, by=chance(method.name))
    besides = (ANSWERED, TRIED) if method.act in HARMLESS else (TRIED,)

    with doors.nothing_changes(*besides, within=(at(method),)):
        verdicts = [doors.ask(method, message, at=at(method)) for message in asked]

    assert problems(method, verdicts) == []


def test_what_is_no_message_is_refused_by_every_method(doors: Doors) -> None:
    with doors.nothing_changes():
        answered = {
            f"{method.name} {octets!r}": doors.ask(method, octets, at=at(method)).code
            for method in methods()
            for octets in no_messages(method)
        }

    assert {what: code for what, code in answered.items() if code != NO_MESSAGE} == {}


def no_messages(method: Method) -> tuple[bytes, ...]:
    """Return octets that are no request of this method."""
    first = method.request.DESCRIPTOR.fields_by_number.get(1)
    is_text = first is not None and first.type == first.TYPE_STRING
    return (*NO_MESSAGES, NO_UNICODE) if is_text else NO_MESSAGES
