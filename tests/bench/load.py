"""The load: so many orders in flight, asked again and again for some seconds."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bench.arrivals import Arrivals
from kernel.clock import monotonic

GIVE_UP_SECONDS = 30.0

Ask = Callable[[], Awaitable[str]]
"""Asks for one order; returns its id once it was answered."""


class NothingLeft(Exception):
    """What was prepared for the load is used up; the spell ends here."""


@dataclass(frozen=True, slots=True)
class Told:
    """One order that went all the way; seconds of a monotonic clock."""

    asked: float
    answered: float
    confirmed: float
    fulfilled: float


@dataclass(frozen=True, slots=True)
class Spell:
    """What one spell of load gave; `begun` and `ended` are when asking began and ended."""

    in_flight: int
    begun: float
    ended: float
    orders: tuple[Told, ...]
    failures: tuple[str, ...]

    def rate(self) -> float:
        """Return orders fulfilled per second while asking went on, once all in flight had a turn.

        Of a spell too short for that, over its whole length.
        """
        ends = sorted(one.fulfilled for one in self.orders if one.fulfilled <= self.ended)
        counted = ends[self.in_flight :]
        since = ends[self.in_flight - 1] if counted else self.begun
        return len(counted or ends) / (self.ended - since)


async def load(ask: Ask, arrivals: Arrivals, *, in_flight: int, seconds: float) -> Spell:
    """Keep so many orders in flight; all that were asked for are waited for at the end."""
    begun = monotonic()
    until = begun + seconds
    told: list[Told] = []
    failures: list[str] = []

    async def keep_asking() -> None:
        nonlocal until
        while monotonic() < until:
            try:
                told.append(await follow(ask, arrivals))
            except NothingLeft:
                until = min(until, monotonic())
            except Exception as error:
                failures.append(f"{type(error).__name__}: {error}")

    await asyncio.gather(*(keep_asking() for _ in range(in_flight)))
    return Spell(in_flight, begun, until, tuple(told), tuple(failures))


async def follow(ask: Ask, arrivals: Arrivals) -> Told:
    """Ask for one order and wait for its end; raises TimeoutError where it does not come."""
    asked = monotonic()
    order = await ask()
    answered = monotonic()
    way = arrivals.of(order)
    try:
        async with asyncio.timeout(GIVE_UP_SECONDS):
            await way.done.wait()
    except TimeoutError:
        raise TimeoutError(f"{order} has no end after {GIVE_UP_SECONDS:.0f} s") from None
    finally:
        arrivals.forget(order)
    return Told(asked, answered, way.confirmed or way.fulfilled, way.fulfilled)
