"""Changes in their lanes: claimed with a lease and a turn that every write checks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kernel.errors import NotAllowed, NotFound, Stale
from provisioning.changes.domain import change as domain
from provisioning.changes.domain.change import AskedOrder, Change, ChangeAct, ChangeState
from provisioning.changes.domain.profile import Profile
from provisioning.changes.kinds import KINDS
from provisioning.changes.ports import Claimed, OrderInFlight, Progress
from provisioning.changes.storage import queueing
from provisioning.changes.storage.queueing import wake_changes
from provisioning.changes.storage.rows import CHANGE, change_of
from provisioning.vault.domain.authentication import CardKeys
from provisioning.vault.ports import Vault
from runtime.database.connection import Row
from runtime.database.database import Database

_BEGUN = domain.CHANGE.after(ChangeState.QUEUED, ChangeAct.BEGIN)
_CLAIM = f"""
UPDATE network_change SET state = $2, tries = tries + 1, turn = turn + 1,
    leased_until = clock_timestamp() + interval '60 seconds'
WHERE id IN (
    SELECT id FROM network_change AS mine
    WHERE state IN ('queued', 'sent', 'accepted') AND ready_at <= clock_timestamp()
      AND kind = ANY($3::text[])
      AND (leased_until IS NULL OR leased_until < clock_timestamp())
      AND NOT EXISTS (
        SELECT FROM lane_place AS place JOIN lane_place AS before
            ON before.lane = place.lane AND before.seq < place.seq
        WHERE place.change_id = mine.id)
    ORDER BY urgency, seq LIMIT $1 FOR UPDATE SKIP LOCKED)
RETURNING {CHANGE}, turn, serving_node, traceparent, urgency, seq
"""  # noqa: S608
_TURN = "WHERE id = $1 AND turn = $2 AND leased_until IS NOT NULL"
_RENEW = f"""
UPDATE network_change SET leased_until = clock_timestamp() + interval '60 seconds' {_TURN}
"""  # noqa: S608
_NOTE = f"""
UPDATE network_change SET leased_until = clock_timestamp() + interval '60 seconds',
    serving_node = $3 {_TURN}
"""  # noqa: S608
_WRITE = "state = $3, element_code = $4, element_says = $5, changed_at = $6, leased_until = NULL"
_POSTPONE = f"""
UPDATE network_change SET {_WRITE}, ready_at = clock_timestamp() + make_interval(secs => $7) {_TURN}
"""  # noqa: S608
_PUT_DOWN = f"UPDATE network_change SET {_WRITE} {_TURN}"  # noqa: S608
_FINISH = f"""
WITH done AS (UPDATE network_change SET {_WRITE} {_TURN} RETURNING id, order_id),
freed AS (DELETE FROM lane_place USING done WHERE change_id = done.id RETURNING lane, seq),
counted AS (
    UPDATE network_order SET left_to_do = left_to_do - 1,
        state = CASE WHEN network_order.state = 'in_flight' AND left_to_do = 1 THEN 'completed'
            ELSE network_order.state END
    FROM done WHERE network_order.order_id = done.order_id
    RETURNING subscriber_id, version, left_to_do)
SELECT done.order_id, counted.subscriber_id, counted.version, counted.left_to_do,
    EXISTS (SELECT FROM lane_place AS next JOIN freed
            ON freed.lane = next.lane AND next.seq > freed.seq) AS somebody_waits
FROM done LEFT JOIN counted ON true
"""  # noqa: S608
_IN_FORCE = "SELECT EXISTS (SELECT FROM network_change WHERE order_id = $1 AND state = 'verified')"
_CLOSE_ORDER = """
WITH failed AS (UPDATE network_order SET state = 'failed' WHERE order_id = $1),
dropped AS (
    UPDATE network_change SET state = $2, element_code = $3, changed_at = $4, turn = turn + 1
    WHERE order_id = $1 AND state = 'queued' AND leased_until IS NULL RETURNING id)
DELETE FROM lane_place USING dropped WHERE change_id = dropped.id
"""
_FIND = f"SELECT {CHANGE} FROM network_change WHERE id = $1"  # noqa: S608
_TAKE_HELD = f"""
UPDATE network_change SET turn = turn + 1,
    leased_until = clock_timestamp() + interval '60 seconds'
WHERE id = $1 AND state = 'held'
RETURNING {CHANGE}, turn, serving_node, traceparent
"""  # noqa: S608


class ChangeTable:
    """Every write raises Stale where the turn is another's."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    async def queue(self, orders: Sequence[AskedOrder], *, now: datetime) -> None:
        await queueing.queue(self._database, orders, now=now)

    async def queue_repair(self, change_id: str, desired: Profile, *, now: datetime) -> None:
        await queueing.queue_repair(self._database, change_id, desired, now=now)

    async def claim(self, most: int) -> Sequence[Claimed]:
        """Take what may be done now, most urgent first, with the keys it may need.

        What is of a kind unknown here is left to the image beside this one, which knows it.
        """
        async with self._database.transaction() as connection:
            rows = (await connection.exec_driver_sql(_CLAIM, (most, _BEGUN, list(KINDS)))).all()
            rows = sorted(rows, key=lambda row: (row.urgency, row.seq))
            changes = [change_of(row) for row in rows]
            keys = await self._vault.keys_of([change.what.keys_of for change in changes])
        return [
            _claimed(row, change, keys.get(change.what.keys_of))
            for row, change in zip(rows, changes, strict=True)
        ]

    async def renew(self, claimed: Claimed) -> None:
        await self._update(_RENEW, claimed)

    async def note(self, claimed: Claimed, *, serving_node: str) -> None:
        await self._update(_NOTE, claimed, serving_node)

    async def postpone(self, claimed: Claimed, progress: Progress, *, seconds: float) -> None:
        await self._update(_POSTPONE, claimed, *_written(progress), seconds)

    async def hold(self, claimed: Claimed, progress: Progress) -> None:
        await self._update(_PUT_DOWN, claimed, *_written(progress))

    async def finish(self, claimed: Claimed, progress: Progress) -> OrderInFlight | None:
        values = (claimed.change.id, claimed.turn, *_written(progress))
        row = (await self._database.run(_FINISH, values)).first()
        if row is None:
            raise _stale()
        if row.somebody_waits:
            self._database.after_commit(wake_changes)
        if row.subscriber_id is None:
            return None
        return OrderInFlight(row.order_id, row.subscriber_id, row.version, row.left_to_do)

    async def close_order(self, order_id: str, *, code: str, now: datetime) -> bool:
        refused = domain.CHANGE.after(ChangeState.QUEUED, ChangeAct.REFUSE)
        async with self._database.transaction() as connection:
            in_force = (await connection.exec_driver_sql(_IN_FORCE, (order_id,))).scalar_one()
            if not in_force:
                values = (order_id, refused, f"ORDER_REFUSED {code}", now)
                await connection.exec_driver_sql(_CLOSE_ORDER, values)
        return not in_force

    async def _update(self, statement: str, claimed: Claimed, *values: Any) -> None:
        await _update(self._database, statement, claimed, *values)


class HeldChangeTable:
    """Changes a person has to do with."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, change_id: str) -> Change:
        async with self._database.reading() as connection:
            row = (await connection.exec_driver_sql(_FIND, (change_id,))).first()
        if row is None:
            raise NotFound("CHANGE_NOT_FOUND", "There is no such change.", field="change_id")
        return change_of(row)

    async def take(self, change_id: str) -> Claimed:
        """Take a held change in hand. Raises CHANGE_NOT_FOUND, CHANGE_NOT_HELD."""
        async with self._database.transaction() as connection:
            row = (await connection.exec_driver_sql(_TAKE_HELD, (change_id,))).first()
            if row is None:
                await self.find(change_id)
                raise NotAllowed("CHANGE_NOT_HELD", "Only a held change waits for a person.")
        return _claimed(row, change_of(row), None)

    async def release(self, claimed: Claimed, progress: Progress) -> None:
        await _update(self._database, _PUT_DOWN, claimed, *_written(progress))
        self._database.after_commit(wake_changes)


async def _update(database: Database, statement: str, claimed: Claimed, *values: Any) -> None:
    turn = (claimed.change.id, claimed.turn, *values)
    if not (await database.run(statement, turn)).rowcount:
        raise _stale()


def _claimed(row: Row, change: Change, keys: CardKeys | None) -> Claimed:
    return Claimed(
        change=change,
        turn=row.turn,
        is_first=change.tries == 1,
        serving_node=row.serving_node,
        keys=keys,
        traceparent=row.traceparent,
    )


def _written(progress: Progress) -> tuple[str, str, str, datetime]:
    return progress.state.value, progress.code, progress.says, progress.now


def _stale() -> Stale:
    return Stale("NOT_OUR_TURN", "Somebody else took this change.")
