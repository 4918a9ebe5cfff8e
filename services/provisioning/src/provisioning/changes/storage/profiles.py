"""What orders asked for, number by number; what was seen; whose cards are."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from provisioning.changes.domain.change import Change
from provisioning.changes.domain.effect import NewCard
from provisioning.changes.domain.profile import Holder, Profile
from provisioning.changes.kinds import KINDS
from provisioning.elements.domain.barring import Level
from runtime.database.connection import Row
from runtime.database.database import Database
from runtime.telemetry.tracing import current_order, current_traceparent

# A level left out stays as it is.
_SETTLE = """
INSERT INTO profile AS known (msisdn, subscriber_id, imsi, level, present,
    seen_imsi, seen_level, seen_present, changed_at)
VALUES ($1, $2, $3, COALESCE($4, 'none'), $5, $3, COALESCE($4, 'none'), $5, $6)
ON CONFLICT (msisdn) DO UPDATE SET
    subscriber_id = excluded.subscriber_id, imsi = excluded.imsi,
    level = COALESCE($4, known.level), present = excluded.present,
    seen_imsi = excluded.imsi, seen_level = COALESCE($4, known.level),
    seen_present = excluded.present, changed_at = excluded.changed_at
"""
_RESTORED = """
UPDATE profile SET seen_imsi = imsi, seen_level = level, seen_present = present WHERE msisdn = $1
"""
_AWAIT = """
INSERT INTO awaited_card AS card (imsi, msisdn, subscriber_id, holds_codes, look_at, order_id,
    traceparent)
VALUES ($1, $2, $3, $4, clock_timestamp() + make_interval(secs => $5), $6, $7)
ON CONFLICT (imsi) DO UPDATE SET msisdn = excluded.msisdn,
    subscriber_id = excluded.subscriber_id, holds_codes = excluded.holds_codes,
    look_at = excluded.look_at, tries = 0, turn = card.turn + 1
"""
_FORGET = "DELETE FROM awaited_card WHERE imsi = $1"
_PROFILE = "msisdn, imsi, level, present"
_FIND = f"SELECT {_PROFILE} FROM profile WHERE msisdn = ANY($1::text[])"  # noqa: S608
_BETWEEN = f"""
SELECT {_PROFILE} FROM profile
WHERE present AND imsi > $1 AND ($2 = '' OR imsi <= $2) ORDER BY imsi
"""  # noqa: S608
_SAW = """
UPDATE profile SET seen_imsi = seen.imsi, seen_level = seen.level, seen_present = seen.present
FROM unnest($1::text[], $2::text[], $3::text[], $4::boolean[])
    AS seen(msisdn, imsi, level, present)
WHERE profile.msisdn = seen.msisdn AND (profile.seen_imsi, profile.seen_level, profile.seen_present)
    IS DISTINCT FROM (seen.imsi, seen.level, seen.present)
"""
_IN_FLIGHT = "SELECT DISTINCT lane FROM lane_place WHERE lane = ANY($1::text[])"
_HOLDERS = "SELECT imsi, subscriber_id, msisdn FROM card_holder WHERE imsi = ANY($1::text[])"
_HOLDS_CODES = """
SELECT EXISTS (SELECT FROM awaited_card WHERE msisdn = $1 AND holds_codes)
    OR EXISTS (SELECT FROM lane_place JOIN network_change ON network_change.id = change_id
        WHERE lane = 'msisdn:' || $1 AND kind = ANY($2::text[]))
"""
_HOLDING = [kind.name for kind in KINDS.values() if kind.holds_codes]


class ProfileTable:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def settle(self, change: Change, *, now: datetime) -> None:
        """Take note of what a verified change made true, and await a new card."""
        what, effect = change.what, change.what.effect
        if effect is None:
            await self._run(_RESTORED, (what.msisdn,))
            return
        level = effect.level.value if effect.level else None
        values = (what.msisdn, change.subscriber_id, effect.imsi, level, effect.exists, now)
        await self._run(_SETTLE, values)
        if effect.forgets:
            await self._run(_FORGET, (effect.forgets,))
        if effect.awaits:
            await self._await(change, effect.awaits)

    async def find(self, msisdns: Sequence[str]) -> Mapping[str, Profile]:
        rows = await self._all(_FIND, (list(msisdns),))
        return {row.msisdn: _profile(row) for row in rows}

    async def between(self, first: str, last: str) -> Sequence[Profile]:
        return [_profile(row) for row in await self._all(_BETWEEN, (first, last))]

    async def saw(self, actual: Sequence[Profile]) -> None:
        """Remember what the network has for these numbers."""
        columns = (
            [one.msisdn for one in actual],
            [one.imsi for one in actual],
            [one.level.value if one.level else None for one in actual],
            [one.exists for one in actual],
        )
        await self._run(_SAW, columns)

    async def in_flight(self, msisdns: Sequence[str]) -> frozenset[str]:
        """Return those that have a change that is not finished."""
        lanes = [f"msisdn:{one}" for one in msisdns]
        rows = await self._all(_IN_FLIGHT, (lanes,))
        return frozenset(row.lane.removeprefix("msisdn:") for row in rows)

    async def holders(self, imsis: Sequence[str]) -> Mapping[str, Holder]:
        rows = await self._all(_HOLDERS, (list(imsis),))
        return {row.imsi: Holder(row.subscriber_id, row.msisdn) for row in rows}

    async def holds_codes(self, msisdn: str) -> bool:
        return bool((await self._all(_HOLDS_CODES, (msisdn, _HOLDING)))[0][0])

    async def _await(self, change: Change, card: NewCard) -> None:
        whose = (card.imsi, change.what.msisdn, change.subscriber_id)
        trace = (current_order(), current_traceparent())
        await self._run(_AWAIT, (*whose, card.holds_codes, card.seconds, *trace))

    async def _run(self, statement: str, values: tuple[Any, ...]) -> None:
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(statement, values)

    async def _all(self, statement: str, values: tuple[Any, ...]) -> Sequence[Row]:
        async with self._database.reading() as connection:
            return (await connection.exec_driver_sql(statement, values)).all()


def _profile(row: Row) -> Profile:
    return Profile(row.msisdn, row.imsi, Level(row.level), exists=row.present)
