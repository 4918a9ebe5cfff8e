"""GSUP messages, as OsmoHLR speaks them: a type, the IMSI, then tagged elements."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from emulator.hlr.domain.authentication import Vector

_FILLER = 0xF
_SHORTEST_IMSI = 5
_RAND_OCTETS, _AUTS_OCTETS = 16, 14


class Kind(IntEnum):
    """Requests; an error is one more, a result two more."""

    UPDATE_LOCATION = 0x04
    SEND_AUTH_INFO = 0x08
    PURGE = 0x0C
    INSERT_DATA = 0x10
    DELETE_DATA = 0x14
    LOCATION_CANCEL = 0x1C


class Tag(IntEnum):
    IMSI = 0x01
    CAUSE = 0x02
    AUTH_TUPLE = 0x03
    CANCEL_TYPE = 0x06
    MSISDN = 0x08
    RAND = 0x20
    SRES = 0x21
    KC = 0x22
    IK = 0x23
    CK = 0x24
    AUTN = 0x25
    AUTS = 0x26
    RES = 0x27
    CN_DOMAIN = 0x28
    SOURCE_NAME = 0x60
    DESTINATION_NAME = 0x61


ERROR, RESULT = 1, 2
CN_CS = 2
CANCEL_WITHDRAW = 1

CAUSE_IMSI_UNKNOWN = 2
CAUSE_NOT_ALLOWED = 11
CAUSE_NETWORK_FAILURE = 17
CAUSE_CONGESTION = 22
CAUSE_INVALID = 96
CAUSE_NOT_IMPLEMENTED = 97
"""3GPP TS 24.008, 10.5.5.14."""


class BadMessage(ValueError):
    """The octets are no GSUP message."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message: its type octet and its elements in the order they came."""

    type: int
    elements: tuple[tuple[int, bytes], ...] = ()

    def value(self, tag: Tag) -> bytes | None:
        return next((value for held, value in self.elements if held == tag), None)

    @property
    def kind(self) -> int:
        """The request this belongs to."""
        return self.type & ~3

    @property
    def part(self) -> int:
        """0 for a request, else ERROR or RESULT."""
        return self.type & 3

    @property
    def imsi(self) -> str:
        """Raises BadMessage where there is none."""
        octets = self.value(Tag.IMSI)
        digits = "" if octets is None else number_of(octets)
        if len(digits) < _SHORTEST_IMSI:
            raise BadMessage("no IMSI")
        return digits

    @property
    def resynchronisation(self) -> tuple[bytes, bytes] | None:
        """RAND and AUTS of a card that is out of step (3GPP TS 33.102, 6.3.5), None without.

        Raises BadMessage where they are not 16 and 14 octets.
        """
        rand, auts = self.value(Tag.RAND), self.value(Tag.AUTS)
        if rand is None and auts is None:
            return None
        if rand is None or auts is None or (len(rand), len(auts)) != (_RAND_OCTETS, _AUTS_OCTETS):
            raise BadMessage("no resynchronisation")
        return rand, auts

    def name(self, tag: Tag) -> str:
        """Return a node's name, without the NUL it ends with."""
        return (self.value(tag) or b"").rstrip(b"\0").decode("utf-8", "replace")


def decode(octets: bytes) -> Message:
    """Read a message. Raises BadMessage."""
    if not octets:
        raise BadMessage("empty")
    return Message(octets[0], tuple(_elements(octets[1:])))


def _elements(octets: bytes) -> Iterable[tuple[int, bytes]]:
    at = 0
    while at < len(octets):
        value = octets[at + 2 : at + 2 + octets[at + 1]] if at + 1 < len(octets) else b""
        if at + 1 >= len(octets) or len(value) != octets[at + 1]:
            raise BadMessage("element cut short")
        yield octets[at], value
        at += 2 + len(value)


def encode(message: Message) -> bytes:
    """Write a message. Raises ValueError for an element longer than 255 octets."""
    return bytes([message.type]) + b"".join(
        bytes([tag, len(value)]) + value for tag, value in message.elements
    )


def request(kind: Kind, imsi: str, *elements: tuple[int, bytes]) -> Message:
    return Message(kind, ((Tag.IMSI, digits(imsi)), *elements))


def result(asked: Message, *elements: tuple[int, bytes]) -> Message:
    """Answer that it is done; the answer goes back to who asked."""
    return Message(asked.kind | RESULT, (*_address(asked), *elements, *_way_back(asked)))


def refusal(asked: Message, cause: int) -> Message:
    """Answer that it is not done, and why."""
    said = (Tag.CAUSE, bytes([cause]))
    return Message(asked.kind | ERROR, (*_address(asked), said, *_way_back(asked)))


def insert_data(imsi: str, isdn: str) -> Message:
    """Tell the serving node the number of a card."""
    number = digits(isdn)
    return request(
        Kind.INSERT_DATA,
        imsi,
        (Tag.MSISDN, bytes([len(number)]) + number),
        (Tag.CN_DOMAIN, bytes([CN_CS])),
    )


def tuple_of(vector: Vector) -> tuple[int, bytes]:
    """Write one authentication vector as an element."""
    parts = (
        (Tag.RAND, vector.rand),
        (Tag.SRES, vector.sres),
        (Tag.KC, vector.kc),
        (Tag.IK, vector.ik),
        (Tag.CK, vector.ck),
        (Tag.AUTN, vector.autn),
        (Tag.RES, vector.xres),
    )
    return Tag.AUTH_TUPLE, b"".join(bytes([tag, len(value)]) + value for tag, value in parts)


def digits(number: str) -> bytes:
    """Write digits two to an octet, the low half first. 3GPP TS 24.008, 10.5.4.7."""
    halves = [int(one) for one in number]
    if len(halves) % 2:
        halves.append(_FILLER)
    return bytes(
        low | high << 4 for low, high in zip(halves[::2], halves[1::2], strict=True)
    )  # fmt: skip


def number_of(octets: bytes) -> str:
    """Read digits written so; stops at what is no digit."""
    halves = [half for octet in octets for half in (octet & 0xF, octet >> 4)]
    read = ""
    for half in halves:
        if half > 9:
            break
        read += str(half)
    return read


def _address(asked: Message) -> tuple[tuple[int, bytes], ...]:
    imsi = asked.value(Tag.IMSI)
    return () if imsi is None else ((Tag.IMSI, imsi),)


def _way_back(asked: Message) -> tuple[tuple[int, bytes], ...]:
    swapped = (
        (Tag.SOURCE_NAME, asked.value(Tag.DESTINATION_NAME)),
        (Tag.DESTINATION_NAME, asked.value(Tag.SOURCE_NAME)),
    )
    return tuple((tag, name) for tag, name in swapped if name is not None)
