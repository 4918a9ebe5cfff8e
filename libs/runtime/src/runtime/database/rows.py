"""Values of a row, also of one that PostgreSQL wrote into JSON."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeAlias

from runtime.database import connection

Row: TypeAlias = Mapping[str, Any] | connection.Row


def instant(value: datetime | str) -> datetime:
    """Read a moment."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def instant_or_none(value: datetime | str | None) -> datetime | None:
    """Read a moment that may be missing."""
    return None if value is None else instant(value)


def day_or_none(value: date | str | None) -> date | None:
    """Read a day that may be missing."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def octets(value: str | bytes) -> bytes:
    """Read bytes."""
    return bytes.fromhex(value.removeprefix("\\x")) if isinstance(value, str) else bytes(value)
