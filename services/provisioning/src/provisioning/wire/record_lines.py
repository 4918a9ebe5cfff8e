"""A switch's file of call records: a header, one JSON object a line, a trailer."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from provisioning.domain.usage import Flaw, RecordFile, RefusedLine, UsageKind, UsageRecord

HEADER, TRAILER = "header", "trailer"
KINDS: Mapping[str, UsageKind] = {
    "VOICE_MO": UsageKind.VOICE,
    "SMS_MO": UsageKind.SMS,
    "MMS_MO": UsageKind.MMS,
    "DATA": UsageKind.DATA,
}
_RECEIVED = ("VOICE_MT", "SMS_MT", "MMS_MT")
_MOST, _MOST_OCTETS = 2**31, 2**50
VISITED = "visited_plmn"
_PLMN = re.compile(r"[0-9]{5,6}")
"""Mobile country code and mobile network code (ITU-T E.212)."""
ROAM_TYPES: Mapping[str, str] = {"home": "home", "domestic": "domestic", "intl": "international"}


class Flawed(ValueError):
    """A line that cannot be taken."""

    def __init__(self, flaw: Flaw, record_id: str = "") -> None:
        super().__init__(flaw.value)
        self.flaw = flaw
        self.record_id = record_id


def read_file(name: str, content: bytes) -> RecordFile:
    """Read a whole file; what is wrong with a line, or with the frame around them, is in it."""
    records: list[UsageRecord] = []
    refused: list[RefusedLine] = []
    frame: dict[str, Any] = {}
    lines = content.decode("utf-8", "replace").splitlines()
    for number, line in enumerate(lines, 1):
        try:
            said = _object(line)
            if HEADER in said or TRAILER in said:
                frame.update(said)
            else:
                records.append(record_of(said))
        except Flawed as flawed:
            refused.append(RefusedLine(number, flawed.flaw, flawed.record_id))
    refused += _frame_flaws(frame, len(lines), len(records) + len(refused))
    return RecordFile(name, _sequence(frame), tuple(records), tuple(refused))


def record_of(said: Mapping[str, Any]) -> UsageRecord:
    """Raises Flawed: FIELD_MISSING, FIELD_INVALID, or KIND_NOT_RATED for what is received."""
    record_id = str(said.get("cdr_id", ""))
    if said.get("type") in _RECEIVED:
        raise Flawed(Flaw.KIND_NOT_RATED, record_id)
    try:
        record = _record(said)
    except KeyError:
        raise Flawed(Flaw.FIELD_MISSING, record_id) from None
    except (ValueError, TypeError, AttributeError):
        raise Flawed(Flaw.FIELD_INVALID, record_id) from None
    amounts = (record.duration_seconds, record.count, record.file_seq, record.record_seq)
    volumes = (record.octets, record.rating_group)
    if not record.id or not record.imsi.isdecimal() or min(*amounts, *volumes) < 0:
        raise Flawed(Flaw.FIELD_INVALID, record_id)
    return record


def _record(said: Mapping[str, Any]) -> UsageRecord:
    if said["type"] not in KINDS or said["roam_type"] not in ROAM_TYPES:
        raise Flawed(Flaw.FIELD_INVALID, str(said["cdr_id"]))
    started = datetime.fromisoformat(said["start_time"])
    if started.tzinfo is None:
        raise ValueError("no zone")
    return UsageRecord(
        id=_text(said, "cdr_id"),
        kind=KINDS[said["type"]],
        msisdn=_text(said, "msisdn"),
        imsi=_text(said, "imsi"),
        peer=_text(said, "peer"),
        started_at=started,
        duration_seconds=_whole(said, "duration"),
        count=_whole(said, "count"),
        roam_type=ROAM_TYPES[said["roam_type"]],
        cell=_text(said, "cell"),
        file_seq=_whole(said, "file_seq"),
        record_seq=_whole(said, "record_seq"),
        octets=_whole(said, "bytes", less_than=_MOST_OCTETS),
        rating_group=_whole(said, "rating_group") if "rating_group" in said else 0,
        message_id=_text(said, "mm_id") if "mm_id" in said else "",
        visited_plmn=_network(said),
    )


def _object(line: str) -> Mapping[str, Any]:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        raise Flawed(Flaw.NOT_READABLE) from None
    if not isinstance(said, dict):
        raise Flawed(Flaw.NOT_READABLE)
    return said


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said[name]
    if not isinstance(value, str):
        raise TypeError(name)
    return value


def _network(said: Mapping[str, Any]) -> str:
    if VISITED not in said:
        return ""
    plmn = _text(said, VISITED)
    if not _PLMN.fullmatch(plmn):
        raise ValueError(VISITED)
    return plmn


def _whole(said: Mapping[str, Any], name: str, *, less_than: int = _MOST) -> int:
    value = said[name]
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= less_than:
        raise TypeError(name)
    return value


def _frame_flaws(frame: Mapping[str, Any], lines: int, records: int) -> Sequence[RefusedLine]:
    if not isinstance(frame.get(HEADER), dict):
        return (RefusedLine(1, Flaw.HEADER_MISSING),)
    trailer = frame.get(TRAILER)
    if not isinstance(trailer, dict):
        return (RefusedLine(lines, Flaw.TRAILER_MISSING),)
    return () if trailer.get("count") == records else (RefusedLine(lines, Flaw.COUNT_DIFFERS),)


def _sequence(frame: Mapping[str, Any]) -> int:
    header = frame.get(HEADER)
    number = header.get("file_seq") if isinstance(header, dict) else None
    return number if isinstance(number, int) and 0 <= number < 2**63 else 0
