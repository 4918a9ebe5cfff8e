"""What of a request no database keeps: looked for only when something has failed over it."""

from collections.abc import Iterator
from typing import Any

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from kernel.errors import Invalid

_LARGEST = 2**63 - 1
# RFC 3339: years 1 to 9999.
_SECONDS = range(-62_135_596_800, 253_402_300_800)
_NANOS = range(1_000_000_000)


def unkeepable(request: object) -> Invalid | None:
    """Answer what is wrong with the first value that cannot be kept, None where all can."""
    if not isinstance(request, Message):
        return None
    for where, sentence in _faults(request, ""):
        return Invalid("FIELD_NOT_VALID", sentence, field=where)
    return None


def _faults(message: Message, before: str) -> Iterator[tuple[str, str]]:
    if isinstance(message, Timestamp):
        if message.seconds not in _SECONDS or message.nanos not in _NANOS:
            yield before.removesuffix("."), "There is no such moment."
        return
    for field, value in message.ListFields():
        name = f"{before}{field.name}"
        if field.message_type and field.message_type.GetOptions().map_entry:
            continue
        if not field.is_repeated:
            yield from _faults_of(value, name)
            continue
        for place, each in enumerate(value):
            yield from _faults_of(each, f"{name}[{place}]")


def _faults_of(value: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Message):
        yield from _faults(value, f"{name}.")
    elif isinstance(value, str) and "\0" in value:
        yield name, "A text cannot hold the character NUL."
    elif isinstance(value, int) and value > _LARGEST:
        yield name, f"No number is larger than {_LARGEST}."
