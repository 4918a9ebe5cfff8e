"""Units of SMPP 3.4: a header of four numbers, fields in their order, tagged fields after them."""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

_HEADER = struct.Struct(">IIII")
_TAG = struct.Struct(">HH")
RESPONSE = 0x80000000
LONGEST_UNIT = 70_000
"""Octets: a message payload has 64 K at most."""


class Command(IntEnum):
    """SMPP 3.4, 5.1.2.1."""

    SUBMIT_SM = 0x00000004
    DELIVER_SM = 0x00000005
    UNBIND = 0x00000006
    BIND_TRANSCEIVER = 0x00000009
    ENQUIRE_LINK = 0x00000015
    GENERIC_NACK = 0x80000000


class Tag(IntEnum):
    """SMPP 3.4, 5.3.2."""

    RECEIPTED_MESSAGE_ID = 0x001E
    USER_MESSAGE_REFERENCE = 0x0204
    MESSAGE_PAYLOAD = 0x0424
    MESSAGE_STATE = 0x0427


class BadUnit(Exception):
    """These octets are no SMPP."""


@dataclass(frozen=True, slots=True)
class Unit:
    """`command` with RESPONSE set is the answer to it."""

    command: int
    sequence: int
    status: int = 0
    body: bytes = field(default=b"", repr=False)


def encode(unit: Unit) -> bytes:
    size = _HEADER.size + len(unit.body)
    return _HEADER.pack(size, unit.command, unit.status, unit.sequence) + unit.body


class UnitStream:
    """Cuts what comes over a connection into units."""

    def __init__(self) -> None:
        self._octets = b""

    def feed(self, octets: bytes) -> Iterator[Unit]:
        """Yield those that are whole. Raises BadUnit where one has no possible length."""
        self._octets += octets
        while len(self._octets) >= _HEADER.size:
            size, command, status, sequence = _HEADER.unpack_from(self._octets)
            if not _HEADER.size <= size <= LONGEST_UNIT:
                raise BadUnit("a unit of an impossible length")
            if len(self._octets) < size:
                return
            body, self._octets = self._octets[_HEADER.size : size], self._octets[size:]
            yield Unit(command, sequence, status, body)


def text_field(text: str) -> bytes:
    """Write a field that ends with NUL."""
    return text.encode("latin-1", "replace").replace(b"\0", b"") + b"\0"


def tagged(tag: Tag, value: bytes) -> bytes:
    return _TAG.pack(tag, len(value)) + value


class Fields:
    """Reads the fields of a body in their order. Every act raises BadUnit where it ends early."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._at = 0

    def text(self) -> str:
        """Read up to NUL; one that is left out altogether is empty (OsmoMSC leaves out ids)."""
        end = self._body.find(b"\0", self._at)
        if end < 0:
            if self._at < len(self._body):
                raise BadUnit("a text that does not end")
            return ""
        read, self._at = self._body[self._at : end], end + 1
        return read.decode("latin-1")

    def octet(self) -> int:
        return self.octets(1)[0]

    def octets(self, number: int) -> bytes:
        end = self._at + number
        if end > len(self._body):
            raise BadUnit("a field beyond the end")
        read, self._at = self._body[self._at : end], end
        return read

    def tags(self) -> Mapping[int, bytes]:
        """Read what is left as tagged fields."""
        values: dict[int, bytes] = {}
        while self._at < len(self._body):
            tag, size = _TAG.unpack(self.octets(_TAG.size))
            values[tag] = self.octets(size)
        return values
