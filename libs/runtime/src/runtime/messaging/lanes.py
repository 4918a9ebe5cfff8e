"""Lanes: a batch that is handled side by side, in as many transactions.

While one waits for the database the other one reckons. Events of a key are in one lane and stay
in their order; nothing else is promised between them.
"""

import os
from asyncio import gather
from collections.abc import Awaitable, Callable, Sequence
from contextvars import ContextVar
from zlib import crc32

from runtime.messaging.incoming import Record

_STRIPES = 64
_lane: ContextVar[int] = ContextVar("lane", default=0)


def stripe() -> int:
    """Return which row of a total is counted in, so that nobody waits for another to commit.

    Each process has its own, and each lane of it.
    """
    return (os.getpid() + 17 * _lane.get()) % _STRIPES


async def side_by_side(
    records: Sequence[Record], handle: Callable[[Sequence[Record]], Awaitable[None]], *, lanes: int
) -> None:
    """Handle records in lanes by their keys; raises what one raises once all have ended."""
    parts = _parts(records, lanes)
    if len(parts) < 2:
        await handle(records)
        return

    async def run(number: int, part: Sequence[Record]) -> None:
        _lane.set(number)
        await handle(part)

    ended = await gather(*(run(*each) for each in enumerate(parts)), return_exceptions=True)
    for outcome in ended:
        if isinstance(outcome, BaseException):
            raise outcome


def _parts(records: Sequence[Record], lanes: int) -> list[list[Record]]:
    if lanes < 2:
        return []
    parts: list[list[Record]] = [[] for _ in range(lanes)]
    for each in records:
        parts[crc32(each.key.encode(errors="replace")) % lanes].append(each)
    return [one for one in parts if one]
