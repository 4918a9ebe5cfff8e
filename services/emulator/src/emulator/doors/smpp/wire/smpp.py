"""Units of SMPP 3.4, what is read of them and how they are answered."""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum

_HEADER = struct.Struct(">IIII")
_TAG = struct.Struct(">HH")
ANSWER = 1 << 31
MOST_OCTETS = 70_000
RECEIPTED_MESSAGE_ID, USER_MESSAGE_REFERENCE = 0x001E, 0x0204
MESSAGE_PAYLOAD, MESSAGE_STATE = 0x0424, 0x0427
SAID_OF_RECEIPT = 0x04
"""esm_class of a deliver_sm that is a receipt. 5.2.12."""


class Kind(IntEnum):
    """SMPP 3.4, 5.1.2.1."""

    BIND_RECEIVER = 0x01
    BIND_TRANSMITTER = 0x02
    SUBMIT_SM = 0x04
    DELIVER_SM = 0x05
    UNBIND = 0x06
    BIND_TRANSCEIVER = 0x09
    ENQUIRE_LINK = 0x15
    GENERIC_NACK = ANSWER


class Status(IntEnum):
    """SMPP 3.4, 5.1.3."""

    OK = 0x00
    BAD_LENGTH = 0x02
    BAD_COMMAND = 0x03
    NOT_BOUND = 0x04
    BOUND_ALREADY = 0x05
    SYSTEM_ERROR = 0x08
    BAD_DESTINATION = 0x0B
    BAD_PASSWORD = 0x0E
    QUEUE_FULL = 0x14
    NOT_SUBMITTED = 0x45
    THROTTLED = 0x58
    BAD_EXPIRY = 0x62


class BadUnit(Exception):
    """These octets are no SMPP."""


@dataclass(frozen=True, slots=True)
class Unit:
    kind: int
    sequence: int
    status: int = 0
    body: bytes = field(default=b"", repr=False)

    def octets(self) -> bytes:
        size = _HEADER.size + len(self.body)
        return _HEADER.pack(size, self.kind, self.status, self.sequence) + self.body

    def answered(self, status: int = Status.OK, body: bytes = b"") -> "Unit":
        """Return the answer to this request."""
        return Unit(self.kind | ANSWER, self.sequence, status, body)


class Units:
    """Cuts a stream into units."""

    def __init__(self) -> None:
        self._left = b""

    def feed(self, octets: bytes) -> Iterator[Unit]:
        """Raises BadUnit where a length is impossible."""
        self._left += octets
        while len(self._left) >= _HEADER.size:
            size, kind, status, sequence = _HEADER.unpack_from(self._left)
            if not _HEADER.size <= size <= MOST_OCTETS:
                raise BadUnit("length")
            if len(self._left) < size:
                return
            body = self._left[_HEADER.size : size]
            self._left = self._left[size:]
            yield Unit(kind, sequence, status, body)


@dataclass(frozen=True, slots=True)
class Bind:
    name: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Submission:
    """What somebody wants sent; `valid` None: as long as the centre likes."""

    sender: str
    to: str
    words: str = field(repr=False)
    valid: timedelta | None
    wants_receipt: bool
    reference: bytes = b""


class _Body:
    def __init__(self, octets: bytes) -> None:
        self._octets = octets
        self._at = 0

    def text(self) -> str:
        end = self._octets.find(b"\0", self._at)
        if end < 0:
            raise BadUnit("text")
        read, self._at = self._octets[self._at : end], end + 1
        return read.decode("latin-1")

    def take(self, number: int) -> bytes:
        end = self._at + number
        if end > len(self._octets):
            raise BadUnit("body")
        read, self._at = self._octets[self._at : end], end
        return read

    def skip(self, number: int) -> None:
        self.take(number)

    def byte(self) -> int:
        return self.take(1)[0]

    def tags(self) -> Mapping[int, bytes]:
        tags: dict[int, bytes] = {}
        while self._at < len(self._octets):
            tag, size = _TAG.unpack(self.take(_TAG.size))
            tags[tag] = self.take(size)
        return tags


def bind_of(unit: Unit) -> Bind:
    """Raises BadUnit."""
    body = _Body(unit.body)
    return Bind(body.text(), body.text())


def submission_of(unit: Unit) -> Submission:
    """Raises BadUnit; its argument "expiry" for a validity that is none."""
    body = _Body(unit.body)
    body.text()
    body.skip(2)
    sender = body.text()
    body.skip(2)
    to = body.text()
    body.skip(3)
    body.text()
    valid = _validity(body.text())
    receipt = body.byte()
    body.skip(1)
    coding = body.byte()
    body.skip(1)
    octets = body.take(body.byte())
    tags = body.tags()
    words = _words(octets or tags.get(MESSAGE_PAYLOAD, b""), coding)
    return Submission(
        sender=sender,
        to=to,
        words=words,
        valid=valid,
        wants_receipt=receipt & 0x03 == 0x01,
        reference=tags.get(USER_MESSAGE_REFERENCE, b""),
    )


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a text: `said` as appendix B writes it, `state` as 5.2.28 counts it."""

    sender: str
    to: str
    message_id: str
    said: str
    state: int
    reference: bytes

    def body(self) -> bytes:
        """Return it as the body of a deliver_sm: from whom the text was for to who sent it."""
        words = self.said.encode("latin-1")
        tags = [
            (RECEIPTED_MESSAGE_ID, self.message_id.encode() + b"\0"),
            (MESSAGE_STATE, bytes([self.state])),
        ]
        if self.reference:
            tags.append((USER_MESSAGE_REFERENCE, self.reference))
        return b"".join([
            b"\0", b"\x01\x01", self.to.encode() + b"\0",
            b"\x00\x01", self.sender.encode("latin-1") + b"\0",
            bytes([SAID_OF_RECEIPT, 0, 0]), b"\0", b"\0",
            bytes([0, 0, 0, 0, len(words)]), words,
            *(_TAG.pack(tag, len(value)) + value for tag, value in tags),
        ])  # fmt: skip


def _words(octets: bytes, coding: int) -> str:
    if coding & 0x0C == 0x08:
        if len(octets) % 2:
            raise BadUnit("UCS-2")
        return octets.decode("utf-16-be", "replace")
    return octets.decode("latin-1")


def _validity(said: str) -> timedelta | None:
    """Read YYMMDDhhmmsstnnR, a time from now (7.1.1.2); an absolute one is none we offer."""
    if not said:
        return None
    if len(said) != 16 or not said[:15].isdecimal() or said[15] != "R":
        raise BadUnit("expiry")
    years, months, days, hours, minutes, seconds = (
        int(said[at : at + 2]) for at in range(0, 12, 2)
    )
    days += years * 365 + months * 30
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
