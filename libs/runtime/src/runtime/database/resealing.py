"""Sealed rows in batches: opened, and sealed again page by page, past those that do not open."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from cryptography.exceptions import InvalidTag

from runtime.telemetry.logs import logger

KEY_NOT_HERE, ROW_DAMAGED = "KEY_NOT_HERE", "ROW_DAMAGED"
"""Why a row does not open: its key may come later; what was sealed is not what stands there."""
_MOST_NAMED = 10
Opened = TypeVar("Opened")
_log = logger("sealing")


@dataclass(frozen=True, slots=True)
class Shut:
    """What does not open here: KEY_NOT_HERE waits for its key, ROW_DAMAGED for a person."""

    code: str


def tried(opening: Callable[[], Opened]) -> Opened | Shut:
    """Open something of a batch, or say why not: one row stops no other.

    `opening` raises LookupError where the key is not here.
    """
    try:
        return opening()
    except LookupError:
        return Shut(KEY_NOT_HERE)
    except (InvalidTag, ValueError):
        # A nonce that is too short, or words around the seal that nobody wrote, are damage too.
        return Shut(ROW_DAMAGED)


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one transaction: how many were sealed again, and which were not, with the code."""

    rows: int = 0
    shut: Mapping[str, str] = field(default_factory=dict)
    last: str | None = None
    """The id the next page begins behind; None where none follows."""


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many rows were sealed again; how many were passed over on the way, by code."""

    rows: int = 0
    shut: Mapping[str, int] = field(default_factory=dict)


async def reseal_past(page: Callable[[str], Awaitable[Page]], *, table: str) -> Resealed:
    """Take pages, each behind an id, until one had a row that opens, or none is left.

    What does not open would be the first of every page that begins in front, for ever.
    """
    after, shut = "", Counter[str]()
    while True:
        done = await page(after)
        shut.update(done.shut.values())
        if done.shut:
            named = dict(list(done.shut.items())[:_MOST_NAMED])
            _log.warning("rows do not open", table=table, number=len(done.shut), first=named)
        if done.rows or done.last is None:
            return Resealed(done.rows, shut)
        after = done.last
