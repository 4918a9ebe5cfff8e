"""IPA framing, as Osmocom carries GSUP over TCP: `length protocol [extension] payload`."""

from dataclasses import dataclass

_HEADER = 3
PROTOCOL_CCM = 0xFE
PROTOCOL_OSMO = 0xEE
EXTENSION_GSUP = 0x05
LONGEST_PAYLOAD = 4096
"""Octets; no GSUP message of ours comes near it."""

PING, PONG, ID_GET, ID_RESP, ID_ACK = 0x00, 0x01, 0x04, 0x05, 0x06
TAG_SERIAL, TAG_UNIT_NAME, TAG_UNIT_ID = 0x00, 0x01, 0x08


class BadFrame(ValueError):
    """The octets are no IPA frame; the connection cannot go on."""


@dataclass(frozen=True, slots=True)
class Frame:
    protocol: int
    payload: bytes


class FrameStream:
    """Cuts the octets of one connection into frames."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, octets: bytes) -> list[Frame]:
        """Take what was received; return what is complete. Raises BadFrame."""
        self._rest += octets
        frames = []
        while len(self._rest) >= _HEADER:
            length = int.from_bytes(self._rest[:2], "big")
            if length > LONGEST_PAYLOAD:
                raise BadFrame(f"{length} octets")
            end = _HEADER + length
            if len(self._rest) < end:
                break
            frames.append(Frame(self._rest[2], self._rest[_HEADER:end]))
            self._rest = self._rest[end:]
        return frames


def frame(protocol: int, payload: bytes) -> bytes:
    return len(payload).to_bytes(2, "big") + bytes([protocol]) + payload


def gsup_frame(message: bytes) -> bytes:
    """Wrap a GSUP message."""
    return frame(PROTOCOL_OSMO, bytes([EXTENSION_GSUP]) + message)


def identity_request() -> bytes:
    """Ask the other side who it is."""
    wanted = (TAG_UNIT_ID, TAG_UNIT_NAME, TAG_SERIAL)
    return frame(PROTOCOL_CCM, bytes([ID_GET]) + b"".join(bytes([1, tag]) for tag in wanted))


def identity_answer(name: str) -> bytes:
    """Say who we are, as tag 0 does."""
    value = bytes([TAG_SERIAL]) + name.encode() + b"\0"
    return frame(PROTOCOL_CCM, bytes([ID_RESP]) + len(value).to_bytes(2, "big") + value)


def control(kind: int) -> bytes:
    """Return a frame that is only its kind: PING, PONG, ID_ACK."""
    return frame(PROTOCOL_CCM, bytes([kind]))


def peer_name(payload: bytes) -> str:
    """Read the name out of an ID_RESP: its serial number, else its unit name. Raises BadFrame."""
    tags: dict[int, str] = {}
    at = 1
    while at + 2 < len(payload):
        length = int.from_bytes(payload[at : at + 2], "big")
        value = payload[at + 3 : at + 2 + length]
        if length < 1 or len(value) != length - 1:
            raise BadFrame("identity cut short")
        tags[payload[at + 2]] = value.rstrip(b"\0").decode("utf-8", "replace")
        at += 2 + length
    return tags.get(TAG_SERIAL) or tags.get(TAG_UNIT_NAME) or ""
