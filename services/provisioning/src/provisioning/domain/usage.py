"""Call records: what the switch let through, and what cannot be said of one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto


class UsageKind(StrEnum):
    VOICE = auto()
    SMS = auto()
    MMS = auto()
    DATA = auto()


@dataclass(frozen=True, slots=True)
class UsageRecord:
    """One use; `count` are the parts of a long text, or the recipients of a message.

    `octets` is the volume of a data session or the size of a message; the peer of data is its
    access point.
    """

    id: str
    kind: UsageKind
    msisdn: str
    imsi: str
    peer: str
    started_at: datetime
    duration_seconds: int
    count: int
    roam_type: str
    cell: str
    file_seq: int
    record_seq: int
    octets: int = 0
    rating_group: int = 0
    message_id: str = ""
    """As the MMS centre named a message; the records of its recipients share it."""
    visited_plmn: str = ""
    """Abroad: the network that served her (3GPP TS 23.003); empty where the switch did not say."""


class Flaw(StrEnum):
    """Why a line of a file is refused."""

    NOT_READABLE = "NOT_READABLE"
    FIELD_MISSING = "FIELD_MISSING"
    FIELD_INVALID = "FIELD_INVALID"
    KIND_NOT_RATED = "KIND_NOT_RATED"
    """Being called or written to costs nothing."""
    CARD_UNKNOWN = "CARD_UNKNOWN"
    SAID_BEFORE = "SAID_BEFORE"
    HEADER_MISSING = "HEADER_MISSING"
    TRAILER_MISSING = "TRAILER_MISSING"
    COUNT_DIFFERS = "COUNT_DIFFERS"


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """Line numbers begin with one."""

    line: int
    flaw: Flaw
    record_id: str = ""


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A closed file as it was read; `lines` is how many records it holds, good and bad."""

    name: str
    file_seq: int
    records: tuple[UsageRecord, ...]
    refused: tuple[RefusedLine, ...]

    @property
    def lines(self) -> int:
        return len(self.records) + len(self.refused)
