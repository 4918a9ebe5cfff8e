"""Cards that the network has not met yet."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ARRAY, Interval, Text, any_, bindparam, delete, func, or_, select, update

from provisioning.changes.ports import AwaitedCard
from provisioning.changes.tables import AWAITED_CARD
from runtime.database.connection import Row
from runtime.database.database import Database

_LEASE = timedelta(seconds=30)
_C = AWAITED_CARD.c
_CARD = (_C.imsi, _C.msisdn, _C.subscriber_id, _C.tries, _C.turn, _C.order_id, _C.traceparent)
_DUE = (
    select(_C.imsi)
    .where(
        _C.look_at <= func.clock_timestamp(),
        or_(_C.leased_until.is_(None), _C.leased_until < func.clock_timestamp()),
    )
    .order_by(_C.look_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .correlate(None)
)
_CLAIM = (
    update(AWAITED_CARD)
    .values(turn=_C.turn + 1, tries=_C.tries + 1, leased_until=func.clock_timestamp() + _LEASE)
    .where(_C.imsi.in_(_DUE))
    .returning(*_CARD)
)
_POSTPONE = (
    update(AWAITED_CARD)
    .values(leased_until=None, look_at=func.clock_timestamp() + bindparam("delay", type_=Interval))
    .where(_C.imsi == bindparam("card"), _C.turn == bindparam("our_turn"))
)
_SEEN = (
    delete(AWAITED_CARD)
    .where(_C.imsi == any_(bindparam("imsis", type_=ARRAY(Text))))
    .returning(*_CARD)
)


class AwaitedCardTable:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, most: int) -> Sequence[AwaitedCard]:
        return [_card(row) for row in await self._database.execute(_CLAIM, most=most)]

    async def postpone(self, card: AwaitedCard, *, seconds: float) -> None:
        delay = timedelta(seconds=seconds)
        await self._database.execute(_POSTPONE, card=card.imsi, our_turn=card.turn, delay=delay)

    async def seen(self, imsis: Sequence[str]) -> Sequence[AwaitedCard]:
        """Await these cards no longer; answers those that were awaited."""
        return [_card(row) for row in await self._database.execute(_SEEN, imsis=list(imsis))]


def _card(row: Row) -> AwaitedCard:
    return AwaitedCard(**row)
