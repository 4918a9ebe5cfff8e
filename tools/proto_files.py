"""Read the .proto files as descriptors, with the comments that explain them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    FieldDescriptorProto,
    FileDescriptorProto,
    FileDescriptorSet,
)
from grpc_tools import protoc

MESSAGES_IN_FILE = 4
MESSAGES_IN_MESSAGE = 3
FIELDS_IN_MESSAGE = 2
"""Field numbers of descriptor.proto, of which the path of a comment is made."""


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    number: int
    type: str
    label: str
    comment: str


@dataclass(frozen=True, slots=True)
class Message:
    name: str
    file: str
    comment: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Contracts:
    messages: Mapping[str, Message]
    methods: frozenset[str]


def read_contracts(proto: Path) -> Contracts:
    """
    Compile every .proto below `proto` and return what they declare.

    :raises ValueError: if the compiler refuses them; it has said why on standard error.
    """
    files = sorted(str(path.relative_to(proto)) for path in (proto / "boss").rglob("*.proto"))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "descriptors"
        well_known = Path(protoc.__file__).parent / "_proto"
        arguments = ["protoc", f"-I{proto}", f"-I{well_known}", "--include_source_info"]
        if protoc.main([*arguments, f"--descriptor_set_out={out}", *files]):
            raise ValueError("protoc refuses the files in proto/")
        descriptors = FileDescriptorSet.FromString(out.read_bytes())
    messages = {one.name: one for file in descriptors.file for one in _messages(file)}
    methods = frozenset(
        f"{file.package}.{service.name}/{method.name}"
        for file in descriptors.file
        for service in file.service
        for method in service.method
    )
    return Contracts(messages, methods)


def _messages(file: FileDescriptorProto) -> Iterator[Message]:
    comments = {
        tuple(location.path): " ".join(
            f"{location.leading_comments} {location.trailing_comments}".split()
        )
        for location in file.source_code_info.location
    }
    for index, message in enumerate(file.message_type):
        path = (MESSAGES_IN_FILE, index)
        yield from _message(message, file, comments, (file.package, path))


def _message(
    message: DescriptorProto,
    file: FileDescriptorProto,
    comments: Mapping[tuple[int, ...], str],
    place: tuple[str, tuple[int, ...]],
) -> Iterator[Message]:
    scope, path = place
    name = f"{scope}.{message.name}"
    maps = _maps(message, name)
    fields = tuple(
        Field(
            name=field.name,
            number=field.number,
            type=_type(field, maps),
            label="" if field.type_name in maps else _label(field, message),
            comment=comments.get((*path, FIELDS_IN_MESSAGE, index), ""),
        )
        for index, field in enumerate(message.field)
    )
    yield Message(name, file.name, comments.get(path, ""), fields)
    for index, nested in enumerate(message.nested_type):
        if nested.options.map_entry:
            continue
        inside = (name, (*path, MESSAGES_IN_MESSAGE, index))
        yield from _message(nested, file, comments, inside)


def _maps(message: DescriptorProto, name: str) -> Mapping[str, str]:
    """Return how the maps in this message are written, by the name of their hidden entries."""
    return {
        f".{name}.{entry.name}": f"map<{_type(entry.field[0], {})}, {_type(entry.field[1], {})}>"
        for entry in message.nested_type
        if entry.options.map_entry
    }


def _type(field: FieldDescriptorProto, maps: Mapping[str, str]) -> str:
    if field.type_name in maps:
        return maps[field.type_name]
    if field.type_name:
        return field.type_name.removeprefix(".")
    return FieldDescriptorProto.Type.Name(field.type).removeprefix("TYPE_").lower()


def _label(field: FieldDescriptorProto, message: DescriptorProto) -> str:
    if field.label == FieldDescriptorProto.LABEL_REPEATED:
        return "repeated"
    if field.proto3_optional:
        return "optional"
    if field.HasField("oneof_index"):
        return f"one of {message.oneof_decl[field.oneof_index].name}"
    return ""
