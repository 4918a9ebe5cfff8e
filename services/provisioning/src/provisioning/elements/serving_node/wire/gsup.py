"""GSUP messages, as OsmoHLR speaks them: a type, the IMSI, then tagged elements."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from provisioning.vault.domain.authentication import Vector

ERROR, RESULT = 1, 2
IMSI_UNKNOWN = 2
"""3GPP TS 24.008, 10.5.5.14."""
_FILLER, _CS, _WITHDRAW = 0xF, 2, 1


class Kind(IntEnum):
    """Requests; an error is one more, a result two more."""

    SEND_AUTH_INFO = 0x08
    LOCATION_CANCEL = 0x1C


class Tag(IntEnum):
    IMSI = 0x01
    CAUSE = 0x02
    AUTH_TUPLE = 0x03
    CANCEL_TYPE = 0x06
    RAND = 0x20
    AUTN = 0x25
    RES = 0x27
    CN_DOMAIN = 0x28
    SOURCE_NAME = 0x60
    DESTINATION_NAME = 0x61


class BadMessage(ValueError):
    """The octets are no GSUP message."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message: its type octet and its elements in the order they came."""

    type: int
    elements: tuple[tuple[int, bytes], ...] = ()

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
        return number_of(self.value(Tag.IMSI) or b"")

    @property
    def cause(self) -> int:
        return (self.value(Tag.CAUSE) or b"\0")[0]

    def value(self, tag: Tag) -> bytes | None:
        return next((value for held, value in self.elements if held == tag), None)

    def vectors(self) -> tuple[Vector, ...]:
        """Return the authentication vectors it carries. Raises BadMessage."""
        return tuple(_vector(value) for tag, value in self.elements if tag == Tag.AUTH_TUPLE)


def decode(octets: bytes) -> Message:
    """Read a message. Raises BadMessage."""
    if not octets:
        raise BadMessage("empty")
    return Message(octets[0], tuple(_elements(octets[1:])))


def encode(message: Message) -> bytes:
    return bytes([message.type]) + b"".join(
        bytes([tag, len(value)]) + value for tag, value in message.elements
    )


def send_auth_info(imsi: str) -> Message:
    return Message(Kind.SEND_AUTH_INFO, ((Tag.IMSI, digits(imsi)),))


def location_cancel(imsi: str, *, node: str, us: str) -> Message:
    """Withdraw a subscription at the node that serves it; the HLR passes it on."""
    return Message(
        Kind.LOCATION_CANCEL,
        (
            (Tag.IMSI, digits(imsi)),
            (Tag.CANCEL_TYPE, bytes([_WITHDRAW])),
            (Tag.CN_DOMAIN, bytes([_CS])),
            (Tag.SOURCE_NAME, us.encode() + b"\0"),
            (Tag.DESTINATION_NAME, node.encode() + b"\0"),
        ),
    )


def digits(number: str) -> bytes:
    """Write digits two to an octet, the low half first. 3GPP TS 24.008, 10.5.4.7."""
    halves = [int(one) for one in number]
    if len(halves) % 2:
        halves.append(_FILLER)
    return bytes(low | high << 4 for low, high in zip(halves[::2], halves[1::2], strict=True))


def number_of(octets: bytes) -> str:
    """Read digits written so; stops at what is no digit."""
    read = ""
    for half in (half for octet in octets for half in (octet & 0xF, octet >> 4)):
        if half > 9:
            break
        read += str(half)
    return read


def _elements(octets: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(octets):
        value = octets[at + 2 : at + 2 + octets[at + 1]] if at + 1 < len(octets) else b""
        if at + 1 >= len(octets) or len(value) != octets[at + 1]:
            raise BadMessage("element cut short")
        yield octets[at], value
        at += 2 + len(value)


def _vector(octets: bytes) -> Vector:
    parts = dict(_elements(octets))
    try:
        return Vector(rand=parts[Tag.RAND], autn=parts[Tag.AUTN], xres=parts[Tag.RES])
    except KeyError:
        raise BadMessage("vector cut short") from None
