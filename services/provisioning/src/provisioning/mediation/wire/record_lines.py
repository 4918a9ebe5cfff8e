"""A switch's file of call records: a header, one JSON object a line, a trailer."""

from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import sha256
from io import BytesIO
from typing import Any, BinaryIO

from provisioning.mediation.domain.usage import Flaw, Mark, RecordFile, RefusedLine, UsageRecord
from provisioning.mediation.wire.record_fields import Flawed, object_of, record_of, shown
from provisioning.mediation.wire.record_frames import (
    HEADER,
    TRAILER,
    count_of,
    frame_begun,
    frame_of,
    header_amid,
    inside,
    sequence_of,
    switch_of,
)

UNKNOWN = "(unknown)"
"""The element of a file that does not say whose it is: nothing is said of it."""
LONGEST_LINE = 64 * 1024
"""Octets: a record has some hundred. What is longer is passed over without being kept."""
MOST_REFUSED = 10_000
"""Refused lines of one file that are kept one by one; more are counted."""
_BOM = b"\xef\xbb\xbf"


def read_file(name: str, content: bytes, *, home: str = "") -> RecordFile:
    """Read a whole file; what is wrong with a line, or with the frame around them, is in it."""
    return read_records(name, BytesIO(content), home=home)


def read_records(
    name: str, source: BinaryIO, *, home: str = "", mark: Mark | None = None
) -> RecordFile:
    """Read a file line by line; however long one is, no more than a part of it is held.

    `home`: the element whose folder it lies in; empty where the headers say whose records are.
    """
    reader = _Reader(home)
    digest = sha256()
    for number, line in enumerate(_lines(source, digest), 1):
        reader.take(line, number=number)
    reader.end()
    return RecordFile(
        name=name,
        file_seq=reader.file_seq or 0,
        records=tuple(reader.records),
        refused=tuple(reader.refused),
        more_refused=reader.more_refused,
        frame_flaws=reader.frame_flaws,
        element=reader.element,
        digest=digest.digest(),
        stated=reader.stated,
        mark=mark,
    )


def _lines(source: BinaryIO, digest: Any) -> Iterator[bytes]:
    """Return each line without its end; of one that is too long, a part that is too long.

    That part ends with the header that stands in the rest of the line, if one does.
    """
    while chunk := source.readline(LONGEST_LINE + 1):
        digest.update(chunk)
        if len(chunk) <= LONGEST_LINE or chunk.endswith(b"\n"):
            yield chunk.rstrip(b"\r\n")
            continue
        beginning = rest = chunk
        while chunk and not chunk.endswith(b"\n"):
            chunk = source.readline(LONGEST_LINE)
            digest.update(chunk)
            rest = (rest + chunk)[-LONGEST_LINE:]
        yield beginning + (rest.rstrip(b"\r\n") if frame_begun(rest) == HEADER else b"")


def _object(line: bytes) -> Mapping[str, Any]:
    if len(line) > LONGEST_LINE:
        raise Flawed(Flaw.LINE_TOO_LONG)
    return object_of(line.removeprefix(_BOM))


class _Reader:
    """Goes through the lines of a file; each header begins a frame, and each trailer ends one."""

    def __init__(self, home: str) -> None:
        self.element = home
        self.file_seq: int | None = None
        self.stated: int | None = None
        self.records: list[UsageRecord] = []
        self.refused: list[RefusedLine] = []
        self.more_refused: Counter[Flaw] = Counter()
        self.frame_flaws = 0
        self._home = self._element = home
        self._number = 0
        self._blamed = self._outside
        """The field for which nobody knows whose the records are, or of which file."""
        self._frames = 0
        self._in_frame = 0
        self._is_open = False
        self._is_told = False
        """It is said already that what stands here has no header."""
        self._is_garbled = False
        """The line before cannot be read, and is not even the beginning of an object."""
        self._last = 1

    @property
    def _outside(self) -> str:
        """What is to blame where no header stands above: the name of a file proves nothing."""
        return "" if self._home else "switch"

    def take(self, line: bytes, *, number: int) -> None:
        """Take a line. Empty ones are nothing, and so is a mark before one.

        Files that were put together have their marks amid them.
        """
        if len(line) <= LONGEST_LINE and not line.removeprefix(_BOM).strip():
            return
        self._last = number
        try:
            said = _object(line)
        except Flawed as flawed:
            self._take_apart(line.removeprefix(_BOM), flawed)
            return
        frame = frame_of(said)
        if frame == HEADER:
            self._begin(said)
        elif frame == TRAILER:
            self._close(said)
        else:
            self._keep(said)
        self._is_garbled = False

    def end(self) -> None:
        """See that the last frame was closed, and whose the file is."""
        if self._is_open:
            self._miss_trailer()
        elif not self._frames and not self.frame_flaws:
            self._object(Flaw.HEADER_MISSING)
        self.element = self.element or UNKNOWN

    def _take_apart(self, line: bytes, flawed: Flawed) -> None:
        """Take a line that cannot be read: two of them, perhaps, if a header stands in it."""
        amid = header_amid(line)
        if amid and flawed.flaw is not Flaw.FIELD_TWICE:
            self.take(line[:amid], number=self._last)
            self.take(line[amid:], number=self._last)
            return
        self._pass_over(line, flawed)

    def _pass_over(self, line: bytes, flawed: Flawed) -> None:
        """Take a line that cannot be read, as what it seems to be."""
        frame = frame_begun(line)
        if frame == HEADER:
            self._open()
            self._blamed = flawed.field or HEADER
        self._is_garbled = not frame and not line.lstrip().startswith(b"{")
        if frame or self._is_between:
            self._object(flawed.flaw, flawed.field)
            return
        self._refuse(flawed)

    @property
    def _is_between(self) -> bool:
        """Tell whether it is garbage below a trailer, where the next header should stand."""
        between = bool(self._frames) and not self._is_open and not self._is_told
        return between and self._is_garbled

    def _keep(self, said: Mapping[str, Any]) -> None:
        if self._blamed:
            own = shown(said.get("cdr_id"))
            self._refuse(Flawed(Flaw.FRAME_REFUSED, field=self._blamed, record_id=own))
            return
        try:
            record = record_of(said, element=self._element, file_seq=self._number, line=self._last)
        except Flawed as flawed:
            self._refuse(flawed)
            return
        self.records.append(record)
        self._count()

    def _begin(self, said: Mapping[str, Any]) -> None:
        self._open()
        try:
            header = inside(said, HEADER)
            self._element = switch_of(header, home=self._home)
            self.element = self.element or self._element
            self._number = sequence_of(header)
        except Flawed as flawed:
            self._blamed = flawed.field
            self._object(flawed.flaw, flawed.field)
            return
        if self.file_seq is None and self._element == self.element:
            self.file_seq = self._number

    def _open(self) -> None:
        if self._is_open:
            self._miss_trailer()
        self._blamed = ""
        self._frames += 1
        self._in_frame, self._is_open, self._is_told = 0, True, False

    def _close(self, said: Mapping[str, Any]) -> None:
        self._miss_header()
        try:
            count = count_of(inside(said, TRAILER))
        except Flawed as flawed:
            self._object(flawed.flaw, flawed.field)
        else:
            self.stated = (self.stated or 0) + count
            if count != self._in_frame:
                self._object(Flaw.COUNT_DIFFERS, "count")
        self._in_frame, self._is_open, self._is_told = 0, False, False
        self._blamed = self._outside

    def _miss_trailer(self) -> None:
        # Garbage where a trailer should stand is what is left of it, and no record.
        self.frame_flaws += self._is_garbled
        self._is_garbled = False
        self._object(Flaw.TRAILER_MISSING)

    def _count(self) -> None:
        self._in_frame += 1
        self._miss_header()

    def _miss_header(self) -> None:
        if not self._is_open and not self._is_told:
            self._is_told = True
            self._object(Flaw.HEADER_MISSING)

    def _refuse(self, flawed: Flawed) -> None:
        """Refuse a record."""
        self._note(RefusedLine(self._last, flawed.flaw, flawed.record_id, flawed.field))
        self._count()

    def _object(self, flaw: Flaw, field: str = "") -> None:
        """Refuse a part of the frame."""
        self.frame_flaws += 1
        self._note(RefusedLine(self._last, flaw, field=field))

    def _note(self, refused: RefusedLine) -> None:
        if len(self.refused) < MOST_REFUSED:
            self.refused.append(refused)
        else:
            self.more_refused[refused.flaw] += 1
