"""Bad input at the GSUP door: refused with a cause or the connection closed, nothing changed."""

from __future__ import annotations

import random
import socket
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from chain.test_bad_input_mml import Terminal, command
from harness.chain import Town
from harness.doors import Doors
from harness.hostile import chance

SECONDS = 10.0
GENERATED = 300
CONTROL, OSMO, GSUP = 0xFE, 0xEE, 0x05
IDENTITY_REQUEST, IDENTITY_ACK, PONG = 0x04, 0x06, 0x01
UPDATE_LOCATION, SEND_AUTH_INFO, PURGE, INSERT_DATA, CANCEL = 0x04, 0x08, 0x0C, 0x10, 0x1C
IMSI, CAUSE, RAND, AUTS, SOURCE, DESTINATION = 0x01, 0x02, 0x20, 0x26, 0x60, 0x61
IMSI_UNKNOWN, NETWORK_FAILURE, INVALID, NOT_IMPLEMENTED = 2, 17, 96, 97
"""Causes: 3GPP TS 24.008, 10.5.5.14."""


def frame(payload: bytes, *, protocol: int = OSMO, length: int | None = None) -> bytes:
    """Wrap a payload as IPA does; `length` lies where it is given."""
    told = len(payload) if length is None else length
    return told.to_bytes(2, "big") + bytes([protocol]) + payload


def message(kind: int, *elements: tuple[int, bytes]) -> bytes:
    body = b"".join(bytes([tag, len(value)]) + value for tag, value in elements)
    return frame(bytes([GSUP, kind]) + body)


def digits(number: str) -> bytes:
    padded = number + "f" * (len(number) % 2)
    return bytes(int(padded[at + 1] + padded[at], 16) for at in range(0, len(padded), 2))


CARD = "460009999999998"
NOBODY = (IMSI, digits("460009999999999"))


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody who connects as a node of the network."""

    port: int

    def sends(self, octets: bytes) -> list[int]:
        """Send octets, then nothing more; return the causes answered until the door closed."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=SECONDS) as line:
            try:
                line.sendall(octets)
                line.shutdown(socket.SHUT_WR)
            except (BrokenPipeError, ConnectionResetError):
                pass  # closed on what it had heard: what it said stands to be read
            return [cause_of(payload) for payload in answers(heard(line))]


def heard(line: socket.socket) -> bytes:
    """Read until the door closes; raises TimeoutError where it does not."""
    said = b""
    try:
        while more := line.recv(65_536):
            said += more
    except ConnectionResetError:
        pass  # closed with octets of ours unread
    return said


def answers(said: bytes) -> Iterator[bytes]:
    """Return the GSUP messages of what was said; all else must be the handshake."""
    while said:
        end = 3 + int.from_bytes(said[:2], "big")
        protocol, payload, said = said[2], said[3:end], said[end:]
        if protocol == OSMO:
            assert payload[0] == GSUP
            yield payload[1:]
        else:
            assert protocol == CONTROL
            assert payload[0] in {IDENTITY_REQUEST, IDENTITY_ACK, PONG}


def cause_of(payload: bytes) -> int:
    """Return why a request was refused; raises AssertionError for one that was not."""
    assert payload[0] & 3 == 1, f"no refusal: {payload.hex()}"
    at, causes = 1, []
    while at < len(payload):
        if payload[at] == CAUSE:
            causes.append(payload[at + 2])
        at += 2 + payload[at + 1]
    assert len(causes) == 1, f"no cause: {payload.hex()}"
    return causes[0]


@pytest.fixture(scope="module")
def known(town: Town) -> Iterator[tuple[int, bytes]]:
    """A card the HLR has keys of."""
    with Terminal.of(town).session() as asked:
        assert asked(command("ADD KI", IMSI=CARD, KIVALUE="0" * 32, OPCVALUE="0" * 32))
        yield IMSI, digits(CARD)
        assert asked(command("RMV KI", IMSI=CARD)) == ["SUCCESS0001"]


@pytest.fixture(scope="module")
def node(town: Town, known: tuple[int, bytes]) -> Iterator[Node]:
    doors = Doors(town)
    node = Node(town.operator.surroundings.ports.of["emulator", "gsup"])
    with doors.nothing_changes(within=("emulator",)):
        yield node
    assert node.sends(message(SEND_AUTH_INFO, NOBODY)) == [IMSI_UNKNOWN]


OBVIOUS = {
    "nothing": (b"", []),
    "half a header": (b"\x00", []),
    "a longer length than sent": (frame(b"\x05\x08", length=100), []),
    "a length no message has": (frame(b"\x05\x08", length=0xFFFF), []),
    "length zero": (frame(b"", length=0) * 50, []),
    "a protocol nobody speaks": (frame(b"abc", protocol=0x42), []),
    "an extension nobody speaks": (frame(b"\x99\x08"), []),
    "no message": (frame(bytes([GSUP])), [INVALID]),
    "no IMSI": (message(SEND_AUTH_INFO), [INVALID]),
    "an empty IMSI": (message(SEND_AUTH_INFO, (IMSI, b"")), [INVALID]),
    "an IMSI of letters": (message(SEND_AUTH_INFO, (IMSI, b"\xff" * 8)), [INVALID]),
    "an IMSI too long": (message(SEND_AUTH_INFO, (IMSI, b"\x11" * 200)), [IMSI_UNKNOWN]),
    "an element cut short": (frame(bytes([GSUP, SEND_AUTH_INFO, IMSI, 200, 1])), [INVALID]),
    "an element without a length": (frame(bytes([GSUP, SEND_AUTH_INFO, IMSI])), [INVALID]),
    "a kind nobody knows": (message(0x7C, NOBODY), [NOT_IMPLEMENTED]),
    "nobody's keys": (message(SEND_AUTH_INFO, NOBODY), [IMSI_UNKNOWN]),
    "nobody's place": (message(UPDATE_LOCATION, NOBODY), [IMSI_UNKNOWN]),
    "a cancel for nobody": (message(CANCEL, NOBODY), [INVALID]),
    "a cancel of nobody": (message(CANCEL, NOBODY, (DESTINATION, b"MSC-A\0")), [IMSI_UNKNOWN]),
    "a cancel at a node that is not there": (
        message(CANCEL, NOBODY, (DESTINATION, b"\xff\xfe\0")),
        [NETWORK_FAILURE],
    ),
    "an answer to nothing": (message(INSERT_DATA + 2, NOBODY), []),
    "an identity cut short": (frame(b"\x05\x00\x09\x00x", protocol=CONTROL), []),
    "an empty identity": (frame(b"\x05", protocol=CONTROL), []),
    "no control": (frame(b"", protocol=CONTROL), []),
    "HTTP": (b"GET / HTTP/1.1\r\n\r\n", []),
}


@pytest.mark.parametrize("what", OBVIOUS)
def test_what_is_obviously_wrong_is_refused_with_its_cause(node: Node, what: str) -> None:
    octets, causes = OBVIOUS[what]

    assert node.sends(octets) == causes


@pytest.mark.parametrize("length", [0, 1, 13, 15, 17, 255])
@pytest.mark.parametrize("part", [RAND, AUTS])
def test_a_resynchronisation_of_a_wrong_length_is_refused(
    known: tuple[int, bytes], node: Node, part: int, length: int
) -> None:
    """3GPP TS 33.102, 6.3.5: RAND has 16 octets, AUTS 14."""
    lengths = {RAND: 16, AUTS: 14, part: length}
    asked = message(SEND_AUTH_INFO, known, *((tag, bytes(n)) for tag, n in lengths.items()))

    assert node.sends(asked) == [INVALID]


def test_generated_octets_are_refused_or_passed_over(node: Node) -> None:
    by = chance("gsup")

    for _ in range(GENERATED):
        octets = generated(by)
        causes = node.sends(octets)

        assert set(causes) <= {IMSI_UNKNOWN, NETWORK_FAILURE, INVALID, NOT_IMPLEMENTED}, octets


def generated(by: random.Random) -> bytes:
    """Return octets: none of ours, frames around chance, or requests about nobody gone wrong."""
    match by.randrange(3):
        case 0:
            return by.randbytes(by.randrange(1, 200))
        case 1:
            protocol = by.choice((OSMO, CONTROL, by.randrange(256)))
            return frame(bytes([GSUP]) + by.randbytes(by.randrange(60)), protocol=protocol)
        case _:
            kind = by.choice((UPDATE_LOCATION, SEND_AUTH_INFO, CANCEL, INSERT_DATA))
            tags = (RAND, AUTS, SOURCE, DESTINATION, IMSI, by.randrange(256))
            elements = [(by.choice(tags), by.randbytes(by.randrange(40))) for _ in range(4)]
            whole = bytearray(message(kind, NOBODY, *elements))
            whole[by.randrange(3, len(whole))] = by.randrange(256)
            return bytes(whole)
