"""What an element answers, whatever language it speaks."""

from dataclasses import dataclass
from enum import StrEnum

from provisioning.elements.domain.subscription import Record
from provisioning.vault.domain.authentication import Vector


class Reason(StrEnum):
    """Why an element refuses for good; also the code an order fails with."""

    UNKNOWN_SUBSCRIBER = "UNKNOWN_SUBSCRIBER"
    UNKNOWN_CARD = "UNKNOWN_CARD"
    IMSI_IN_USE = "IMSI_IN_USE"
    MSISDN_IN_USE = "MSISDN_IN_USE"
    IMSI_DIFFERS = "IMSI_DIFFERS"
    IMSI_OUT_OF_RANGE = "IMSI_OUT_OF_RANGE"
    MSISDN_OUT_OF_RANGE = "MSISDN_OUT_OF_RANGE"
    NO_KEYS = "NO_KEYS"
    KEYS_THERE = "KEYS_THERE"
    KEYS_IN_USE = "KEYS_IN_USE"
    KEYS_INVALID = "KEYS_INVALID"
    TEMPLATE_UNKNOWN = "TEMPLATE_UNKNOWN"
    SERVICE_NOT_PROVIDED = "SERVICE_NOT_PROVIDED"
    SERVICE_NOT_REGISTERED = "SERVICE_NOT_REGISTERED"
    SERVICE_CONFLICT = "SERVICE_CONFLICT"
    FORWARDING_NOT_ALLOWED = "FORWARDING_NOT_ALLOWED"
    NETWORK_FULL = "NETWORK_FULL"
    NOT_UNDERSTOOD = "NOT_UNDERSTOOD"


@dataclass(frozen=True, slots=True)
class Accepted:
    """It says that it did what it was told."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands there; None where nothing does."""

    record: Record | None


@dataclass(frozen=True, slots=True)
class Vectors:
    """What the network would challenge a card with."""

    vectors: tuple[Vector, ...]


@dataclass(frozen=True, slots=True)
class Proven:
    """The vectors were made with the keys of our vault, or with others."""

    matches: bool


@dataclass(frozen=True, slots=True)
class Denied:
    """It refuses, and would again; `code` and `says` are the element's own."""

    reason: Reason
    code: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class NotNow:
    """Nothing was done; it may work later."""

    code: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Silence:
    """No answer came: it may have been done, or not."""

    why: str


Answer = Accepted | Shown | Vectors | Proven | Denied | NotNow | Silence
