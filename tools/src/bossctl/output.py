"""What a command answers: lines and tables for a person, one JSON document for a program (--json).

Progress goes to the standard error either way, so that the standard output is the answer alone.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from bossctl.amounts import Shown
from bossctl.table import table

MESSAGES = "messages"
"""Under which name sentences without facts stand in the document."""


@dataclass(slots=True)
class Output:
    """Where one command's answer goes."""

    as_json: bool = False
    document: dict[str, object] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)

    def close(self) -> None:
        """Print the document, where one was asked for."""
        if not self.as_json:
            return
        if self.messages:
            self.document[MESSAGES] = self.messages
        if self.document:
            print(json.dumps(self.document, ensure_ascii=False))


_output: ContextVar[Output | None] = ContextVar("output", default=None)


@contextmanager
def answering(*, as_json: bool) -> Iterator[None]:
    """Collect what a command answers; the document is printed at the end, also of a failure."""
    output = Output(as_json=as_json)
    token = _output.set(output)
    try:
        yield
    finally:
        _output.reset(token)
        output.close()


def wants_json() -> bool:
    """Tell whether a program reads the answer."""
    return _current().as_json


def show_table(
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    name: str = "rows",
    empty: str = "there is none",
) -> None:
    """Answer rows below headings; in the document a list called `name`, its keys the headings.

    Amounts are text such as `150 fen` in a table and whole numbers of fen in the document.
    """
    told, output = list(rows), _current()
    if output.as_json:
        keys = [heading.replace(" ", "_") for heading in headings]
        output.document[name] = [
            {key: _plain(cell) for key, cell in zip(keys, row, strict=True)} for row in told
        ]
    else:
        print(table(headings, told) if told else empty)


def say(sentence: str, /, **facts: object) -> None:
    """Answer a sentence; in the document its facts, or the sentence itself where it has none."""
    output = _current()
    if not output.as_json:
        print(sentence)
    elif facts:
        output.document.update({name: _plain(fact) for name, fact in facts.items()})
    else:
        output.messages.append(sentence)


def stream(row: Mapping[str, object]) -> None:
    """Answer one of many as a line of JSON, at once: what is too much for one document."""
    print(json.dumps(row, ensure_ascii=False))


def progress(sentence: str) -> None:
    """Tell a person who waits how far it is."""
    print(sentence, file=sys.stderr)


def complain(sentence: str, /, **facts: str) -> None:
    """Tell why it was not done; a program gets an object with the code and the field."""
    told = json.dumps({"error": sentence, **facts}, ensure_ascii=False)
    print(told if wants_json() else f"bossctl: {sentence}", file=sys.stderr)


def _current() -> Output:
    return _output.get() or Output()


def _plain(value: object) -> object:
    """Return a value as JSON has it."""
    match value:
        case Shown():
            return value.fen
        case None | bool() | int() | str():
            return value
        case dict():
            return {str(name): _plain(one) for name, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
    return str(value)
