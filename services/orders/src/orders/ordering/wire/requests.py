"""Requests of processes, packed in an `Any`."""

from functools import cache
from importlib import import_module
from typing import Any

from google.protobuf import any_pb2
from google.protobuf.message import DecodeError

from kernel.errors import Invalid
from orders.ordering.domain.names import request_name_of
from orders.ordering.domain.process import AnyProcess
from orders.ordering.wire.mapper import fill, read


@cache
def message_type(request: Any, process: str) -> type[Any]:
    """Return the message class of a process's request."""
    module = import_module(f"boss.orders.v1.processes.{process}_pb2")
    kind: type[Any] = getattr(module, request.__name__)
    return kind


def empty(process: AnyProcess) -> Any:
    """Return the message of a process's request, nothing filled in."""
    request: Any = process.request
    return message_type(request, process.name)()


def unpacked(process: AnyProcess, packed: any_pb2.Any) -> object:
    """
    Return the request of a process.

    :raises Invalid: `FIELD_NOT_VALID` or `FIELD_MISSING`, with the field's name.
    """
    if packed.TypeName() != request_name_of(process.request):
        sentence = f"{process.name} is asked for with {request_name_of(process.request)}."
        raise Invalid("FIELD_NOT_VALID", sentence, field="request")
    message = empty(process)
    try:
        message.ParseFromString(packed.value)
    except DecodeError as error:
        raise Invalid("FIELD_NOT_VALID", "This is no request.", field="request") from error
    request: object = read(process.request, message)
    return request


def packed(process: str, request: object) -> any_pb2.Any:
    """Return the request of this process as it was asked."""
    kind: Any = type(request)
    message = message_type(kind, process)()
    fill(message, request)
    wrapped = any_pb2.Any()
    wrapped.Pack(message)
    return wrapped
