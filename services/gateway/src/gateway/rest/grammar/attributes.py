"""Attributes of what is listed: the way to them, their kind, and how that kind is compared.

Numbers are compared as numbers, instants as instants. A plain date is a whole day in Asia/Shanghai.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias, assert_never

from kernel.civil import start_of_day

Row = Mapping[str, Any]
Way = Sequence[str]
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# A plus comes as the blank it stands for in a query.
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?"
    r"(Z|[ +-][0-9]{2}:[0-9]{2})"
)
EARLIEST_YEAR, LATEST_YEAR = 2, 9998
"""Nearer to the ends of what a date can be, an instant has no day elsewhere."""
_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")


class Kind(StrEnum):
    """What an attribute holds, and so how it is compared."""

    TEXT = "text"
    NUMBER = "number"
    MOMENT = "moment"
    FLAG = "flag"
    ANY = "any"
    """A number or a text, as it comes: values of characteristics."""
    NEVER = "never"
    """TM Forum knows it, and nothing here has it: whatever is asked of it, nothing is found."""


Attributes: TypeAlias = Mapping[str, Kind]
"""By their ways, as a query writes them: `price.value`."""


class Operator(StrEnum):
    """TMF630 v4, 4.3, as a query writes them behind an attribute: `lastUpdate.gte`."""

    EQ = "eq"
    GT = "gt"
    GTE = "gte"
    LT = "lt"
    LTE = "lte"


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment to before another one; an instant has no length."""

    first: datetime
    after: datetime


Known: TypeAlias = str | Decimal | bool | Span


def values(value: Any, way: Way) -> Iterator[Any]:
    """Go the way through objects, and through every one of a list, to plain values."""
    if isinstance(value, list | tuple):
        for element in value:
            yield from values(element, way)
    elif not way:
        if not isinstance(value, Mapping):
            yield value
    elif isinstance(value, Mapping) and way[0] in value:
        yield from values(value[way[0]], way[1:])


def wanted(kind: Kind, said: str) -> Known:
    """Read what an attribute of this kind is compared with; raises `ValueError`."""
    match kind:
        case Kind.NUMBER:
            return _number(said)
        case Kind.MOMENT:
            return span(said)
        case Kind.FLAG:
            if said not in {"true", "false"}:
                raise ValueError(said)
            return said == "true"
        case Kind.TEXT | Kind.ANY | Kind.NEVER:
            return said
        case _:
            assert_never(kind)


def is_so(value: Any, kind: Kind, *, operator: Operator, said: str) -> bool:
    """Tell whether a value of this kind compares so with what was said."""
    as_kind = _kind_of(value) if kind is Kind.ANY else kind
    try:
        known, other = wanted(as_kind, _text(value)), wanted(as_kind, said)
    except ValueError:
        return False
    if isinstance(known, Span) and isinstance(other, Span):
        return _OF_MOMENTS[operator](known.first, other)
    return _COMPARED[operator](known, other)


def sort_key(row: Row, way: Way, kind: Kind) -> tuple[str, Any]:
    """Return what a row is sorted by: the first value at the end of the way, as its kind."""
    value = next(values(row, way))
    as_kind = _kind_of(value) if kind is Kind.ANY else kind
    try:
        known = wanted(as_kind, _text(value))
    except ValueError:
        known = _text(value)
    return type(known).__name__, known.first if isinstance(known, Span) else known


def span(said: str) -> Span:
    """Read an instant with its offset, or a day as it is here; raises `ValueError`."""
    if _DAY.fullmatch(said):
        return _whole_day(date.fromisoformat(said))
    if not _INSTANT.fullmatch(said):
        raise ValueError(said)
    instant = datetime.fromisoformat(said.replace(" ", "+"))
    if not EARLIEST_YEAR <= instant.year <= LATEST_YEAR:
        raise ValueError(said)
    return Span(instant, instant)


def _whole_day(day: date) -> Span:
    try:
        return Span(start_of_day(day), start_of_day(day) + timedelta(days=1))
    except OverflowError as error:
        raise ValueError(day) from error


def _kind_of(value: Any) -> Kind:
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return Kind.NUMBER if is_number else Kind.TEXT


def _number(said: str) -> Decimal:
    if not _NUMBER.fullmatch(said):
        raise ValueError(said)
    return Decimal(said)


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value).lower() if isinstance(value, bool) else str(value)


_COMPARED: Mapping[Operator, Callable[[Any, Any], bool]] = {
    Operator.EQ: lambda known, other: known == other,
    Operator.GT: lambda known, other: known > other,
    Operator.GTE: lambda known, other: known >= other,
    Operator.LT: lambda known, other: known < other,
    Operator.LTE: lambda known, other: known <= other,
}
_OF_MOMENTS: Mapping[Operator, Callable[[datetime, Span], bool]] = {
    Operator.EQ: lambda at, day: at == day.first or day.first <= at < day.after,
    Operator.GT: lambda at, day: at > day.first and at >= day.after,
    Operator.GTE: lambda at, day: at >= day.first,
    Operator.LT: lambda at, day: at < day.first,
    Operator.LTE: lambda at, day: at == day.first or at < day.after,
}
