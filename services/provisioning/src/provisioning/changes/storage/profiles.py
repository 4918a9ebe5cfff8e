"""What orders asked for, number by number; what was seen; whose cards are."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    ARRAY,
    Text,
    any_,
    bindparam,
    delete,
    exists,
    or_,
    select,
    text,
    update,
)

from provisioning.changes.domain.change import Change
from provisioning.changes.domain.effect import NewCard
from provisioning.changes.domain.profile import Holder, Profile, wanted_profile
from provisioning.changes.kinds import KINDS
from provisioning.changes.ports import Claimed
from provisioning.changes.storage.settings import setting_of, written
from provisioning.changes.tables import (
    AWAITED_CARD,
    CARD_HOLDER,
    HOLDS_CODES,
    IS_PRESENT,
    LANE_PLACE,
    NETWORK_CHANGE,
    PROFILE,
)
from runtime.database.connection import Row
from runtime.database.database import Database
from runtime.telemetry.tracing import current_order, current_traceparent

_SETTLE = text("""
INSERT INTO profile (msisdn, subscriber_id, imsi, level, setting, present,
    seen_imsi, seen_level, seen_present, changed_at)
VALUES (:msisdn, :subscriber_id, :imsi, :level, :setting, :present, :imsi, :level, :present, :now)
ON CONFLICT (msisdn) DO UPDATE SET
    subscriber_id = excluded.subscriber_id, imsi = excluded.imsi,
    level = excluded.level, setting = excluded.setting, present = excluded.present,
    seen_imsi = excluded.imsi, seen_level = excluded.level,
    seen_present = excluded.present, changed_at = excluded.changed_at
""")
_RESTORED = (
    update(PROFILE)
    .values(seen_imsi=PROFILE.c.imsi, seen_level=PROFILE.c.level, seen_present=PROFILE.c.present)
    .where(PROFILE.c.msisdn == bindparam("number"))
)
_AWAIT = text("""
INSERT INTO awaited_card AS card (imsi, msisdn, subscriber_id, holds_codes, look_at, order_id,
    traceparent)
VALUES (:imsi, :msisdn, :subscriber_id, :holds_codes,
    clock_timestamp() + make_interval(secs => :seconds), :order_id, :traceparent)
ON CONFLICT (imsi) DO UPDATE SET msisdn = excluded.msisdn,
    subscriber_id = excluded.subscriber_id, holds_codes = excluded.holds_codes,
    look_at = excluded.look_at, tries = 0, turn = card.turn + 1
""")
_FORGET = delete(AWAITED_CARD).where(AWAITED_CARD.c.imsi == bindparam("card"))
_PROFILE = select(*(PROFILE.c[name] for name in ("msisdn", "imsi", "level", "setting", "present")))
_GET = _PROFILE.where(PROFILE.c.msisdn == any_(bindparam("msisdns", type_=ARRAY(Text))))
_LAST = bindparam("last", type_=Text)
_BETWEEN = _PROFILE.where(
    IS_PRESENT, PROFILE.c.imsi > bindparam("first"), or_(_LAST == "", PROFILE.c.imsi <= _LAST)
).order_by(PROFILE.c.imsi)
_SAW = text("""
UPDATE profile SET seen_imsi = seen.imsi, seen_level = seen.level, seen_present = seen.present
FROM unnest(CAST(:msisdns AS text[]), CAST(:imsis AS text[]), CAST(:levels AS text[]),
    CAST(:are_present AS boolean[])) AS seen(msisdn, imsi, level, present)
WHERE profile.msisdn = seen.msisdn AND (profile.seen_imsi, profile.seen_level, profile.seen_present)
    IS DISTINCT FROM (seen.imsi, seen.level, seen.present)
""")
_IN_FLIGHT = (
    select(LANE_PLACE.c.lane)
    .distinct()
    .where(LANE_PLACE.c.lane == any_(bindparam("lanes", type_=ARRAY(Text))))
)
_HOLDERS = select(CARD_HOLDER).where(
    CARD_HOLDER.c.imsi == any_(bindparam("imsis", type_=ARRAY(Text)))
)
_HAS_CARD = select(
    exists().where(
        IS_PRESENT,
        PROFILE.c.imsi == bindparam("imsi"),
        PROFILE.c.subscriber_id == bindparam("subscriber_id"),
    )
)
_HOLDING = [kind.name for kind in KINDS.values() if kind.holds_codes]
_HOLDS_CODES = select(
    or_(
        exists().where(HOLDS_CODES, AWAITED_CARD.c.msisdn == bindparam("msisdn")),
        exists().where(
            LANE_PLACE.c.lane == bindparam("lane"),
            NETWORK_CHANGE.c.id == LANE_PLACE.c.change_id,
            NETWORK_CHANGE.c.kind.in_(_HOLDING),
        ),
    )
)


class ProfileTable:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def settle(self, claimed: Claimed, *, now: datetime) -> None:
        """Take note of what a verified change made true, and await a new card."""
        change = claimed.change
        what, effect = change.what, change.what.effect
        if effect is None:
            await self._database.execute(_RESTORED, number=what.msisdn)
            return
        setting = effect.setting(claimed.desired)
        await self._database.execute(
            _SETTLE,
            msisdn=what.msisdn,
            subscriber_id=change.subscriber_id,
            imsi=effect.imsi,
            level=setting.level.value,
            setting=written(setting),
            present=effect.exists,
            now=now,
        )
        if effect.forgets:
            await self._database.execute(_FORGET, card=effect.forgets)
        if effect.awaits:
            await self._await(change, effect.awaits)

    async def get(self, msisdns: Sequence[str]) -> Mapping[str, Profile]:
        rows = await self._database.execute(_GET, msisdns=list(msisdns))
        return {row.msisdn: _profile(row) for row in rows}

    async def between(self, first: str, last: str) -> Sequence[Profile]:
        rows = await self._database.execute(_BETWEEN, first=first, last=last)
        return [_profile(row) for row in rows]

    async def saw(self, actual: Sequence[Profile]) -> None:
        """Remember what the network has for these numbers."""
        await self._database.execute(
            _SAW,
            msisdns=[profile.msisdn for profile in actual],
            imsis=[profile.imsi for profile in actual],
            levels=[profile.level.value if profile.level else None for profile in actual],
            are_present=[profile.exists for profile in actual],
        )

    async def in_flight(self, msisdns: Sequence[str]) -> frozenset[str]:
        """Return those that have a change that is not finished."""
        lanes = [f"msisdn:{msisdn}" for msisdn in msisdns]
        rows = await self._database.execute(_IN_FLIGHT, lanes=lanes)
        return frozenset(row.lane.removeprefix("msisdn:") for row in rows)

    async def holders(self, imsis: Sequence[str]) -> Mapping[str, Holder]:
        rows = await self._database.execute(_HOLDERS, imsis=list(imsis))
        return {row.imsi: Holder(row.subscriber_id, row.msisdn) for row in rows}

    async def has_card(self, subscriber_id: str, imsi: str) -> bool:
        """Tell whether the network has this card in this number; a void one is in none."""
        has = await self._database.execute(_HAS_CARD, subscriber_id=subscriber_id, imsi=imsi)
        return bool(has.scalar_one())

    async def holds_codes(self, msisdn: str) -> bool:
        holds = await self._database.execute(_HOLDS_CODES, msisdn=msisdn, lane=f"msisdn:{msisdn}")
        return bool(holds.scalar_one())

    async def _await(self, change: Change, card: NewCard) -> None:
        await self._database.execute(
            _AWAIT,
            imsi=card.imsi,
            msisdn=change.what.msisdn,
            subscriber_id=change.subscriber_id,
            holds_codes=card.holds_codes,
            seconds=card.seconds,
            order_id=current_order(),
            traceparent=current_traceparent(),
        )


def _profile(row: Row) -> Profile:
    setting = setting_of(row.level, row.setting)
    return wanted_profile(row.msisdn, row.imsi, setting, exists=row.present)
