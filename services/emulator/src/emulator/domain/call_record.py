"""A call record: what was let through and will be charged."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from emulator.domain.multimedia_message import MultimediaMessage
from emulator.domain.visitor import Visitor


class RecordType(StrEnum):
    VOICE = "VOICE_MO"
    TEXT = "SMS_MO"
    MULTIMEDIA = "MMS_MO"
    DATA = "DATA"


@dataclass(frozen=True, slots=True)
class Amount:
    """How much was used: seconds, texts (or messages) or bytes."""

    seconds: int = 0
    count: int = 0
    octets: int = 0

    @property
    def units(self) -> int:
        """All of it: only one of the three is used at a time."""
        return self.seconds + self.count + self.octets

    def at_most(self, units: int) -> "Amount":
        """Return it cut at so many units."""
        return Amount(min(self.seconds, units), min(self.count, units), min(self.octets, units))


@dataclass(frozen=True, slots=True)
class CallRecord:
    cdr_id: str
    type: RecordType
    msisdn: str
    imsi: str
    peer: str
    start_time: datetime
    amount: Amount
    cell: str
    roam_type: str
    visited_plmn: str = ""
    """Abroad only."""
    message: MultimediaMessage | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """What a handset did: with whom, and how much."""

    type: RecordType
    peer: str
    amount: Amount
    message: MultimediaMessage | None = None


def record(use: Use, *, by: Visitor, at: datetime, id_: str) -> CallRecord:
    """Write down what a handset used; the number is the one the switch knows it by."""
    return CallRecord(
        cdr_id=id_,
        type=use.type,
        msisdn=by.isdn,
        imsi=by.imsi,
        peer=use.peer,
        start_time=at,
        amount=use.amount,
        cell=by.cell,
        roam_type=by.location.value,
        visited_plmn=by.visited_plmn,
        message=use.message,
    )


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A batch of records under its sequence number, closed or still to be closed."""

    sequence: int
    records: tuple[CallRecord, ...]
