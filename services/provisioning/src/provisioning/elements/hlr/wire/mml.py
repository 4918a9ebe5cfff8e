"""The text of the MML dialect (Huawei HLR9820): what is sent, and reading what comes back."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

LONGEST_REPLY = 4 * 1024 * 1024
"""Octets; a page of a thousand subscriptions stays far below."""
SUCCESS = 0
UNREADABLE = -1

_END = re.compile(rb"^---[ \t]+END[ \t]*\r?\n", re.MULTILINE)
_OUTCOME = re.compile(r"^(SUCCESS|ERR)(\d{1,6}):(.*)$")
_RETURN_CODE = re.compile(r"^RETCODE\s*=\s*(\d{1,6})\s*(.*)$")
_DETAIL = re.compile(r"^\s*([A-Za-z][A-Za-z0-9]*)\s+=\s+(.*?)\s*$")
_VALUE = re.compile(r'[^";\x00-\x1f\x7f]*')
_SECRET = re.compile(r'\b(PWD|KIVALUE|OPCVALUE)\s*=\s*(?:"[^"]*"?|[^,;]*)', re.IGNORECASE)
_LOOKS_SECRET = re.compile(r"[0-9A-Fa-f]{32,}")


class BadReply(ValueError):
    """The octets are no reply; the connection cannot go on."""


@dataclass(frozen=True, slots=True)
class Reply:
    """`code` is 0 for success, else the number behind ERR; UNREADABLE where there is none."""

    code: int
    sentence: str
    lines: tuple[str, ...]

    @property
    def is_success(self) -> bool:
        return self.code == SUCCESS

    @property
    def shown_code(self) -> str:
        """The code as the element's manual writes it."""
        return "SUCCESS0001" if self.is_success else f"ERR{self.code:04}"

    def details(self) -> Mapping[str, str]:
        """Return the `NAME  =  value` lines."""
        matches = (_DETAIL.match(line) for line in self.lines)
        return {one[1].upper(): one[2] for one in matches if one}

    def rows(self) -> Iterator[Mapping[str, str]]:
        """Return the table: its first line names the columns."""
        header: list[str] = []
        for line in self.lines:
            cells = line.split()
            if not header and "IMSI" in cells:
                header = cells
            elif header and len(cells) == len(header) and cells[0].isdecimal():
                yield dict(zip(header, cells, strict=True))


class ReplyStream:
    """Cuts the octets of one session into reply blocks."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, octets: bytes) -> list[bytes]:
        """Take what was received; return the blocks that are complete. Raises BadReply."""
        self._rest += octets
        blocks = []
        while end := _END.search(self._rest):
            blocks.append(self._rest[: end.end()])
            self._rest = self._rest[end.end() :]
        if len(self._rest) > LONGEST_REPLY:
            raise BadReply(f"more than {LONGEST_REPLY} octets without an end")
        return blocks


def read_reply(block: bytes) -> Reply:
    """Read a block. What says neither success nor error is UNREADABLE: nobody knows what it did."""
    lines = [line.strip("\r") for line in block.decode("utf-8", "replace").split("\n")]
    for place, line in enumerate(lines):
        if outcome := _OUTCOME.match(line.strip()):
            rest = tuple(one for one in lines[place + 1 :] if not _RETURN_CODE.match(one))
            code = SUCCESS if outcome[1] == "SUCCESS" else int(outcome[2])
            if outcome[1] == "ERR" and code == SUCCESS:
                break
            return Reply(code, outcome[3].strip(), rest)
    return Reply(UNREADABLE, "", tuple(lines))


def statement(verb: str, **parameters: str) -> str:
    """Write a command; parameters in their order, each in quotes.

    Raises ValueError for a value that would not stay inside its quotes: it could say a command
    of its own.
    """
    for name, value in parameters.items():
        if not _VALUE.fullmatch(value):
            raise ValueError(f"{name} cannot be said in MML")
    said = ",".join(f'{name}="{value}"' for name, value in parameters.items())
    return f"{verb}:{said};" if said else f"{verb};"


def masked(text: str) -> str:
    """Return a command as it may be shown: without keys and passwords."""
    return _LOOKS_SECRET.sub("****", _SECRET.sub(r'\1="****"', text))
