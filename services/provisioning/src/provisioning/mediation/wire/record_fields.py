"""One record of a file: from the JSON object a switch wrote to a use, or to what is wrong with it.

The grammar is `kernel.use`; here stand the names of the fields and the forms of the file.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kernel.use import KINDS, is_moment, misfit
from provisioning.mediation.domain.usage import Flaw, UsageKind, UsageRecord

TYPES: Mapping[str, UsageKind] = {
    "VOICE_MO": UsageKind.VOICE,
    # The leg of whoever forwards is a call of theirs (R-SS-6).
    "VOICE_CF": UsageKind.VOICE,
    "SMS_MO": UsageKind.SMS,
    "MMS_MO": UsageKind.MMS,
    "DATA": UsageKind.DATA,
    "ITEM": UsageKind.ITEM,
}
RECEIVED = ("VOICE_MT", "SMS_MT", "MMS_MT")
ROAM_TYPES: Mapping[str, str] = {"home": "home", "domestic": "domestic", "intl": "international"}
NAMES: Mapping[str, str] = {
    "record_id": "cdr_id",
    "kind": "type",
    "duration_seconds": "duration",
    "octets": "bytes",
    "amount_fen": "amount",
    "message_id": "mm_id",
}
"""Fields that the file calls otherwise than we do."""
FIELDS = frozenset(
    {
        "cdr_id", "type", "msisdn", "imsi", "peer", "start_time", "duration", "count", "bytes",
        "amount", "roam_type", "visited_plmn", "file_seq", "record_seq", "rating_group", "partial",
        "session_id", "cell", "mm_id",
    }
)  # fmt: skip
"""All a record may have; others are passed over."""
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?"
    r"(?:Z|[+-][0-9]{2}:?[0-9]{2})"
)
"""RFC 3339, 5.6; an offset has no seconds."""
_IMSI = re.compile(r"[0-9]{6,15}")
_LONGEST_TEXT, _LONGEST_SHOWN = 200, 200


class Flawed(ValueError):
    """A line that cannot be taken, and the field that is to blame as the file calls it."""

    def __init__(self, flaw: Flaw, *, field: str = "", record_id: str = "") -> None:
        super().__init__(f"{flaw.value} {field}")
        self.flaw = flaw
        self.field = field
        self.record_id = record_id


class TwiceSaid(ValueError):
    """A field that stands twice in one object."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def object_of(line: bytes) -> Mapping[str, Any]:
    """Read a line as one JSON object (RFC 8259). Raises Flawed NOT_READABLE, FIELD_TWICE."""
    try:
        said = json.loads(line.decode(), object_pairs_hook=_each_once, parse_constant=_no_constant)
    except TwiceSaid as twice:
        raise Flawed(Flaw.FIELD_TWICE, field=shown(twice.field)) from None
    except (ValueError, RecursionError):
        raise Flawed(Flaw.NOT_READABLE) from None
    if not isinstance(said, dict):
        raise Flawed(Flaw.NOT_READABLE)
    return said


def record_of(said: Mapping[str, Any], *, element: str, file_seq: int, line: int) -> UsageRecord:
    """Read a record; `file_seq`: that of its file, where the record does not repeat it.

    Raises Flawed FIELD_MISSING, FIELD_INVALID, or KIND_NOT_RATED for what is received.
    """
    try:
        record = _record(_Fields(said), element=element, file_seq=file_seq, line=line)
    except Flawed as flawed:
        record_id = shown(said.get("cdr_id", ""))
        raise Flawed(flawed.flaw, field=flawed.field, record_id=record_id) from None
    if (field := misfit(record)) is not None:
        name = NAMES.get(field, field)
        raise Flawed(Flaw.FIELD_INVALID, field=name, record_id=shown(record.record_id))
    return record


def shown(value: object) -> str:
    """Return what was said as far as it may be kept and shown: it may be anything."""
    text = value if isinstance(value, str) else ""
    return "".join(one if one.isprintable() else "\ufffd" for one in text[:_LONGEST_SHOWN])


def text_in(said: Mapping[str, Any], name: str, *, otherwise: str | None = None) -> str:
    """Return a field that is text. Raises Flawed FIELD_MISSING, FIELD_INVALID."""
    return _Fields(said).text(name, otherwise=otherwise)


def number_in(said: Mapping[str, Any], name: str, *, otherwise: int | None = None) -> int:
    """Return a field that is a whole number. Raises Flawed FIELD_MISSING, FIELD_INVALID."""
    return _Fields(said).number(name, otherwise=otherwise)


def _record(said: "_Fields", *, element: str, file_seq: int, line: int) -> UsageRecord:
    kind = _kind(said)
    numbered = said.number("file_seq", otherwise=file_seq)
    record_seq = said.number("record_seq", otherwise=0)
    own = {name: said.number(NAMES.get(name, name), otherwise=0) for name in _amounts(kind)}
    own[KINDS[kind]] = said.number(NAMES.get(KINDS[kind], KINDS[kind]))
    return UsageRecord(
        record_id=_own_id(said, element=element, file_seq=numbered, record_seq=record_seq),
        kind=kind,
        msisdn=said.text("msisdn").removeprefix("+"),
        imsi=_imsi(said),
        peer=said.text("peer"),
        started_at=_moment(said),
        roam_type=_roam_type(said),
        cell=said.words("cell"),
        file_seq=numbered,
        record_seq=record_seq,
        rating_group=said.number("rating_group", otherwise=0),
        message_id=said.words("mm_id"),
        visited_plmn=_network(said),
        element=element,
        partial=said.number("partial", otherwise=0),
        session_id=said.text("session_id", otherwise=""),
        line=line,
        **own,
    )


def _amounts(kind: UsageKind) -> list[str]:
    return [one for one in dict.fromkeys(KINDS.values()) if one != KINDS[kind]]


def _kind(said: "_Fields") -> UsageKind:
    name = said.text("type")
    if name in RECEIVED:
        raise Flawed(Flaw.KIND_NOT_RATED, field="type")
    if name not in TYPES:
        raise Flawed(Flaw.FIELD_INVALID, field="type")
    return TYPES[name]


def _own_id(said: "_Fields", *, element: str, file_seq: int, record_seq: int) -> str:
    """Return the element's id of a record; where it gives none, its number stands for it."""
    own = said.text("cdr_id", otherwise="")
    if own or not record_seq:
        return own or said.text("cdr_id")
    return f"{element}-{file_seq}-{record_seq}"


def _imsi(said: "_Fields") -> str:
    imsi = said.text("imsi")
    if not _IMSI.fullmatch(imsi):
        raise Flawed(Flaw.FIELD_INVALID, field="imsi")
    return imsi


def _roam_type(said: "_Fields") -> str:
    name = said.text("roam_type")
    if name not in ROAM_TYPES:
        raise Flawed(Flaw.FIELD_INVALID, field="roam_type")
    return ROAM_TYPES[name]


def _network(said: "_Fields") -> str:
    """Whoever says a network says one; `misfit` knows its form."""
    plmn = said.text("visited_plmn", otherwise="-")
    if not plmn:
        raise Flawed(Flaw.FIELD_INVALID, field="visited_plmn")
    return "" if plmn == "-" else plmn


def _moment(said: "_Fields") -> datetime:
    text = said.text("start_time")
    try:
        moment = datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:
        moment = None
    # Offsets are subtracted without overflow, though the moment itself may have no such year.
    if moment is None or not is_moment(int(moment.timestamp())):
        raise Flawed(Flaw.FIELD_INVALID, field="start_time")
    return moment


class _Fields:
    """The fields of one record, each of the type it is asked for as."""

    def __init__(self, said: Mapping[str, Any]) -> None:
        self._said = said

    def text(self, name: str, *, otherwise: str | None = None) -> str:
        value = self._value(name, otherwise)
        if not isinstance(value, str):
            raise Flawed(Flaw.FIELD_INVALID, field=name)
        return value

    def words(self, name: str) -> str:
        """Return what is only shown, and may be left out: printable, in whatever script."""
        text = self.text(name, otherwise="")
        if len(text) > _LONGEST_TEXT or not text.isprintable():
            raise Flawed(Flaw.FIELD_INVALID, field=name)
        return text

    def number(self, name: str, *, otherwise: int | None = None) -> int:
        value = self._value(name, otherwise)
        if not isinstance(value, int) or isinstance(value, bool):
            raise Flawed(Flaw.FIELD_INVALID, field=name)
        return value

    def _value(self, name: str, otherwise: object) -> object:
        value = self._said.get(name, otherwise)
        if value is None:
            flaw = Flaw.FIELD_INVALID if name in self._said else Flaw.FIELD_MISSING
            raise Flawed(flaw, field=name)
        return value


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        raise TwiceSaid(next(name for name in names if names.count(name) > 1))
    return fields


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no number")
