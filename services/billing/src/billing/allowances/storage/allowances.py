"""Allowances and classes of use in PostgreSQL, guarded by the lock of their account."""

import json
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from typing import Any

from billing.allowances.domain.allowance import Allowance, Source
from billing.allowances.domain.drawing import ClassOfUse
from billing.allowances.ports import Held, Wanted
from billing.catalogue.domain.included import Included
from billing.catalogue.domain.tariff import Times
from kernel.civil import civil_date, first_of_month, start_of_day
from kernel.ids import derived_id, looks_like_id
from runtime.database.connection import Row
from runtime.database.database import Database

_COLUMNS = """
    id, account_id, offering, name, source, kind, included, total, used, valid_from, valid_to,
    usable_to, cause_id, renews, price
"""
_ADD = f"""
INSERT INTO allowance ({_COLUMNS})
VALUES ($1, $2, $3, $4, $5, $6, $7::text::jsonb, $8, $9, $10, $11, $12, $13, $14, $15)
ON CONFLICT (id) DO NOTHING
"""  # noqa: S608 - only our own column names are put together
_KEEP = """
UPDATE allowance a SET total = t.total, used = t.used, valid_to = t.valid_to,
    usable_to = t.usable_to, renews = t.renews
FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::timestamptz[],
    $6::boolean[]) AS t(id, total, used, valid_to, usable_to, renews)
WHERE a.id = t.id
"""
_GRANT_UNTIL = "UPDATE account SET granted_month = $2 WHERE id = $1"
_WANTED = """
unnest($1::uuid[], $2::text[], $3::timestamptz[]) AS w(account_id, kind, since)
"""
_SELECT = f"SELECT {_COLUMNS} FROM allowance"  # noqa: S608
_HELD = f"""
{_SELECT} JOIN {_WANTED} USING (account_id, kind) WHERE usable_to > w.since ORDER BY id
"""
_CLASS = "account_id, subscriber_id, kind, since, tariff, catalogue, draws_on, drawn, used"
_CLASSES_HELD = f"""
SELECT c.account_id, subscriber_id, c.kind, c.since, tariff, catalogue, draws_on, drawn, used
FROM class_of_use c JOIN {_WANTED} ON w.account_id = c.account_id AND w.kind = c.kind
WHERE c.since >= w.since ORDER BY id
"""  # noqa: S608
_KEEP_CLASSES = f"""
INSERT INTO class_of_use (id, {_CLASS})
SELECT id, account_id, subscriber_id, kind, since, tariff, catalogue,
    string_to_array(draws_on, ',')::uuid[], string_to_array(drawn, ',')::bigint[], used
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::text[],
    $7::integer[], $8::text[], $9::text[], $10::bigint[])
AS t(id, {_CLASS})
ON CONFLICT (id) DO UPDATE SET used = excluded.used, drawn = excluded.drawn
"""  # noqa: S608
_DROP_CLASSES = "DELETE FROM class_of_use WHERE id = ANY($1::uuid[])"
_FIND = f"{_SELECT} WHERE id = $1"
_USABLE = f"{_SELECT} WHERE account_id = $1 AND usable_to > $2 ORDER BY id"
_USED_SINCE = f"""
SELECT {_CLASS} FROM class_of_use WHERE account_id = $1 AND since >= $2 ORDER BY id
"""  # noqa: S608
_OF_CAUSE = f"{_SELECT} WHERE account_id = $1 AND cause_id = $2 ORDER BY id"
_HAS_HAD = """
SELECT EXISTS (SELECT FROM allowance
    WHERE account_id = $1 AND offering = $2 AND source = 'pack' AND total > 0)
"""


class AllowanceTables:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, allowances: Sequence[Allowance]) -> None:
        """Keep those that are new by their id."""
        async with self._database.transaction() as connection:
            for one in allowances:
                await connection.exec_driver_sql(_ADD, _values(one))

    async def grant_until(self, account_id: str, month: date) -> None:
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_GRANT_UNTIL, (account_id, month))

    async def held(self, wanted: Collection[Wanted]) -> Held:
        columns = (
            [one.account_id for one in wanted],
            [one.kind for one in wanted],
            [one.since for one in wanted],
        )
        async with self._database.reading() as connection:
            found = (await connection.exec_driver_sql(_HELD, columns)).all()
            uses = (await connection.exec_driver_sql(_CLASSES_HELD, columns)).all()
        return Held([_allowance_of(row) for row in found], [_class_of(row) for row in uses])

    async def save(self, allowances: Sequence[Allowance]) -> None:
        """Write what can change of them, all in one statement."""
        rows = [
            (one.id, one.total, one.used, one.valid_to, one.usable_to, one.renews)
            for one in allowances
        ]
        if rows:
            columns = tuple(map(list, zip(*rows, strict=True)))
            async with self._database.transaction() as connection:
                await connection.exec_driver_sql(_KEEP, columns)

    async def save_classes(self, classes: Sequence[ClassOfUse]) -> None:
        """Write them as they are now, all in one statement."""
        columns = tuple(map(list, zip(*map(_class_values, classes), strict=True)))
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_KEEP_CLASSES, columns)

    async def drop_classes(self, classes: Sequence[ClassOfUse]) -> None:
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_DROP_CLASSES, (list(map(_class_id, classes)),))

    async def get(self, allowance_id: str) -> Allowance | None:
        if not looks_like_id(allowance_id):
            return None
        async with self._database.reading() as connection:
            row = (await connection.exec_driver_sql(_FIND, (allowance_id,))).first()
        return _allowance_of(row) if row else None

    async def usable(self, account_id: str, *, at: datetime) -> Held:
        """Return what may be used then, of every kind, and the classes of use of that month."""
        month = start_of_day(first_of_month(civil_date(at)))
        async with self._database.reading() as connection:
            found = (await connection.exec_driver_sql(_USABLE, (account_id, at))).all()
            uses = (await connection.exec_driver_sql(_USED_SINCE, (account_id, month))).all()
        return Held([_allowance_of(row) for row in found], [_class_of(row) for row in uses])

    async def of_cause(self, account_id: str, *, cause_id: str) -> Sequence[Allowance]:
        async with self._database.reading() as connection:
            rows = (await connection.exec_driver_sql(_OF_CAUSE, (account_id, cause_id))).all()
        return [_allowance_of(row) for row in rows]

    async def has_had(self, account_id: str, *, offering: str) -> bool:
        async with self._database.reading() as connection:
            found = await connection.exec_driver_sql(_HAS_HAD, (account_id, offering))
            return bool(found.scalar_one())


def _values(one: Allowance) -> tuple[object, ...]:
    return (one.id, one.account_id, one.offering, one.name, one.source.value, one.kind,
            _written(one.included), one.total, one.used, one.valid_from, one.valid_to,
            one.usable_to, one.cause_id, one.renews, one.price)  # fmt: skip


def _class_values(one: ClassOfUse) -> tuple[object, ...]:
    return (_class_id(one), one.account_id, one.subscriber_id, one.kind, one.since, one.tariff,
            one.catalogue, ",".join(one.draws_on), ",".join(map(str, one.drawn)),
            one.used)  # fmt: skip


def _class_id(one: ClassOfUse) -> str:
    """Return an id that is the same for the same class."""
    place = (one.account_id, one.subscriber_id, one.kind, one.since.astimezone(UTC).isoformat())
    return derived_id("class of use", *place, one.tariff, str(one.catalogue), *one.draws_on)


def _written(one: Included) -> str:
    times = [[sorted(time.days), time.from_minute, time.to_minute] for time in one.times]
    return json.dumps(
        {
            "code": one.code,
            "kind": one.kind,
            "units": one.units,
            "roam_types": sorted(one.roam_types),
            "zones": sorted(one.zones),
            "country_groups": sorted(one.country_groups),
            "peers": sorted(one.peers),
            "times": times,
            "rolls_over": one.rolls_over,
        }
    )


def _included_of(said: dict[str, Any]) -> Included:
    return Included(
        code=said["code"],
        kind=said["kind"],
        units=said["units"],
        roam_types=frozenset(said["roam_types"]),
        zones=frozenset(said["zones"]),
        # What was given before there were groups holds in all of them.
        country_groups=frozenset(said.get("country_groups", ())),
        peers=frozenset(said["peers"]),
        times=tuple(Times(frozenset(days), begin, end) for days, begin, end in said["times"]),
        rolls_over=said["rolls_over"],
    )


def _allowance_of(row: Row) -> Allowance:
    return Allowance(
        id=str(row.id),
        account_id=str(row.account_id),
        offering=row.offering,
        name=row.name,
        source=Source(row.source),
        included=_included_of(row.included),
        total=row.total,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        usable_to=row.usable_to,
        cause_id=row.cause_id,
        used=row.used,
        renews=row.renews,
        price=row.price,
    )


def _class_of(row: Row) -> ClassOfUse:
    return ClassOfUse(
        account_id=str(row.account_id),
        subscriber_id=row.subscriber_id,
        kind=row.kind,
        since=row.since,
        tariff=row.tariff,
        catalogue=row.catalogue,
        draws_on=tuple(map(str, row.draws_on)),
        used=row.used,
        drawn=tuple(row.drawn),
    )
