"""What stands around the records of a file: its header and its trailer, each an object alone."""

import re
from collections.abc import Mapping
from typing import Any

from kernel.use import LARGEST, is_element
from provisioning.mediation.domain.usage import Flaw
from provisioning.mediation.wire.record_fields import FIELDS, Flawed, number_in, object_of, text_in

HEADER, TRAILER = "header", "trailer"
_BEGUN = re.compile(rb'\s*\{\s*"(header|trailer)"\s*:')
_AMID = re.compile(rb'\{\s*"header"\s*:')
_REMAINS = re.compile(rb"""(?:header|switch)["']\s*:""")
"""What a header says, in a line that cannot be read and says nothing a record does."""
_OF_RECORDS = FIELDS - {"file_seq", "count"}
"""The fields of records that no frame has."""
_OF_RECORD = re.compile(rf"""["'](?:{"|".join(sorted(_OF_RECORDS))})["']\s*:""".encode())
_MOST_COUNTED = 2**31 - 1
"""No file has more records; sums of these are still numbers a database can hold."""


def frame_of(said: Mapping[str, Any]) -> str:
    """Return as which part of the frame an object is meant; empty where it is a record."""
    if said.keys() & _OF_RECORDS:
        return ""
    if any(name.strip().casefold() == HEADER for name in said):
        return HEADER
    return TRAILER if TRAILER in said else ""


def frame_begun(line: bytes) -> str:
    """Return which part of the frame a line that cannot be read seems to be; empty: none.

    What is left of a header is one: the records behind it are not of the element above.
    """
    if begun := _BEGUN.match(line):
        return begun.group(1).decode()
    return HEADER if _REMAINS.search(line) and not _OF_RECORD.search(line) else ""


def header_amid(line: bytes) -> int:
    """Return where a header begins in a line that cannot be read; 0 where none does behind more.

    A file whose last line has no line feed, and another behind it, were put together so.
    """
    amid = _AMID.search(line)
    return amid.start() if amid else 0


def inside(said: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return what a header or trailer says. Raises Flawed where it is no object, or not alone."""
    inner = said.get(name)
    if len(said) > 1 or not isinstance(inner, dict):
        raise Flawed(Flaw.FIELD_INVALID, field=name)
    return inner


def switch_of(header: Mapping[str, Any], *, home: str) -> str:
    """Return the element of a header; `home`: that of the folder, if it is one element's own.

    Raises Flawed: nobody's word but the header's and the folder's says whose a file is, and where
    both say it they agree.
    """
    switch = text_in(header, "switch", otherwise=home or None)
    if not is_element(switch):
        raise Flawed(Flaw.FIELD_INVALID, field="switch")
    if home and switch != home:
        raise Flawed(Flaw.ELEMENT_DIFFERS, field="switch")
    return switch


def sequence_of(frame: Mapping[str, Any]) -> int:
    """Return the number of a file, 0 where it has none. Raises Flawed."""
    return _whole(frame, "file_seq", most=LARGEST, otherwise=0)


def count_of(trailer: Mapping[str, Any]) -> int:
    """Return how many records a trailer says there are. Raises Flawed."""
    count = _whole(trailer, "count", most=_MOST_COUNTED)
    sequence_of(trailer)
    return count


def is_trailer(line: bytes) -> bool:
    """Tell whether a line is a trailer, as whole as it was written."""
    try:
        return frame_of(object_of(line)) == TRAILER
    except Flawed:
        return False


def _whole(frame: Mapping[str, Any], name: str, *, most: int, otherwise: int | None = None) -> int:
    number = number_in(frame, name, otherwise=otherwise)
    if not 0 <= number <= most:
        raise Flawed(Flaw.FIELD_INVALID, field=name)
    return number
