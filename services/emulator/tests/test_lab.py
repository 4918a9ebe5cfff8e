"""The lab door refuses what no handset can dial and no element can suffer, and names the field."""

import pytest

from boss.emulator.v1 import faults_pb2
from emulator.doors.lab.edge.handsets import body_of, dialled
from emulator.doors.lab.wire import fault_of
from kernel.errors import Refusal


@pytest.mark.parametrize("number", ["", "+", "anna", "٣٤٥٦", "1" * 25, "1\0", "1;2", "++1"])
def test_what_no_handset_dials_is_refused(number: str) -> None:
    with pytest.raises(Refusal) as refused:
        dialled(number)

    assert (refused.value.code, refused.value.field) == ("FIELD_NOT_VALID", "to")


@pytest.mark.parametrize("body", ["", "a\0b", "x" * 10_001])
def test_what_is_no_text_is_refused(body: str) -> None:
    with pytest.raises(Refusal) as refused:
        body_of(body)

    assert (refused.value.code, refused.value.field) == ("FIELD_NOT_VALID", "body")


def test_a_fault_of_an_unknown_kind_is_refused() -> None:
    fault = faults_pb2.Fault(element=faults_pb2.ELEMENT_HLR)
    fault.MergeFromString(b"\x10\x63")

    with pytest.raises(Refusal) as refused:
        fault_of(fault)

    assert (refused.value.code, refused.value.field) == ("FIELD_NOT_VALID", "fault.kind")
