"""Allowances and classes of use in PostgreSQL, guarded by the lock of their account."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    and_,
    any_,
    bindparam,
    cast,
    delete,
    exists,
    select,
    text,
    update,
)

from billing.accounts.tables import ACCOUNT
from billing.allowances.domain.allowance import Allowance, Source
from billing.allowances.domain.drawing import ClassOfUse
from billing.allowances.ports import Held, Wanted
from billing.allowances.tables import ALLOWANCE, CLASS_OF_USE
from billing.catalogue.domain.included import Included
from billing.catalogue.domain.tariff import Times
from billing.metadata import ID
from kernel.civil import civil_date, first_of_month, start_of_day
from kernel.ids import derived_id, looks_like_id
from runtime.database.columns import by_column, given
from runtime.database.connection import Row
from runtime.database.database import Database

_ADD = text("""
INSERT INTO allowance (id, account_id, offering, name, source, kind, included, total, used,
    valid_from, valid_to, usable_to, cause_id, renews, price)
VALUES (:id, :account_id, :offering, :name, :source, :kind,
    CAST(CAST(:included AS text) AS jsonb), :total, :used, :valid_from, :valid_to, :usable_to,
    :cause_id, :renews, :price)
ON CONFLICT (id) DO NOTHING
""")
_CHANGES = ("total", "used", "valid_to", "usable_to", "renews")
_CHANGED = given(ALLOWANCE.c.id, *(ALLOWANCE.c[name] for name in _CHANGES))
_SAVE = (
    update(ALLOWANCE)
    .values({name: _CHANGED.c[name] for name in _CHANGES})
    .where(ALLOWANCE.c.id == _CHANGED.c.id)
)
_GRANT_UNTIL = (
    update(ACCOUNT)
    .values(granted_month=bindparam("month"))
    .where(ACCOUNT.c.id == bindparam("account_id"))
)
_WANTED = given(CLASS_OF_USE.c.account_id, CLASS_OF_USE.c.kind, CLASS_OF_USE.c.since)
_IS_WANTED = and_(
    ALLOWANCE.c.account_id == _WANTED.c.account_id, ALLOWANCE.c.kind == _WANTED.c.kind
)
_HELD = (
    select(ALLOWANCE)
    .join(_WANTED, _IS_WANTED)
    .where(ALLOWANCE.c.usable_to > _WANTED.c.since)
    .order_by(ALLOWANCE.c.id)
)
_USES_WANTED = and_(
    CLASS_OF_USE.c.account_id == _WANTED.c.account_id, CLASS_OF_USE.c.kind == _WANTED.c.kind
)
_CLASSES_HELD = (
    select(CLASS_OF_USE)
    .join(_WANTED, _USES_WANTED)
    .where(CLASS_OF_USE.c.since >= _WANTED.c.since)
    .order_by(CLASS_OF_USE.c.id)
)
_CLASS = (
    "id", "account_id", "subscriber_id", "kind", "since", "tariff", "catalogue", "draws_on",
    "drawn", "used",
)  # fmt: skip
# Arrays of arrays are one array to `unnest`, so each of these is a text.
_SAVE_CLASSES = text("""
INSERT INTO class_of_use (id, account_id, subscriber_id, kind, since, tariff, catalogue, draws_on,
    drawn, used)
SELECT id, account_id, subscriber_id, kind, since, tariff, catalogue,
    CAST(string_to_array(draws_on, ',') AS uuid[]), CAST(string_to_array(drawn, ',') AS bigint[]),
    used
FROM unnest(CAST(:id AS uuid[]), CAST(:account_id AS uuid[]), CAST(:subscriber_id AS text[]),
    CAST(:kind AS text[]), CAST(:since AS timestamptz[]), CAST(:tariff AS text[]),
    CAST(:catalogue AS integer[]), CAST(:draws_on AS text[]), CAST(:drawn AS text[]),
    CAST(:used AS bigint[]))
AS given(id, account_id, subscriber_id, kind, since, tariff, catalogue, draws_on, drawn, used)
ON CONFLICT (id) DO UPDATE SET used = excluded.used, drawn = excluded.drawn
""")
_DROP_CLASSES = delete(CLASS_OF_USE).where(
    CLASS_OF_USE.c.id == any_(cast(bindparam("ids"), ARRAY(ID)))
)
_GET = select(ALLOWANCE).where(ALLOWANCE.c.id == bindparam("id"))
_OF_ACCOUNT = (
    select(ALLOWANCE)
    .where(ALLOWANCE.c.account_id == bindparam("account_id"))
    .order_by(ALLOWANCE.c.id)
)
_USABLE = _OF_ACCOUNT.where(ALLOWANCE.c.usable_to > bindparam("at"))
_OF_CAUSE = _OF_ACCOUNT.where(ALLOWANCE.c.cause_id == bindparam("cause_id"))
_USED_SINCE = (
    select(CLASS_OF_USE)
    .where(CLASS_OF_USE.c.account_id == bindparam("account_id"))
    .where(CLASS_OF_USE.c.since >= bindparam("since"))
    .order_by(CLASS_OF_USE.c.id)
)
_HAS_HAD = select(
    exists()
    .where(ALLOWANCE.c.account_id == bindparam("account_id"))
    .where(ALLOWANCE.c.offering == bindparam("offering"))
    .where(ALLOWANCE.c.source == Source.PACK.value, ALLOWANCE.c.total > 0)
)


class AllowanceTables:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database, *, account_written: Callable[[], None]) -> None:
        """`account_written` is told where a part of an account is written here."""
        self._database = database
        self._account_written = account_written

    async def add(self, allowances: Sequence[Allowance]) -> None:
        """Keep those that are new by their id."""
        async with self._database.transaction() as connection:
            for allowance in allowances:
                await connection.execute(_ADD, **_values(allowance))

    async def grant_until(self, account_id: str, month: date) -> None:
        self._account_written()
        async with self._database.transaction() as connection:
            await connection.execute(_GRANT_UNTIL, account_id=account_id, month=month)

    async def held(self, wanted: Collection[Wanted]) -> Held:
        columns = by_column(
            ("account_id", "kind", "since"),
            [(one.account_id, one.kind, one.since) for one in wanted],
        )
        async with self._database.reading() as connection:
            held = (await connection.execute(_HELD, **columns)).all()
            uses = (await connection.execute(_CLASSES_HELD, **columns)).all()
        return Held([_allowance_of(row) for row in held], [_class_of(row) for row in uses])

    async def save(self, allowances: Sequence[Allowance]) -> None:
        """Write what can change of them, all in one statement."""
        rows = [
            (one.id, one.total, one.used, one.valid_to, one.usable_to, one.renews)
            for one in allowances
        ]
        if rows:
            async with self._database.transaction() as connection:
                await connection.execute(_SAVE, **by_column(("id", *_CHANGES), rows))

    async def save_classes(self, classes: Sequence[ClassOfUse]) -> None:
        """Write them as they are now, all in one statement."""
        columns = by_column(_CLASS, map(_class_values, classes))
        async with self._database.transaction() as connection:
            await connection.execute(_SAVE_CLASSES, **columns)

    async def drop_classes(self, classes: Sequence[ClassOfUse]) -> None:
        async with self._database.transaction() as connection:
            await connection.execute(_DROP_CLASSES, ids=list(map(_class_id, classes)))

    async def get(self, allowance_id: str) -> Allowance | None:
        if not looks_like_id(allowance_id):
            return None
        async with self._database.reading() as connection:
            row = (await connection.execute(_GET, id=allowance_id)).first()
        return _allowance_of(row) if row else None

    async def usable(self, account_id: str, *, at: datetime) -> Held:
        """Return what may be used then, of every kind, and the classes of use of that month."""
        month = start_of_day(first_of_month(civil_date(at)))
        async with self._database.reading() as connection:
            usable = (await connection.execute(_USABLE, account_id=account_id, at=at)).all()
            uses = (await connection.execute(_USED_SINCE, account_id=account_id, since=month)).all()
        return Held([_allowance_of(row) for row in usable], [_class_of(row) for row in uses])

    async def of_cause(self, account_id: str, *, cause_id: str) -> Sequence[Allowance]:
        async with self._database.reading() as connection:
            rows = (
                await connection.execute(_OF_CAUSE, account_id=account_id, cause_id=cause_id)
            ).all()
        return [_allowance_of(row) for row in rows]

    async def has_had(self, account_id: str, *, offering: str) -> bool:
        async with self._database.reading() as connection:
            had = await connection.execute(_HAS_HAD, account_id=account_id, offering=offering)
            return bool(had.scalar_one())


def _values(allowance: Allowance) -> Mapping[str, object]:
    return {
        "id": allowance.id,
        "account_id": allowance.account_id,
        "offering": allowance.offering,
        "name": allowance.name,
        "source": allowance.source.value,
        "kind": allowance.kind,
        "included": _written(allowance.included),
        "total": allowance.total,
        "used": allowance.used,
        "valid_from": allowance.valid_from,
        "valid_to": allowance.valid_to,
        "usable_to": allowance.usable_to,
        "cause_id": allowance.cause_id,
        "renews": allowance.renews,
        "price": allowance.price,
    }


def _class_values(use: ClassOfUse) -> tuple[object, ...]:
    return (_class_id(use), use.account_id, use.subscriber_id, use.kind, use.since, use.tariff,
            use.catalogue, ",".join(use.draws_on), ",".join(map(str, use.drawn)),
            use.used)  # fmt: skip


def _class_id(use: ClassOfUse) -> str:
    """Return an id that is the same for the same class."""
    place = (use.account_id, use.subscriber_id, use.kind, use.since.astimezone(UTC).isoformat())
    return derived_id("class of use", *place, use.tariff, str(use.catalogue), *use.draws_on)


def _written(included: Included) -> str:
    times = [[sorted(time.days), time.from_minute, time.to_minute] for time in included.times]
    return json.dumps(
        {
            "code": included.code,
            "kind": included.kind,
            "units": included.units,
            "roam_types": sorted(included.roam_types),
            "zones": sorted(included.zones),
            "country_groups": sorted(included.country_groups),
            "peers": sorted(included.peers),
            "times": times,
            "rolls_over": included.rolls_over,
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
