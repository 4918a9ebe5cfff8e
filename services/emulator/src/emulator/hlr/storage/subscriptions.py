"""Subscriptions and the log of commands."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BindParameter,
    Text,
    bindparam,
    delete,
    insert,
    or_,
    select,
    text,
    update,
)

from emulator.hlr.domain.log_entry import LogEntry, shown
from emulator.hlr.domain.subject import Subject
from emulator.hlr.domain.subscription import Subscription
from emulator.hlr.domain.written_profile import PROFILE, profile_values
from emulator.hlr.storage.refusals import plainly
from emulator.hlr.storage.rows import subscription_of
from emulator.hlr.tables import MML_LOG, SUBSCRIPTION
from runtime.database.database import Database
from runtime.database.statements import Statement

_C = SUBSCRIPTION.c
_IMSI = bindparam("imsi", type_=Text)
_BY_ISDN = select(SUBSCRIPTION).where(
    _C.isdn == bindparam("isdn"), or_(_IMSI == "", _C.imsi == _IMSI)
)
_BY_IMSI = select(SUBSCRIPTION).where(_C.imsi == _IMSI)
_LOCK_BY_ISDN, _LOCK_BY_IMSI = _BY_ISDN.with_for_update(), _BY_IMSI.with_for_update()
_PAGE = (
    select(SUBSCRIPTION)
    .where(_C.imsi > bindparam("after"))
    .order_by(_C.imsi)
    .limit(bindparam("count"))
)
_COLUMNS = ("imsi", "template", "serving_node", "located_at", *PROFILE)
_VALUES: dict[str, BindParameter[Any]] = {name: bindparam(name) for name in _COLUMNS}
_ADD = insert(SUBSCRIPTION).values(_VALUES).inline()
_REPLACE = update(SUBSCRIPTION).values(_VALUES).where(_C.imsi == bindparam("was"))
_DELETE = delete(SUBSCRIPTION).where(_C.imsi == _IMSI)
# Counting a million rows for each new one is no way to count: near the limit only.
_IS_FULL = text("""
SELECT CASE WHEN CAST(:capacity AS bigint) > 2 * greatest(reltuples, 0) + 10000 THEN false
       ELSE (SELECT count(*) FROM subscription) >= CAST(:capacity AS bigint) END
FROM pg_class WHERE oid = CAST('subscription' AS regclass)
""")
_ENTRY = ("at", "operator", "session", "command", "outcome", "before", "after")
_LOG = insert(MML_LOG).values({name: bindparam(name) for name in _ENTRY}).inline()


class HlrTables:
    """Subscriptions and the command log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, subject: Subject) -> Subscription | None:
        return await self._get(subject, by_isdn=_BY_ISDN, by_imsi=_BY_IMSI)

    async def get_for_update(self, subject: Subject) -> Subscription | None:
        return await self._get(subject, by_isdn=_LOCK_BY_ISDN, by_imsi=_LOCK_BY_IMSI)

    async def page(self, *, after: str, count: int) -> Sequence[Subscription]:
        with plainly():
            rows = await self._database.execute(_PAGE, after=after, count=count)
        return [subscription_of(row) for row in rows]

    async def is_full(self, capacity: int) -> bool:
        return bool((await self._database.execute(_IS_FULL, capacity=capacity)).scalar_one())

    async def add(self, subscription: Subscription) -> None:
        await self._database.execute(_ADD, **_values(subscription))

    async def replace(self, imsi: str, *, by: Subscription) -> None:
        await self._database.execute(_REPLACE, was=imsi, **_values(by))

    async def delete(self, imsi: str) -> None:
        await self._database.execute(_DELETE, imsi=imsi)

    async def log(self, entry: LogEntry) -> None:
        await self._database.execute(
            _LOG,
            at=entry.at,
            operator=entry.operator,
            session=entry.session,
            command=entry.command,
            outcome=entry.outcome,
            before=shown(entry.changed.before),
            after=shown(entry.changed.after),
        )

    async def _get(
        self, subject: Subject, *, by_isdn: Statement, by_imsi: Statement
    ) -> Subscription | None:
        asked = {"imsi": subject.imsi, **({"isdn": subject.isdn} if subject.isdn else {})}
        with plainly():
            rows = await self._database.execute(by_isdn if subject.isdn else by_imsi, **asked)
        row = rows.first()
        return None if row is None else subscription_of(row)


def _values(subscription: Subscription) -> dict[str, Any]:
    return {
        "imsi": subscription.imsi,
        "template": subscription.template,
        "serving_node": subscription.serving_node,
        "located_at": subscription.located_at,
        **profile_values(subscription.profile),
    }
