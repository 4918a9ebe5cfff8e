"""The text of the MML door: cutting commands out of a stream, reading them, writing replies."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from itertools import count

from emulator.faults.domain.element_error import CommandRefused, ElementError

LONGEST_COMMAND = 8192
"""Octets; a longer one cannot be a command of ours, nor what follows it."""
LOCAL_TIME = timezone(timedelta(hours=8))
SECRETS = ("PWD", "KIVALUE", "OPCVALUE")
HIGHEST_SERIAL = 999_999

_FRAME = re.compile(rb'(?:[^";]|"[^"]*")*;')
_VERB = re.compile(r"[A-Za-z]+(?:\s+[A-Za-z]+)?")
_PARAMETER = re.compile(r'\s*([A-Za-z][A-Za-z0-9]*)\s*=\s*(?:"([^"]*)"|([^\s",=;]+))\s*(,|$)')
_SECRET = re.compile(
    rf"\b({'|'.join(SECRETS)})\s*=\s*(?:\"[^\"]*\"?|[^,;]*)", re.IGNORECASE
)  # fmt: skip
_LOOKS_SECRET = re.compile(r"[0-9A-Fa-f]{32,}")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Statement:
    """One command as it was written: `verb` in capitals, one blank between its words."""

    verb: str
    parameters: Mapping[str, str] = field(repr=False)
    echo: str
    """The text on one line, its secrets masked."""


class CommandStream:
    """Cuts the octets of one connection into commands."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, octets: bytes) -> list[bytes]:
        """
        Take what was received; return the commands that are complete now, without their `;`.

        :raises CommandRefused: SYNTAX, where no command can be that long; nothing can follow.
        """
        self._rest += octets
        commands = []
        while frame := _FRAME.match(self._rest):
            commands.append(self._rest[: frame.end() - 1])
            self._rest = self._rest[frame.end() :]
        self._rest = self._rest.lstrip(b"\r\n\t ")
        if len(self._rest) > LONGEST_COMMAND:
            raise CommandRefused(ElementError.SYNTAX, f"longer than {LONGEST_COMMAND} octets")
        return commands


def echo(command: bytes) -> str:
    """Return a command on one line as it may be shown: printable, its secrets masked."""
    shown = printable(command.decode("utf-8", "replace").strip())
    masked = _SECRET.sub(r'\1="****"', _BLANKS.sub(" ", shown))
    return _LOOKS_SECRET.sub("****", masked) + ";"


def printable(text: str) -> str:
    """Return a text as it may be kept and shown: a blank for each letter that cannot be."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def parse(command: bytes) -> Statement:
    """
    Read one command.

    :raises CommandRefused: SYNTAX, or PARAMETER_INVALID where one is given twice.
    """
    try:
        text = command.decode("utf-8").strip()
    except UnicodeDecodeError:
        raise CommandRefused(ElementError.SYNTAX, "not UTF-8") from None
    verb, _, rest = text.partition(":")
    if not _VERB.fullmatch(verb.strip()):
        raise CommandRefused(ElementError.SYNTAX, "no verb")
    return Statement(_BLANKS.sub(" ", verb.strip()).upper(), _parameters(rest), echo(command))


def _parameters(text: str) -> dict[str, str]:
    read: dict[str, str] = {}
    at = 0
    text = text.strip()
    while at < len(text):
        parameter = _PARAMETER.match(text, at)
        if parameter is None or (parameter[4] == "," and parameter.end() == len(text)):
            raise CommandRefused(ElementError.SYNTAX, f"at parameter {len(read) + 1}")
        name = parameter[1].upper()
        if name in read:
            raise CommandRefused(ElementError.PARAMETER_INVALID, f"{name} is given twice")
        read[name] = parameter[2] if parameter[2] is not None else parameter[3]
        at = parameter.end()
    return read


@dataclass(frozen=True, slots=True)
class Reply:
    """What the element says: a code (`SUCCESS0001`, `ERR3101`), its sentence, its details."""

    code: str
    sentence: str
    details: Sequence[str] = ()

    @property
    def retcode(self) -> int:
        return 0 if self.code.startswith("SUCCESS") else int(self.code[3:])


SUCCESS = Reply("SUCCESS0001", "Operation is successful")


class ReplyWriter:
    """Numbers and writes the replies of an element."""

    def __init__(self, element: str) -> None:
        self._element = element
        self._serial = count(1)

    def write(self, reply: Reply, *, to: str, at: datetime) -> bytes:
        """Return the reply block to a command, `to` being its echo."""
        local = at.astimezone(LOCAL_TIME)
        lines = [
            f"+++    {self._element}        {local:%Y-%m-%d %H:%M:%S}",
            f"SMU    #{next(self._serial) % HIGHEST_SERIAL:06}",
            f"%%{to}%%",
            f"{reply.code}:{reply.sentence}",
            f"RETCODE = {reply.retcode}",
            *reply.details,
            "---    END",
            "",
        ]
        return "\r\n".join(lines).encode()
