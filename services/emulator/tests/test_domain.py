"""Numbers, texts, bars and faults, without any wire."""

from datetime import UTC, datetime

import pytest

from emulator.faults.domain.fault import HEALTHY, Element, Fault, FaultBoard, FaultKind
from emulator.handsets.domain.text_message import parts
from emulator.hlr.domain.profile import Incoming, Location, Outgoing, Profile, Roaming
from emulator.switch.domain.dialled_number import Dialling
from emulator.switch.domain.traffic import Cause, outgoing
from emulator.switch.domain.visitor import Visitor

PLAN = Dialling("86", frozenset({"10086"}))


@pytest.mark.parametrize(
    ("dialled", "international"),
    [
        ("13900000001", "8613900000001"),
        ("8613900000001", "8613900000001"),
        ("+86 139 0000 0001", "8613900000001"),
        ("008613900000001", "8613900000001"),
        ("01012345678", "861012345678"),
        ("+12125550100", "12125550100"),
        ("0012125550100", "12125550100"),
        ("10086", "10086"),
        ("10657525551234", "10657525551234"),
        ("4008123456", "4008123456"),
        ("1795113900000001", "8613900000001"),
        ("+13125550100", "13125550100"),
    ],
)
def test_what_is_dialled_becomes_a_number_the_network_knows(
    dialled: str, international: str
) -> None:
    assert PLAN.international_form(dialled) == international


@pytest.mark.parametrize(
    ("dialled", "leaves"),
    [("+12125550100", True), ("0012125550100", True), ("+8613900000001", False),
     ("13900000001", False), ("8613900000001", False), ("10086", False),
     ("4008123456", False), ("95555", False), ("179510085291234567", True)],
)  # fmt: skip
def test_what_leaves_the_country_is_known(dialled: str, leaves: bool) -> None:  # noqa: FBT001
    assert PLAN.is_international(dialled) is leaves


@pytest.mark.parametrize("dialled", ["110", "+86110", "10086", "+8610086"])
def test_help_and_the_hotline_are_free_however_they_are_dialled(dialled: str) -> None:
    assert PLAN.is_free(dialled)
    assert PLAN.written(dialled) == dialled.removeprefix("+86")


@pytest.mark.parametrize(
    ("body", "count"),
    [("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("{" * 80, 1), ("{" * 81, 2),
     ("中" * 70, 1), ("中" * 71, 2), ("😀" * 35, 1), ("😀" * 36, 2)],
)  # fmt: skip
def test_a_text_is_counted_in_short_messages(body: str, count: int) -> None:
    assert parts(body) == count


def test_incoming_calls_may_be_barred_abroad_only() -> None:
    anna = Profile("8613900000001", incoming=Incoming.ROAMING)

    assert not anna.bars_incoming(Location.HOME)
    assert anna.bars_incoming(Location.INTERNATIONAL)


def test_roaming_may_be_barred_outside_the_network_or_the_country() -> None:
    network = Profile("8613900000001", roaming=Roaming.OUTSIDE_NETWORK)
    country = Profile("8613900000001", roaming=Roaming.OUTSIDE_COUNTRY)

    assert [network.bars_stay(place) for place in Location] == [False, True, True]
    assert [country.bars_stay(place) for place in Location] == [False, False, True]


def test_a_fault_hits_its_commands_so_many_times() -> None:
    board = FaultBoard()
    board.set(Fault(Element.HLR, FaultKind.REFUSE, remaining=2, command="mod imsi", code="BUSY"))

    assert board.strike(Element.HLR, "MOD ODB") == HEALTHY
    assert board.strike(Element.GSUP, "MOD IMSI") == HEALTHY
    assert board.strike(Element.HLR, "MOD IMSI").code() == "BUSY"
    assert board.all()[0].remaining == 1
    assert board.strike(Element.HLR, "MOD IMSI").code() == "BUSY"
    assert board.strike(Element.HLR, "MOD IMSI") == HEALTHY


def test_faults_add_up_and_one_element_can_be_healed() -> None:
    board = FaultBoard()
    board.set(Fault(Element.HLR, FaultKind.DELAY, delay_ms=20))
    board.set(Fault(Element.HLR, FaultKind.DEAF))
    board.set(Fault(Element.SMSC, FaultKind.FULL))

    struck = board.strike(Element.HLR, "MOD ODB")
    board.clear([Element.HLR])

    assert struck.delay_seconds == 0.02
    assert struck.has(FaultKind.DEAF)
    assert [fault.element for fault in board.all()] == [Element.SMSC]


@pytest.mark.parametrize(
    ("outgoing_bar", "at", "to", "cause"),
    [(Outgoing.INTERNATIONAL, Location.INTERNATIONAL, "13900000001", Cause.BARRED_INTERNATIONAL),
     (Outgoing.INTERNATIONAL, Location.HOME, "13900000001", Cause.NONE),
     (Outgoing.INTERNATIONAL_NOT_HOME, Location.INTERNATIONAL, "13900000001", Cause.NONE),
     (Outgoing.INTERNATIONAL_NOT_HOME, Location.INTERNATIONAL, "+12125550100",
      Cause.BARRED_INTERNATIONAL),
     (Outgoing.FREE, Location.INTERNATIONAL, "13900000001", Cause.NONE),
     (Outgoing.INTERNATIONAL, Location.INTERNATIONAL, "112", Cause.NONE)],
)  # fmt: skip
@pytest.mark.holds("R-ROAM-2")
def test_from_abroad_a_call_home_leaves_the_country(
    outgoing_bar: Outgoing, at: Location, to: str, cause: Cause
) -> None:
    profile = Profile("8613900000002", outgoing=outgoing_bar)
    caller = Visitor("460001", profile, at, datetime(2026, 11, 2, tzinfo=UTC))

    assert outgoing(caller, to=to, plan=PLAN) is cause
