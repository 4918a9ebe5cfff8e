"""Requests of processes: found by the protobuf name orders tells, filled by field name."""

from collections.abc import Collection, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from google.protobuf import any_pb2, descriptor_pool, json_format, message_factory
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

import boss.orders.v1.processes as request_messages
from boss.orders.v1.process_pb2 import ProcessDescription
from gateway.rest.request.api_request import is_whole
from kernel.errors import Invalid

for _module in iter_modules(request_messages.__path__):
    import_module(f"{request_messages.__name__}.{_module.name}")

WHOLE = frozenset(
    {
        FieldDescriptor.CPPTYPE_INT32,
        FieldDescriptor.CPPTYPE_INT64,
        FieldDescriptor.CPPTYPE_UINT32,
        FieldDescriptor.CPPTYPE_UINT64,
    }
)
"""Kinds of fields that protobuf would also read from 3.0 and from "3"."""
MONEY = "boss.values.v1.Money"
CURRENCY = "CNY"


def request_of(description: ProcessDescription, fields: Mapping[str, Any]) -> any_pb2.Any:
    """Fill the request of a process; raises `FIELD_NOT_VALID` or `FIELD_UNKNOWN` by name."""
    descriptor = descriptor_pool.Default().FindMessageTypeByName(description.request_type)
    if unknown := sorted(set(fields) - set(descriptor.fields_by_name)):
        sentence = f"{description.name} knows no {unknown[0]}."
        raise Invalid("FIELD_UNKNOWN", sentence, field=unknown[0])
    message = message_factory.GetMessageClass(descriptor)()
    for name, value in fields.items():
        _fill(message, descriptor, name, value)
    packed = any_pb2.Any()
    packed.Pack(message)
    return packed


def fields_of(packed: any_pb2.Any) -> Mapping[str, Any]:
    """Return the fields of a packed request by name."""
    name = packed.TypeName()
    try:
        descriptor = descriptor_pool.Default().FindMessageTypeByName(name)
    except KeyError:
        return {}
    message = message_factory.GetMessageClass(descriptor)()
    packed.Unpack(message)
    shown: dict[str, Any] = json_format.MessageToDict(message, preserving_proto_field_name=True)
    # A field that was not said is not shown; an amount that was said is, and be it nothing.
    return {
        name: {"minor": "0", **value} if _is_money(descriptor, name) else value
        for name, value in shown.items()
    }


def without(packed: any_pb2.Any, names: Collection[str]) -> any_pb2.Any:
    """Return a packed request as if these of its fields were not said; nothing of no known kind."""
    left = any_pb2.Any()
    try:
        descriptor = descriptor_pool.Default().FindMessageTypeByName(packed.TypeName())
    except KeyError:
        return left
    message = message_factory.GetMessageClass(descriptor)()
    packed.Unpack(message)
    for name in names:
        message.ClearField(name)
    left.Pack(message)
    return left


def _is_money(descriptor: Descriptor, name: str) -> bool:
    kind = descriptor.fields_by_name[name].message_type
    return kind is not None and kind.full_name == MONEY


def _fill(message: Message, descriptor: Descriptor, name: str, value: Any) -> None:
    field = descriptor.fields_by_name[name]
    if field.cpp_type in WHOLE and not is_whole(value):
        sentence = f"{name}: a whole number belongs here."
        raise Invalid("FIELD_NOT_VALID", sentence, field=name)
    if value == 0 and not field.has_presence:
        # Orders could not tell it from nothing said, and would call it missing.
        sentence = f"{name}: a number above zero belongs here."
        raise Invalid("FIELD_NOT_VALID", sentence, field=name)
    if _is_money(descriptor, name) and is_whole(value):
        value = {"currency": CURRENCY, "minor": str(value)}
    try:
        json_format.ParseDict({name: value}, message)
    except (json_format.ParseError, RecursionError) as error:
        sentence = f"{name} is not of the kind that belongs here."
        raise Invalid("FIELD_NOT_VALID", sentence, field=name) from error
