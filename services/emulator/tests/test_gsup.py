"""GSUP and IPA: octets as OsmoHLR writes them, and any others."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.doors.gsup import commands
from emulator.doors.gsup.commands import COMMANDS
from emulator.doors.gsup.wire import gsup, ipa
from emulator.hlr.domain.authentication import vectors
from emulator.hlr.domain.subscription import Key

IMSI = "460000000000001"


def test_a_question_for_vectors_is_written_as_on_the_wire() -> None:
    asked = gsup.request(gsup.Kind.SEND_AUTH_INFO, IMSI)

    assert gsup.encode(asked).hex() == "08" + "0108" + "64000000000000f1"
    assert gsup.decode(gsup.encode(asked)).imsi == IMSI


def test_an_answer_goes_back_to_who_asked() -> None:
    asked = gsup.request(
        gsup.Kind.LOCATION_CANCEL,
        IMSI,
        (gsup.Tag.CANCEL_TYPE, b"\x01"),
        (gsup.Tag.SOURCE_NAME, b"BOSS-1\0"),
        (gsup.Tag.DESTINATION_NAME, b"MSC-A\0"),
    )

    answer = gsup.result(asked)

    assert answer.type == 0x1E
    assert answer.name(gsup.Tag.DESTINATION_NAME) == "BOSS-1"
    assert answer.name(gsup.Tag.SOURCE_NAME) == "MSC-A"


def test_a_refusal_says_why() -> None:
    answer = gsup.refusal(gsup.request(gsup.Kind.SEND_AUTH_INFO, IMSI), gsup.CAUSE_IMSI_UNKNOWN)

    assert answer.type == 0x09
    assert answer.part == gsup.ERROR
    assert answer.value(gsup.Tag.CAUSE) == b"\x02"


def test_a_vector_holds_all_a_node_needs() -> None:
    (made,) = vectors(Key(IMSI, bytes(16), bytes(16)), rands=(bytes(range(16)),))

    tag, octets = gsup.tuple_of(made)
    inside = gsup.decode(b"\x00" + octets)

    assert tag == 0x03
    assert len(octets) == 18 + 6 + 10 + 18 + 18 + 18 + 10
    assert inside.value(gsup.Tag.RAND) == made.rand
    assert inside.value(gsup.Tag.RES) == made.xres


@pytest.mark.parametrize(("rand", "auts"), [(0, 14), (1, 14), (17, 14), (16, 13), (16, 255)])
def test_a_resynchronisation_of_a_wrong_length_is_refused(rand: int, auts: int) -> None:
    elements = (gsup.Tag.RAND, bytes(rand)), (gsup.Tag.AUTS, bytes(auts))
    asked = gsup.request(gsup.Kind.SEND_AUTH_INFO, IMSI, *elements)

    with pytest.raises(gsup.BadMessage):
        _ = asked.resynchronisation


def test_half_a_resynchronisation_is_refused() -> None:
    asked = gsup.request(gsup.Kind.SEND_AUTH_INFO, IMSI, (gsup.Tag.RAND, bytes(16)))

    with pytest.raises(gsup.BadMessage):
        _ = asked.resynchronisation


def test_the_number_is_told_with_its_length() -> None:
    message = gsup.insert_data(IMSI, "8613900000001")

    assert (message.value(gsup.Tag.MSISDN) or b"").hex() == "07" + "683109000000f1"


def test_frames_are_cut_out_of_a_stream_wherever_it_breaks() -> None:
    octets = ipa.identity_answer("BOSS-1") + ipa.gsup_frame(b"\x08")
    stream = ipa.FrameStream()

    frames = [one for octet in octets for one in stream.feed(bytes([octet]))]

    assert ipa.peer_name(frames[0].payload) == "BOSS-1"
    assert frames[1] == ipa.Frame(ipa.PROTOCOL_OSMO, b"\x05\x08")


def test_a_frame_too_long_ends_the_connection() -> None:
    with pytest.raises(ipa.BadFrame):
        ipa.FrameStream().feed(b"\xff\xff\xee")


@given(st.binary(max_size=80))
def test_any_octets_are_a_message_or_refused(octets: bytes) -> None:
    try:
        message = gsup.decode(octets)
    except gsup.BadMessage:
        return
    assert gsup.encode(message) == octets


@given(st.binary(max_size=80))
def test_any_octets_are_an_identity_or_refused(octets: bytes) -> None:
    with contextlib.suppress(ipa.BadFrame):
        assert isinstance(ipa.peer_name(octets), str)


@given(st.text("0123456789", min_size=6, max_size=15))
def test_digits_come_back(number: str) -> None:
    assert gsup.number_of(gsup.digits(number)) == number


def test_every_command_has_a_file_of_its_name() -> None:
    files = {path.stem for path in Path(commands.__path__[0]).glob("*.py")} - {"__init__"}

    assert {command.kind.name.lower() for command in COMMANDS.values()} == files
