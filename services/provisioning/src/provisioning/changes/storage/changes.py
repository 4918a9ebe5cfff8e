"""Changes in their lanes: claimed with a lease and a turn that every write checks."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from kernel.errors import NotAllowed, NotFound, Stale
from provisioning.changes.domain import change as domain
from provisioning.changes.domain.change import AskedOrder, Change, ChangeAct, ChangeState
from provisioning.changes.domain.profile import Profile
from provisioning.changes.ports import Claimed, OrderInFlight, Progress
from provisioning.changes.storage import claiming, queueing
from provisioning.changes.storage.queueing import wake_changes
from provisioning.changes.storage.rows import change_of
from provisioning.changes.storage.settings import settings_of
from provisioning.elements.domain.setting import BEGINNING, Setting
from provisioning.vault.domain.authentication import CardKeys, Shut
from provisioning.vault.ports import Vault
from runtime.database.connection import Row
from runtime.database.database import Database
from runtime.database.statements import Statement


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
        # No transaction about both: should the keys not come, the lease brings the changes back.
        claimed = await self._database.execute(claiming.CLAIM, most=most)
        rows = sorted(claimed, key=lambda row: (row.urgency, row.seq))
        changes = [change_of(row) for row in rows]
        keys = await self._vault.opened([change.what.keys_of for change in changes])
        desired = await settings_of(self._database, [change.what.msisdn for change in changes])
        return [
            _claimed(
                row,
                change,
                keys.get(change.what.keys_of),
                desired=desired.get(change.what.msisdn, BEGINNING),
            )
            for row, change in zip(rows, changes, strict=True)
        ]

    async def renew(self, claimed: Claimed) -> None:
        await _update(self._database, claiming.RENEW, claimed)

    async def note(self, claimed: Claimed, *, serving_node: str) -> None:
        await _update(self._database, claiming.NOTE, claimed, serving_node=serving_node)

    async def postpone(self, claimed: Claimed, progress: Progress, *, seconds: float) -> None:
        written = {**_written(progress), "delay": timedelta(seconds=seconds)}
        await _update(self._database, claiming.POSTPONE, claimed, **written)

    async def hold(self, claimed: Claimed, progress: Progress) -> None:
        await _update(self._database, claiming.PUT_DOWN, claimed, **_written(progress))

    async def finish(self, claimed: Claimed, progress: Progress) -> OrderInFlight | None:
        finished = await self._database.execute(
            claiming.FINISH, **_turn(claimed), **_written(progress)
        )
        row = finished.first()
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
            in_force = (await connection.execute(claiming.IN_FORCE, order_id=order_id)).scalar_one()
            if not in_force:
                await connection.execute(
                    claiming.CLOSE_ORDER,
                    order_id=order_id,
                    state=refused.value,
                    element_code=f"ORDER_REFUSED {code}",
                    changed_at=now,
                )
        return not in_force


class WaitingChangeTable:
    """Changes that wait until somebody was told of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def wait(self, order_ids: Sequence[str], *, seconds: float) -> None:
        delay = timedelta(seconds=seconds)
        await self._database.execute(claiming.WAIT, order_ids=list(order_ids), delay=delay)

    async def go(self, order_id: str) -> None:
        waited = await self._database.execute(claiming.GO, order_id=order_id)
        if waited.rowcount:
            self._database.after_commit(wake_changes)


class HeldChangeTable:
    """Changes a person has to do with."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, change_id: str) -> Change:
        row = (await self._database.execute(claiming.GET, change_id=change_id)).first()
        if row is None:
            raise NotFound("CHANGE_NOT_FOUND", "There is no such change.", field="change_id")
        return change_of(row)

    async def claim(self, change_id: str) -> Claimed:
        """Take a held change in hand. Raises CHANGE_NOT_FOUND, CHANGE_NOT_HELD."""
        async with self._database.transaction() as connection:
            row = (await connection.execute(claiming.CLAIM_HELD, change_id=change_id)).first()
            if row is None:
                await self.get(change_id)
                raise NotAllowed("CHANGE_NOT_HELD", "Only a held change waits for a person.")
        return _claimed(row, change_of(row), None, desired=BEGINNING)

    async def release(self, claimed: Claimed, progress: Progress) -> None:
        await _update(self._database, claiming.PUT_DOWN, claimed, **_written(progress))
        self._database.after_commit(wake_changes)


async def _update(
    database: Database, statement: Statement, claimed: Claimed, **values: object
) -> None:
    if not (await database.execute(statement, **_turn(claimed), **values)).rowcount:
        raise _stale()


def _claimed(
    row: Row, change: Change, keys: CardKeys | Shut | None, *, desired: Setting
) -> Claimed:
    return Claimed(
        change=change,
        turn=row.turn,
        is_first=change.tries == 1,
        serving_node=row.serving_node,
        keys=keys,
        traceparent=row.traceparent,
        desired=desired,
    )


def _turn(claimed: Claimed) -> Mapping[str, object]:
    return {"change_id": claimed.change.id, "our_turn": claimed.turn}


def _written(progress: Progress) -> Mapping[str, object]:
    return {
        "state": progress.state.value,
        "element_code": progress.code,
        "element_says": progress.says,
        "changed_at": progress.now,
    }


def _stale() -> Stale:
    return Stale("NOT_OUR_TURN", "Somebody else took this change.")
