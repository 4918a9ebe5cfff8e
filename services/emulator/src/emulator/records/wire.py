"""A file of call records as its lines: a header, one JSON object per record, a trailer."""

import json
from collections.abc import Iterator
from typing import Any

from emulator.records.domain.record_file import RecordFile
from emulator.switch.domain.call_record import CallRecord

FORMAT = 1


def file_name(file: RecordFile, *, switch: str) -> str:
    """Name the file by its switch and its sequence number, which has no gaps."""
    return f"{switch}-{file.sequence:010}.jsonl"


def content(file: RecordFile, *, switch: str) -> bytes:
    """Write the whole file; the same file gives the same octets."""
    return "".join(f"{_json(line)}\n" for line in _lines(file, switch)).encode()


def _lines(file: RecordFile, switch: str) -> Iterator[dict[str, Any]]:
    yield {"header": {"switch": switch, "file_seq": file.sequence, "format": FORMAT}}
    for turn, record in enumerate(file.records, 1):
        yield {**_fields(record), "file_seq": file.sequence, "record_seq": turn}
    yield {"trailer": {"file_seq": file.sequence, "count": len(file.records)}}


def _fields(record: CallRecord) -> dict[str, Any]:
    return {**_use(record), **_abroad(record), **_message(record), **_marks(record)}


def _marks(record: CallRecord) -> dict[str, Any]:
    """Return what only the record of a part has: of one kind of content, or of a long call."""
    marks = {"rating_group": record.rating_group, "partial": record.partial}
    return {name: number for name, number in marks.items() if number}


def _abroad(record: CallRecord) -> dict[str, Any]:
    """Return what only the record of use abroad has: whose network it was."""
    return {"visited_plmn": record.visited_plmn} if record.visited_plmn else {}


def _message(record: CallRecord) -> dict[str, Any]:
    """Return what only the record of a multimedia message has (rules 7.11)."""
    message = record.message
    if message is None:
        return {}
    return {
        "bytes": message.octets,
        "recipients": message.recipients,
        "mm_id": message.id,
        "status": "accepted",
    }


def _use(record: CallRecord) -> dict[str, Any]:
    return {
        "cdr_id": record.cdr_id,
        "type": record.type.value,
        "msisdn": record.msisdn,
        "imsi": record.imsi,
        "peer": record.peer,
        "start_time": f"{record.start_time:%Y-%m-%dT%H:%M:%S.%fZ}",
        "duration": record.amount.seconds,
        "count": record.amount.count,
        "bytes": record.amount.octets,
        "cell": record.cell,
        "roam_type": record.roam_type,
    }


def _json(line: dict[str, Any]) -> str:
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"))
