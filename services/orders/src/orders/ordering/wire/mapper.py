"""One mapper for steps, changes and requests: message and dataclass meet by name and field."""

from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from google.protobuf.timestamp_pb2 import Timestamp

from kernel.errors import Invalid
from kernel.money import CNY, MOST_AT_ONCE, Money
from kernel.numbering import Iccid, Imsi, Msisdn
from orders.ordering.domain.values import AtLeast

NUMBERS = (Msisdn, Imsi, Iccid)
LONGEST_TEXT = 512
MOST_MONEY = 10**12
Read = Callable[[Any, str], Any]


def fill(message: Any, value: Any) -> None:
    """Write every field of a dataclass into the field of the message that has its name."""
    for field in fields(value):
        put(message, field.name, getattr(value, field.name))


def put(message: Any, name: str, value: Any) -> None:
    """Write one value; None leaves the field unset."""
    target = message.DESCRIPTOR.fields_by_name[name]
    if value is None:
        return
    if isinstance(value, NUMBERS):
        setattr(message, name, value.value)
    elif isinstance(value, datetime):
        getattr(message, name).FromDatetime(value)
    elif is_dataclass(value):
        inner = getattr(message, name)
        inner.SetInParent()
        fill(inner, value)
    elif isinstance(value, Enum):
        setattr(message, name, enum_number(target, value) if target.enum_type else value.value)
    else:
        setattr(message, name, value)


def read(kind: Any, message: Any, *, within: str = "") -> Any:
    """
    Read a dataclass from the message that has its fields.

    :raises Invalid: `FIELD_MISSING` or `FIELD_NOT_VALID`, with the field's name.
    """
    hints = hints_of(kind)
    values = {}
    for field in fields(kind):
        value = read_field(message, field, hints[field.name], within=within)
        if value is not MISSING:
            values[field.name] = value
    return kind(**values)


def read_field(message: Any, field: Field[Any], hint: Any, *, within: str) -> Any:
    """Return the value of a field; MISSING where it is unset and need not be there."""
    where = f"{within}{field.name}"
    target = message.DESCRIPTOR.fields_by_name[field.name]
    hint, limit = without_limit(hint)
    kind, may_be_absent = without_none(hint)
    if is_absent(message, target, kind, limit):
        if field.default is MISSING and not may_be_absent:
            raise Invalid("FIELD_MISSING", f"{where} is missing.", field=where)
        return MISSING if field.default is not MISSING else None
    value = read_value(kind, getattr(message, field.name), target, where)
    if limit is not None:
        _must_be_within(limit, value, where)
    return value


def _must_be_within(limit: AtLeast, value: int | Money, where: str) -> None:
    """Money has a most unsaid: what billing books at once, judged before anything is done."""
    number, most = _number_of(value), limit.at_most
    if most is None and isinstance(value, Money):
        most = MOST_AT_ONCE.minor
    if number < limit.least:
        sentence = f"{where} must be at least {limit.least}."
        raise Invalid("FIELD_NOT_VALID", sentence, field=where)
    if most is not None and number > most:
        sentence = f"{where} must be at most {most}."
        raise Invalid("FIELD_NOT_VALID", sentence, field=where)


def _number_of(value: int | Money) -> int:
    return value.minor if isinstance(value, Money) else value


def read_value(kind: Any, value: Any, target: Any, where: str) -> Any:
    try:
        if isinstance(value, Timestamp):
            return value.ToDatetime(UTC)
        if isinstance(kind, type) and issubclass(kind, Enum):
            return enum_member(kind, target, value)
        if kind is Money:
            return money(value)
        if is_dataclass(kind) and kind not in NUMBERS:
            return read(kind, value, within=f"{where}.")
        return text(value) if kind is str else kind(value)
    except ValueError as error:
        raise Invalid("FIELD_NOT_VALID", _what_belongs(kind, where), field=where) from error


def _what_belongs(kind: Any, where: str) -> str:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return f"{where} is one of {', '.join(str(one.value) for one in kind)}."
    return f"{where} is not valid."


def is_absent(message: Any, target: Any, kind: Any, limit: AtLeast | None) -> bool:
    if target.has_presence:
        return not message.HasField(target.name)
    value = getattr(message, target.name)
    # Without presence a zero cannot be told from nothing said; a limit judges it as what it is.
    return value == "" or (value == 0 and kind is not bool and limit is None)


def money(value: Any) -> Money:
    if value.currency != CNY or abs(value.minor) > MOST_MONEY:
        raise ValueError("not an amount we take")
    return Money(value.currency, value.minor)


def text(value: str) -> str:
    """Return a text that can be stored; raise ValueError for one that cannot."""
    if len(value) > LONGEST_TEXT or not value.isprintable():
        raise ValueError("not a printable text of a reasonable length")
    return value


def enum_prefix(target: Any) -> str:
    name = target.enum_type.name
    return "".join(f"_{sign}" if sign.isupper() else sign.upper() for sign in name)[1:]


def enum_number(target: Any, value: Enum) -> int:
    return int(target.enum_type.values_by_name[f"{enum_prefix(target)}_{value.name}"].number)


def enum_member(kind: type[Enum], target: Any, value: Any) -> Enum:
    if target.enum_type is None:
        return kind(value)
    prefix = f"{enum_prefix(target)}_"
    known = target.enum_type.values_by_number.get(value)
    name = known.name.removeprefix(prefix) if known else ""
    if name not in kind.__members__:
        raise ValueError(f"no {kind.__name__}: {value}")
    return kind[name]


@cache
def hints_of(kind: type[Any]) -> dict[str, Any]:
    hints = get_type_hints(kind, include_extras=True)
    return {name: plain_kind(hint) for name, hint in hints.items()}


def without_limit(hint: Any) -> tuple[Any, AtLeast | None]:
    """Return a type without the least it may be, and that."""
    if get_origin(hint) is not Annotated:
        return hint, None
    plain, limit = get_args(hint)
    return plain_kind(plain), limit


def plain_kind(hint: Any) -> Any:
    """Return the type a name of ours stands for."""
    return getattr(hint, "__supertype__", hint)


def without_none(hint: Any) -> tuple[Any, bool]:
    """Return a type without its None, and whether it had one."""
    if get_origin(hint) in (Union, UnionType):
        inner = [one for one in get_args(hint) if one is not type(None)]
        return plain_kind(inner[0]), True
    return hint, False
