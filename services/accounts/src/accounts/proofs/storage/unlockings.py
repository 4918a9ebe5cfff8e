"""How often numbers were unlocked on a day; tries at passwords that keep somebody waiting."""

from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from accounts.proofs.domain.unlocking import LockKind, Unlockings
from accounts.proofs.tables import UNLOCKING
from runtime.database.database import Database
from runtime.guessing import Kind, lift

_LOCK = (
    select(UNLOCKING)
    .where(
        UNLOCKING.c.subscriber_id == bindparam("subscriber_id"),
        UNLOCKING.c.lock == bindparam("lock"),
    )
    .with_for_update()
)
_NEW = insert(UNLOCKING).values({column.name: bindparam(column.name) for column in UNLOCKING.c})
_SAVE = _NEW.on_conflict_do_update(
    index_elements=["subscriber_id", "lock"],
    set_={"day": _NEW.excluded.day, "times": _NEW.excluded.times},
)


class UnlockingTable:
    """One row of a number and a kind: of the last day on which it was unlocked."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get_for_update(self, subscriber_id: str, lock: LockKind, *, day: date) -> Unlockings:
        """Return those of this day, locked until the transaction ends; none where there are none.

        The subscriber is locked by who asks, so that two first ones do not meet.
        """
        result = await self._database.execute(_LOCK, subscriber_id=subscriber_id, lock=lock.value)
        row = result.first()
        times = row.times if row is not None and row.day == day else 0
        return Unlockings(subscriber_id, lock, day, times)

    async def save(self, unlockings: Unlockings) -> None:
        await self._database.execute(
            _SAVE,
            subscriber_id=unlockings.subscriber_id,
            lock=unlockings.lock.value,
            day=unlockings.day,
            times=unlockings.times,
        )


class PasswordTryTable:
    """Who has to wait before they try the password of a number again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def forget(self, subscriber_id: str, *, now: datetime) -> int:
        """Let everybody try at this number; answers how many had to wait."""
        kind = Kind.PASSWORD.value
        return await lift(self._database, kind, who="", target=subscriber_id, now=now)
