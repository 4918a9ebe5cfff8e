"""A word nobody knows is refused with those there are; a no of the network says what to do."""

import pytest

from boss.emulator.v1 import handsets_pb2 as handsets
from boss.provisioning.v1 import records_pb2 as records
from boss.runtime.v1 import appointments_pb2 as appointments
from harness.terminal import Terminal


@pytest.mark.parametrize("words", [("appointments", "list"), ("parked", "list"), ("locks", "list")])
async def test_a_service_nobody_knows_is_refused_with_those_there_are(
    terminal: Terminal, words: tuple[str, ...]
) -> None:
    code, said = await terminal.types(*words, "--service", "acounts")

    assert code == 2
    assert "There is no service 'acounts'. There are: accounts, billing" in said


async def test_an_appointment_nobody_makes_is_refused_with_those_there_are(
    terminal: Terminal,
) -> None:
    answer = appointments.ListAppointmentsResponse(names=["term_end", "window_end"])
    terminal.notes.answers["ListAppointments"] = answer
    terminal.notes.answers["ListAppointmentsRequest"] = answer

    unknown = await terminal.types("appointments", "list", "--name", "windows_end")
    known = await terminal.types("appointments", "list", "--name", "window_end")

    assert unknown[0] == 2
    assert "no appointment 'windows_end'. There are: term_end, window_end." in unknown[1]
    assert known == (0, "nothing waits for a person\n")


async def test_an_element_nobody_has_is_refused_with_those_there_are(terminal: Terminal) -> None:
    terminal.notes.answers["CountRecordsRequest"] = records.CountRecordsResponse(
        elements=[records.ElementRecords(element="msc-1")]
    )

    unknown = await terminal.types("records", "refused", "--element", "msc-9")
    known = await terminal.types("records", "refused", "--element", "msc-1")

    assert unknown[0] == 2
    assert "There is no element 'msc-9'. There are: msc-1." in unknown[1]
    assert known[0] == 0


async def test_a_handset_that_is_not_on_is_told_how_it_is_turned_on(terminal: Terminal) -> None:
    terminal.notes.answers["CallRequest"] = handsets.CallResponse(cause=handsets.CAUSE_NOT_ATTACHED)

    _, said = await terminal.types("handset", "call", "13900100000", "10086")

    assert "not attached: no handset with it is on; `bossctl handset attach ICCID`" in said
