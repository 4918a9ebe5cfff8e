"""IPA framing, as Osmocom carries GSUP over TCP: `length protocol [extension] payload`."""

from dataclasses import dataclass

CCM, OSMO, GSUP = 0xFE, 0xEE, 0x05
PING, PONG, ID_GET, ID_RESP, ID_ACK = 0x00, 0x01, 0x04, 0x05, 0x06
_HEADER, _SERIAL_TAG, _LONGEST = 3, 0x00, 4096


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
            if length > _LONGEST:
                raise BadFrame(f"{length} octets")
            if len(self._rest) < _HEADER + length:
                break
            frames.append(Frame(self._rest[2], self._rest[_HEADER : _HEADER + length]))
            self._rest = self._rest[_HEADER + length :]
        return frames


def frame(protocol: int, payload: bytes) -> bytes:
    return len(payload).to_bytes(2, "big") + bytes([protocol]) + payload


def gsup_frame(message: bytes) -> bytes:
    """Wrap a GSUP message."""
    return frame(OSMO, bytes([GSUP]) + message)


def identity(name: str) -> bytes:
    """Say who we are, as tag 0 does."""
    value = bytes([_SERIAL_TAG]) + name.encode() + b"\0"
    return frame(CCM, bytes([ID_RESP]) + len(value).to_bytes(2, "big") + value)
