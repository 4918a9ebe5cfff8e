"""Attributes of what is shown, by their way through objects and lists, and how they compare."""

import operator as operators
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from gateway.edge.asking import LONGEST_TEXT
from kernel.errors import Invalid

Row = Mapping[str, Any]
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]{4,15}(Z|[ +-][0-9]{2}:?[0-9]{2})?)?")
Way = Sequence[str]
_COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "gt": operators.gt,
    "gte": operators.ge,
    "lt": operators.lt,
    "lte": operators.le,
}


def values(value: Any, way: Way) -> Iterator[Any]:
    """Go the way through objects, and through every one of a list."""
    if isinstance(value, list | tuple):
        for one in value:
            yield from values(one, way)
    elif not way:
        yield value
    elif isinstance(value, Mapping) and way[0] in value:
        yield from values(value[way[0]], way[1:])


def has(row: Row, way: Way, wanted: frozenset[str]) -> bool:
    """Tell whether one of the values at the end of the way is one of those wanted.

    A moment is the same however it is written, its plus as the blank it stands for, too.
    """
    return any(_is_one_of(value, wanted) for value in values(row, way))


def _is_one_of(value: Any, wanted: frozenset[str]) -> bool:
    if _said(value) in wanted:
        return True
    known = _comparable(value)
    return isinstance(known, datetime) and any(_is_moment(one, known) for one in wanted)


def _is_moment(said: str, known: datetime) -> bool:
    try:
        return _moment(said) == known
    except ValueError:
        return False


def compare(value: Any, wanted: str, *, operator: str, field: str) -> bool:
    """Compare as numbers or moments, else as text.

    Raises `FIELD_NOT_VALID` where a number or a moment is compared with something else.
    """
    known = _comparable(value)
    try:
        other = _read_alike(known, wanted)
    except (ValueError, InvalidOperation):
        sentence = "This cannot be compared with what it is asked for."
        raise Invalid("FIELD_NOT_VALID", sentence, field=field[:LONGEST_TEXT]) from None
    return _COMPARED[operator](known, other)


def sort_key(row: Row, way: Way) -> tuple[str, Any]:
    """Return what a row is sorted by: the first value at the end of the way, by its kind."""
    value = _comparable(next(values(row, way)))
    return type(value).__name__, value


def _comparable(value: Any) -> Decimal | datetime | str:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    said = _said(value)
    try:
        return _moment(said)
    except ValueError:
        return said


def _read_alike(known: Decimal | datetime | str, wanted: str) -> Decimal | datetime | str:
    if isinstance(known, Decimal):
        return _finite(Decimal(wanted))
    return _moment(wanted) if isinstance(known, datetime) else wanted


def _finite(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise ValueError(number)
    return number


def _moment(said: str) -> datetime:
    """Read a moment, or a day as its beginning; without a zone it is UTC."""
    if not _MOMENT.fullmatch(said):
        raise ValueError(said)
    # A plus comes as the blank it stands for in a query.
    moment = datetime.fromisoformat(said.replace(" ", "+"))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _said(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
