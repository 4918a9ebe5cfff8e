"""Bad input made by rule: hostile texts and numbers, and messages filled with them by form."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from typing import Any, TypeVar

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

SEED = int(os.environ.get("KAITONG_INPUT_SEED", "20120812"))
"""The same input at every run unless another seed is asked for."""
DEEPEST = 4
LONG = 100_000

NAMELESS = ("", " ", "0", "-1", "null", "None", "undefined")
BROKEN = ("\0", "1\0", "line\nbreak", "\r\n", "\t", "\x1b[31m", "\x7f", "\ufeff", "\ufffe")
FOREIGN = ("😀" * 40, "\u202egpj.exe", "ﷺ", "e\u0301" * 30, "٣٤٥٦", "李安娜", "Ω≈ç√")
TRICKS = (
    "' OR '1'='1", "'; DROP TABLE customer; --", "../../etc/passwd", "..%2f..%2f", "%s%n%x",
    "${jndi:ldap://x}", "{{7*7}}", "<script>alert(1)</script>", "$(reboot)", "a,b;c=d", '"', "\\",
)  # fmt: skip
HUGE = ("9" * 40, "1e999", "NaN", "x" * LONG)
TEXTS = (*NAMELESS, *BROKEN, *FOREIGN, *TRICKS, *HUGE)

_SIGNED = {32: (-1, 0, 2**31 - 1, -(2**31)), 64: (-1, 0, 2**63 - 1, -(2**63))}
_UNSIGNED = {32: (0, 2**32 - 1), 64: (0, 2**64 - 1)}
_INTEGERS = {
    FieldDescriptor.TYPE_INT32: _SIGNED[32],
    FieldDescriptor.TYPE_INT64: _SIGNED[64],
    FieldDescriptor.TYPE_UINT32: _UNSIGNED[32],
    FieldDescriptor.TYPE_UINT64: _UNSIGNED[64],
}
ENUMS = (0, -1, 99, 2**31 - 1)
OCTETS = (b"", b"\0", b"\xff" * 15, b"\x80" * 17, b"\0" * 5000)

Kind = TypeVar("Kind", bound=Message)


def chance(*about: str) -> random.Random:
    """Return a source of chance that is the same at every run; the seed is printed."""
    print(f"seed {SEED}: repeat with KAITONG_INPUT_SEED={SEED}")  # noqa: T201
    return random.Random(f"{SEED}/{'/'.join(about)}")  # noqa: S311  # repeatable, not secret


def value_of(field: Any, *, by: random.Random) -> Any:
    """Return a bad value for a field that is no message."""
    return by.choice(values_of(field))


def values_of(field: Any) -> tuple[Any, ...]:
    """Return every bad value for a field that is no message."""
    if field.type == FieldDescriptor.TYPE_STRING:
        return TEXTS
    if field.type == FieldDescriptor.TYPE_BYTES:
        return OCTETS
    if field.type == FieldDescriptor.TYPE_ENUM:
        return ENUMS
    if field.type == FieldDescriptor.TYPE_BOOL:
        return (False, True)
    return _INTEGERS[field.type]


def message_of(kind: type[Kind], *, by: random.Random) -> Kind:
    """Return a message of this kind with bad values in most of its fields."""
    message = kind()
    _fill(message, by=by, depth=0)
    return message


def messages_of(kind: type[Kind], count: int, *, by: random.Random) -> Iterator[Kind]:
    """Return the empty message, then `count` bad ones."""
    yield kind()
    for _ in range(count):
        yield message_of(kind, by=by)


def spoilt(message: Kind) -> Iterator[tuple[str, Any, Kind]]:
    """Return copies of a good message, each with one bad value, and where it is and what."""
    for path, field in _leaves(message, ()):
        for value in values_of(field):
            copy = type(message)()
            copy.CopyFrom(message)
            _put(copy, path, value)
            yield ".".join(map(str, path)), value, copy


def _fill(message: Message, *, by: random.Random, depth: int) -> None:
    for field in message.DESCRIPTOR.fields:
        if by.random() < 0.25 or (field.message_type and depth == DEEPEST):
            continue
        if field.message_type and field.message_type.GetOptions().map_entry:
            continue
        if field.is_repeated:
            _fill_list(message, field, by=by, depth=depth)
        elif field.message_type:
            part = getattr(message, field.name)
            part.SetInParent()
            _fill(part, by=by, depth=depth + 1)
        else:
            setattr(message, field.name, value_of(field, by=by))


def _fill_list(message: Message, field: Any, *, by: random.Random, depth: int) -> None:
    values = getattr(message, field.name)
    for _ in range(by.choice((1, 2, 3))):
        if field.message_type:
            _fill(values.add(), by=by, depth=depth + 1)
        else:
            values.append(value_of(field, by=by))


def _leaves(message: Message, to: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Return the way to every value that is set, and its field."""
    for field, value in message.ListFields():
        if field.is_repeated:
            for place, each in enumerate(value):
                here = (*to, field.name, place)
                yield from _leaves(each, here) if field.message_type else ((here, field),)
        elif field.message_type:
            yield from _leaves(value, (*to, field.name))
        else:
            yield (*to, field.name), field


def _put(message: Any, path: tuple[Any, ...], value: Any) -> None:
    for step in path[:-1]:
        message = message[step] if isinstance(step, int) else getattr(message, step)
    if isinstance(path[-1], int):
        message[path[-1]] = value
    else:
        setattr(message, path[-1], value)
