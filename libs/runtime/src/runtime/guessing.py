"""Guessing: tries are counted by who tries and by what is tried, kept with the service's facts.

Whoever tries too much must wait, whatever they try next. What many others tried keeps its owner
from nothing: strangers then have one try each, and the owner has their own count.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from kernel.caller import Caller
from kernel.errors import TryLater
from kernel.tries import Tries
from runtime.database.connection import Connection
from runtime.database.database import Database
from runtime.telemetry import metrics
from runtime.telemetry.logs import logger

KEEP_DAYS = 3
"""Longer than the longest lock and the day after it."""
_log = logger("guessing")
_BEGIN = """
INSERT INTO wrong_try (kind, who, target, since)
SELECT $1, who, target, $4 FROM unnest($2::text[], $3::text[]) AS t(who, target)
ON CONFLICT DO NOTHING
"""
# In one order, so that two who try wait for each other and never both ways.
_TAKE = """
SELECT w.who, w.target, w.since, w.wrong, w.locks, w.locked_until
FROM wrong_try w JOIN unnest($2::text[], $3::text[]) AS t(who, target) USING (who, target)
WHERE w.kind = $1 ORDER BY w.who, w.target FOR UPDATE OF w
"""
_KEEP = """
UPDATE wrong_try SET since = $4, wrong = $5, locks = $6, locked_until = $7
WHERE kind = $1 AND who = $2 AND target = $3
"""
_LOCKED = """
SELECT kind, who, target, wrong, locks, locked_until FROM wrong_try
WHERE locked_until > $1 ORDER BY locked_until DESC LIMIT $2
"""
_FORGET = "DELETE FROM wrong_try WHERE kind = $1 AND who = $2 AND target = $3"
_LIFT = """
DELETE FROM wrong_try WHERE kind = $1 AND ($2 = '' OR who = $2) AND ($3 = '' OR target = $3)
RETURNING locked_until
"""


class Kind(StrEnum):
    """What can be guessed."""

    VOUCHER = "voucher"
    PROOF = "proof"
    PASSWORD = "password"  # noqa: S105 - the name of what can be guessed
    CODE = "code"
    """A one-time code by text."""
    PAPER = "paper"
    REGISTRATION = "registration"
    """Whose a known paper is, by registering it under a name."""


class Limits(Protocol):
    """How many tries may fail; every service's settings say it."""

    @property
    def wrong_tries_of_customer(self) -> int: ...
    @property
    def wrong_tries_of_staff(self) -> int: ...
    @property
    def wrong_tries_of_partner(self) -> int: ...
    @property
    def wrong_tries_at_one(self) -> int: ...
    @property
    def wrong_tries_at_thing(self) -> int: ...
    @property
    def searches_in_vain(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Guess:
    """One try: of which kind, by whom, at what; `is_owner` where it is their own."""

    kind: Kind
    actor: Caller
    target: str = ""
    is_owner: bool = False
    field: str | None = None
    """Which field was guessed, for the refusal."""

    @property
    def who(self) -> str:
        """Return the verified one who tries: a customer is one, however they sign in."""
        named = None if self.actor.staff else self.actor.customer_id
        return f"customer {named}" if named else f"actor {self.actor.id}"

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        """Return what is counted: by who, by both, and by what, unless it is their own."""
        both = [(self.who, self.target)] if self.target else []
        thing = [("", self.target)] if self.target and not self.is_owner else []
        return [(self.who, ""), *both, *thing]


@dataclass(frozen=True, slots=True)
class Lock:
    """Who must wait, for what, until when; an empty `who` or `target` means whoever, whatever."""

    kind: str
    who: str
    target: str
    wrong: int
    locks: int
    until: datetime


Tell = Callable[[Lock], Awaitable[None]]


class Guessing:
    """Counts tries in the service's database, so that all replicas know of them."""

    def __init__(self, database: Database, limits: Limits) -> None:
        self._database = database
        self._limits = limits

    async def count(self, guess: Guess, *, now: datetime, tell: Tell) -> None:
        """Count a try before it is made, in a transaction of its own: a refusal keeps no count.

        So many tries at once are not more tries. Where a lock begins `tell` says so in the same
        transaction. Raises `<KIND>_LOCKED` with the seconds to wait.
        """
        async with self._database.transaction() as connection:
            before = await _taken(connection, guess, now=now)
            after = {
                key: tries.once_more(most=self._most(guess, key, before), now=now)
                for key, tries in before.items()
            }
            locked = [key for key, tries in after.items() if _stops(guess, key, tries, now=now)]
            kept = {key: after[key] for key in locked} if locked else after
            await _keep(connection, guess.kind, kept)
            for key in [one for one in kept if kept[one].locks > before[one].locks]:
                await self._say(_lock_of(guess, key, kept[key]), tell=tell)
        if locked:
            raise _must_wait(guess, [kept[key] for key in locked], now=now)

    async def forgive(self, guess: Guess, *, now: datetime) -> None:
        """Take back the count of a try that succeeded; what they got wrong there is forgotten."""
        await self.uncount(guess, now=now)
        if guess.target:
            async with self._database.transaction() as connection:
                key = (guess.kind.value, guess.who, guess.target)
                await connection.exec_driver_sql(_FORGET, key)

    async def uncount(self, guess: Guess, *, now: datetime) -> None:
        """Take back the count of a try that was refused for another reason."""
        async with self._database.transaction() as connection:
            before = await _taken(connection, guess, now=now)
            after = {key: tries.once_less() for key, tries in before.items()}
            await _keep(connection, guess.kind, after)

    async def locked(self, *, now: datetime, limit: int) -> Sequence[Lock]:
        """Return who must wait now, the longest first."""
        async with self._database.reading() as connection:
            rows = (await connection.exec_driver_sql(_LOCKED, (now, limit))).all()
        return [
            Lock(row.kind, row.who, row.target, row.wrong, row.locks, row.locked_until)
            for row in rows
        ]

    async def unlock(self, kind: str, *, who: str, target: str, now: datetime) -> int:
        """Forget what was counted of them, or of all that fit where one is left out.

        Answers how many locks that lifted.
        """
        return await lift(self._database, kind, who=who, target=target, now=now)

    def _most(self, guess: Guess, key: tuple[str, str], tries: Mapping[Any, Tries]) -> int:
        limits = self._limits
        if guess.kind is Kind.PAPER:
            return limits.searches_in_vain
        match key:
            case ("", _):
                return limits.wrong_tries_at_thing
            case (_, ""):
                return self._most_of_who(guess.actor)
            case _:
                thing = tries.get(("", guess.target))
                is_tried = thing is not None and thing.wrong >= limits.wrong_tries_at_thing
                return 1 if is_tried else limits.wrong_tries_at_one

    def _most_of_who(self, actor: Caller) -> int:
        if actor.staff:
            return self._limits.wrong_tries_of_staff
        if actor.customer_id:
            return self._limits.wrong_tries_of_customer
        return self._limits.wrong_tries_of_partner

    async def _say(self, lock: Lock, *, tell: Tell) -> None:
        by = "target" if not lock.who else "who" if not lock.target else "both"
        metrics.TRIES_LOCKED.labels(lock.kind, by).inc()
        _log.warning("too many wrong tries", kind=lock.kind, by=by, until=str(lock.until))
        await tell(lock)


async def lift(database: Database, kind: str, *, who: str, target: str, now: datetime) -> int:
    """Forget what was counted of them, as `Guessing.unlock`; within the present transaction."""
    async with database.transaction() as connection:
        gone = (await connection.exec_driver_sql(_LIFT, (kind, who, target))).scalars()
    return sum(until is not None and until > now for until in gone)


async def _taken(
    connection: Connection, guess: Guess, *, now: datetime
) -> dict[tuple[str, str], Tries]:
    whos = [who for who, _ in guess.keys]
    targets = [target for _, target in guess.keys]
    await connection.exec_driver_sql(_BEGIN, (guess.kind.value, whos, targets, now))
    rows = (await connection.exec_driver_sql(_TAKE, (guess.kind.value, whos, targets))).all()
    return {
        (row.who, row.target): Tries(row.since, row.wrong, row.locks, row.locked_until)
        for row in rows
    }


async def _keep(connection: Connection, kind: Kind, tries: Mapping[tuple[str, str], Tries]) -> None:
    for (who, target), counted in tries.items():
        row = (
            kind.value,
            who,
            target,
            counted.since,
            counted.wrong,
            counted.locks,
            counted.locked_until,
        )
        await connection.exec_driver_sql(_KEEP, row)


def _stops(guess: Guess, key: tuple[str, str], tries: Tries, *, now: datetime) -> bool:
    """Tell whether this count keeps this one from trying; what others tried keeps nobody."""
    return key[0] == guess.who and tries.is_locked(now=now)


def _lock_of(guess: Guess, key: tuple[str, str], tries: Tries) -> Lock:
    until = tries.locked_until or tries.since
    return Lock(guess.kind.value, key[0], key[1], tries.wrong, tries.locks, until)


def _must_wait(guess: Guess, locks: Sequence[Tries], *, now: datetime) -> TryLater:
    seconds = max((each.locked_until or now) - now for each in locks).total_seconds()
    sentence = "Too many tries were wrong: wait, then try again."
    return TryLater(f"{guess.kind.upper()}_LOCKED", sentence, seconds=seconds, field=guess.field)


@dataclass(frozen=True, slots=True)
class AuditedGuessing:
    """`Guessing` whose locks are told to one who records them."""

    guessing: Guessing
    tell: Tell

    async def count(self, guess: Guess, *, now: datetime) -> None:
        """Count a try, before it is judged; raises as `Guessing.count`."""
        await self.guessing.count(guess, now=now, tell=self.tell)

    async def uncount(self, guess: Guess, *, now: datetime) -> None:
        """Take a try back that was none."""
        await self.guessing.uncount(guess, now=now)

    async def forgive(self, guess: Guess, *, now: datetime) -> None:
        """Forget the tries before one that was right."""
        await self.guessing.forgive(guess, now=now)
