"""Which order a message is about."""

from functools import cache

from google.protobuf.descriptor import Descriptor
from google.protobuf.message import Message


def order_of(message: Message) -> str:
    """Answer the order a message is about; empty where it names none."""
    if not _names_order(message.DESCRIPTOR):
        return ""
    return str(getattr(message, "order_id"))  # noqa: B009 - the field is known by name only


@cache
def _names_order(kind: Descriptor) -> bool:
    field = kind.fields_by_name.get("order_id")
    return field is not None and field.type == field.TYPE_STRING and not field.is_repeated
