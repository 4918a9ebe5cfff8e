"""A switch's file of call records: a header, one JSON object a line, a trailer."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import sha256
from io import BytesIO
from typing import Any, BinaryIO

from kernel.use import is_element
from provisioning.domain.usage import Flaw, Mark, RecordFile, RefusedLine, UsageRecord
from provisioning.wire.record_fields import Flawed, object_of, record_of

HEADER, TRAILER = "header", "trailer"
LONGEST_LINE = 64 * 1024
"""Octets: a record has some hundred. What is longer is passed over without being kept."""
MOST_REFUSED = 10_000
"""Refused lines of one file that are kept one by one; more are counted."""
_BOM = b"\xef\xbb\xbf"
_NUMBER_BEHIND = re.compile(r"[-_.]*[0-9]*\.[^.]*$")
_NO_NAME = re.compile(r"[^!-~]")
_LAST_SEQUENCE = 2**63 - 1


def read_file(name: str, content: bytes) -> RecordFile:
    """Read a whole file; what is wrong with a line, or with the frame around them, is in it."""
    return read_records(name, BytesIO(content))


def read_records(name: str, source: BinaryIO, *, mark: Mark | None = None) -> RecordFile:
    """Read a file line by line; however long one is, no more than a part of it is held."""
    reader = _Reader(name)
    digest = sha256()
    for number, line in enumerate(_lines(source, digest), 1):
        reader.take(line, number=number)
    reader.end()
    return RecordFile(
        name=name,
        file_seq=reader.file_seq,
        records=tuple(reader.records),
        refused=tuple(reader.refused),
        more_refused=reader.more_refused,
        element=reader.element,
        digest=digest.digest(),
        stated=reader.stated,
        mark=mark,
    )


def _lines(source: BinaryIO, digest: Any) -> Iterator[bytes | None]:
    """Return each line without its end; None for one that is too long."""
    while chunk := source.readline(LONGEST_LINE + 1):
        digest.update(chunk)
        if len(chunk) <= LONGEST_LINE or chunk.endswith(b"\n"):
            yield chunk.rstrip(b"\r\n")
            continue
        while chunk and not chunk.endswith(b"\n"):
            chunk = source.readline(LONGEST_LINE)
            digest.update(chunk)
        yield None


class _Reader:
    """Goes through the lines of a file; each header begins a frame, and each trailer ends one."""

    def __init__(self, name: str) -> None:
        self.element = self._named = element_of(name)
        self.file_seq = 0
        self.stated: int | None = None
        self.records: list[UsageRecord] = []
        self.refused: list[RefusedLine] = []
        self.more_refused: Counter[Flaw] = Counter()
        self._frames = 0
        self._in_frame = 0
        self._is_open = False
        self._last = 1

    def take(self, line: bytes | None, *, number: int) -> None:
        """Take a line; None is one that was too long. Empty ones are nothing."""
        if number == 1 and line is not None:
            line = line.removeprefix(_BOM)
        if line is not None and not line.strip():
            return
        self._last = number
        try:
            self._read(line, number=number)
        except Flawed as flawed:
            self._in_frame += 1
            self._refuse(RefusedLine(number, flawed.flaw, flawed.record_id, flawed.field))

    def end(self) -> None:
        """See that the last frame was closed."""
        if self._is_open:
            self._refuse(RefusedLine(self._last, Flaw.TRAILER_MISSING))
        elif not self._frames:
            self._refuse(RefusedLine(1, Flaw.HEADER_MISSING))

    def _read(self, line: bytes | None, *, number: int) -> None:
        if line is None:
            raise Flawed(Flaw.LINE_TOO_LONG)
        said = object_of(line)
        if (header := _frame(said, HEADER)) is not None:
            self._begin(header, number=number)
        elif (trailer := _frame(said, TRAILER)) is not None:
            self._close(trailer, number=number)
        else:
            record = record_of(said, element=self._named, file_seq=self.file_seq, line=number)
            self.records.append(record)
            self._in_frame += 1

    def _begin(self, header: Mapping[str, Any], *, number: int) -> None:
        if self._is_open:
            self._refuse(RefusedLine(number, Flaw.TRAILER_MISSING))
        elif not self._frames and self._in_frame:
            self._refuse(RefusedLine(1, Flaw.HEADER_MISSING))
        switch = header.get("switch")
        self._named = switch if isinstance(switch, str) and is_element(switch) else self._named
        self.file_seq = _sequence(header)
        if not self._frames:
            self.element = self._named
        self._frames += 1
        self._in_frame, self._is_open = 0, True

    def _close(self, trailer: Mapping[str, Any], *, number: int) -> None:
        count = trailer.get("count")
        if isinstance(count, int) and 0 <= count <= _LAST_SEQUENCE:
            self.stated = (self.stated or 0) + count
        if self._is_open and count != self._in_frame:
            self._refuse(RefusedLine(number, Flaw.COUNT_DIFFERS, field="count"))
        self._is_open, self._in_frame = False, 0

    def _refuse(self, refused: RefusedLine) -> None:
        if len(self.refused) < MOST_REFUSED:
            self.refused.append(refused)
        else:
            self.more_refused[refused.flaw] += 1


def element_of(name: str) -> str:
    """Return which element a file is from by its name alone: without number and ending."""
    return _NO_NAME.sub("_", _NUMBER_BEHIND.sub("", name))[:64] or "unnamed"


def _frame(said: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    """Return a header or trailer; a record that has a field of that name is none."""
    inner = said.get(name)
    return inner if isinstance(inner, dict) and "cdr_id" not in said else None


def _sequence(header: Mapping[str, Any]) -> int:
    number = header.get("file_seq")
    if not isinstance(number, int) or isinstance(number, bool):
        return 0
    return number if 0 <= number <= _LAST_SEQUENCE else 0
