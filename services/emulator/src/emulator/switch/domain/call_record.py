"""A call record: what was let through and will be charged."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from emulator.switch.domain.multimedia_message import MultimediaMessage
from emulator.switch.domain.visitor import Visitor


class RecordType(StrEnum):
    VOICE = "VOICE_MO"
    FORWARDED = "VOICE_CF"
    """The leg of a call from whom it was for to where they forward (3GPP TS 32.250, 6.1.3.2)."""
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
    rating_group: int = 0
    partial: int = 0
    """Of a call in several records: which of them it is, from 1 on; all say when it began."""


@dataclass(frozen=True, slots=True)
class Use:
    """What a handset did: with whom, and how much."""

    type: RecordType
    peer: str
    amount: Amount
    message: MultimediaMessage | None = None
    rating_group: int = 0
    """Of data: what kind of content the network takes it for; 0: any."""


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
        rating_group=use.rating_group,
    )


def in_parts(whole: CallRecord, *, seconds: int, new_id: Callable[[], str]) -> list[CallRecord]:
    """Return a long call as a switch writes it: every so many seconds a record of its own.

    3GPP TS 32.250: partial records. The last one keeps the id of the whole.
    """
    parts: list[CallRecord] = []
    left = whole.amount.seconds
    while left > seconds:
        part = replace(whole, cdr_id=new_id(), amount=Amount(seconds), partial=len(parts) + 1)
        parts.append(part)
        left -= seconds
    if not parts:
        return [whole]
    return [*parts, replace(whole, amount=Amount(left), partial=len(parts) + 1)]
