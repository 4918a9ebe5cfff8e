"""Whether a request can be kept at all: PostgreSQL knows no text with a NUL in it."""

from collections.abc import Iterable, Iterator
from typing import Any

from google.protobuf.message import Message

from kernel.errors import Invalid


def must_be_readable(request: Message) -> None:
    """Raise `FIELD_NOT_VALID` with the field of a text that holds a NUL."""
    for field, text in _texts(request, within=""):
        if "\x00" in text:
            raise Invalid("FIELD_NOT_VALID", "A text holds no NUL.", field=field)


def _texts(message: Message, *, within: str) -> Iterator[tuple[str, str]]:
    for descriptor, value in message.ListFields():
        name = f"{within}{descriptor.name}"
        values: Iterable[Any] = value if descriptor.is_repeated else (value,)
        for part in values:
            if isinstance(part, str):
                yield name, part
            elif isinstance(part, Message):
                yield from _texts(part, within=f"{name}.")
