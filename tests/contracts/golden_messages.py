"""Golden messages: what each version of an event looked like on the wire, kept for good."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from google.protobuf import descriptor_pool, json_format, message_factory
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from boss.topics import TOPICS

GOLDEN = Path(__file__).parent / "golden"
WHEN = "2030-01-07T01:00:00Z"


@dataclass(frozen=True, slots=True)
class Golden:
    """One version of one event: its octets, and what they say."""

    name: str
    version: int
    octets: bytes
    says: dict[str, object]

    @classmethod
    def read(cls, path: Path) -> Golden:
        kept = json.loads(path.read_text())
        return cls(path.parent.name, int(path.stem), bytes.fromhex(kept["hex"]), kept["says"])


def event_names() -> list[str]:
    """Return the protobuf full names of everything said on a topic."""
    return sorted({name for topic in TOPICS.values() for name in topic.messages})


def kept(name: str = "*") -> list[Golden]:
    """Return the golden messages of an event, oldest first."""
    paths = sorted(GOLDEN.glob(f"{name}/*.json"), key=lambda path: int(path.stem))
    return [Golden.read(path) for path in paths]


def descriptor_of(name: str) -> Any:
    package = name.rpartition(".")[0]
    import_module(f"{package}.events_pb2")
    return descriptor_pool.Default().FindMessageTypeByName(name)


def message_of(name: str) -> Message:
    return message_factory.GetMessageClass(descriptor_of(name))()


def all_fields(descriptor: Any) -> set[str]:
    """Return the names of the event's own fields."""
    return {str(field.name) for field in descriptor.fields}


def is_map(field: Any) -> bool:
    return bool(field.message_type is not None and field.message_type.GetOptions().map_entry)


def sample(descriptor: Any) -> dict[str, object]:
    """Return an example with every field set, as JSON."""
    return {field.json_name: _values(field) for field in descriptor.fields if _is_first(field)}


def _is_first(field: Any) -> bool:
    """Tell whether this field is set in the example: of a oneof, its first."""
    choice = field.containing_oneof
    return choice is None or choice.fields[0] is field


def _values(field: Any) -> object:
    if is_map(field):
        return {"key": "value"}
    return [_value(field)] if field.is_repeated else _value(field)


def _value(field: Any) -> object:
    match field.cpp_type:
        case FieldDescriptor.CPPTYPE_MESSAGE if field.message_type.full_name.endswith("Timestamp"):
            return WHEN
        case FieldDescriptor.CPPTYPE_MESSAGE:
            return sample(field.message_type)
        case FieldDescriptor.CPPTYPE_ENUM:
            return str(field.enum_type.values[1].name)
        case FieldDescriptor.CPPTYPE_STRING:
            return f"{field.name} of an example"
        case FieldDescriptor.CPPTYPE_BOOL:
            return True
        case _:
            return int(field.number)


def keep(name: str) -> Path:
    """Keep today's form of an event as its next version."""
    message = message_of(name)
    json_format.ParseDict(sample(message.DESCRIPTOR), message)
    says = json_format.MessageToDict(message, preserving_proto_field_name=True)
    octets = message.SerializeToString(deterministic=True)
    folder = GOLDEN / name
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{len(list(folder.glob('*.json'))) + 1}.json"
    path.write_text(json.dumps({"hex": octets.hex(), "says": says}, indent=1) + "\n")
    return path


if __name__ == "__main__":
    for event in event_names():
        newest = kept(event)[-1:]
        fields = set(newest[0].says) if newest else set()
        if fields != all_fields(descriptor_of(event)):
            print(keep(event))  # noqa: T201
