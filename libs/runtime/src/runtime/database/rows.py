"""Values of a row, also of one that PostgreSQL wrote into JSON."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

from runtime.database import connection

Row: TypeAlias = Mapping[str, Any] | connection.Row


# The last day and moment there is are kept as PostgreSQL's infinity, and written so into JSON.
_DAYS = {"infinity": date.max, "-infinity": date.min}
_MOMENTS = {
    "infinity": datetime.max.replace(tzinfo=UTC),
    "-infinity": datetime.min.replace(tzinfo=UTC),
}


def instant(value: datetime | str) -> datetime:
    """Read a moment."""
    if not isinstance(value, str):
        return value
    return _MOMENTS.get(value) or datetime.fromisoformat(value)


def instant_or_none(value: datetime | str | None) -> datetime | None:
    """Read a moment that may be missing."""
    return None if value is None else instant(value)


def day_or_none(value: date | str | None) -> date | None:
    """Read a day that may be missing."""
    if not isinstance(value, str):
        return value
    return _DAYS.get(value) or date.fromisoformat(value)


def octets(value: str | bytes) -> bytes:
    """Read bytes."""
    return bytes.fromhex(value.removeprefix("\\x")) if isinstance(value, str) else bytes(value)
