"""Cards that the network has not met yet."""

from collections.abc import Sequence

from provisioning.changes.ports import AwaitedCard
from runtime.database.connection import Row
from runtime.database.database import Database

_CARD = "imsi, msisdn, subscriber_id, tries, turn, order_id, traceparent"
_CLAIM = f"""
UPDATE awaited_card SET turn = turn + 1, tries = tries + 1,
    leased_until = clock_timestamp() + interval '30 seconds'
WHERE imsi IN (
    SELECT imsi FROM awaited_card
    WHERE look_at <= clock_timestamp()
      AND (leased_until IS NULL OR leased_until < clock_timestamp())
    ORDER BY look_at LIMIT $1 FOR UPDATE SKIP LOCKED)
RETURNING {_CARD}
"""  # noqa: S608
_POSTPONE = """
UPDATE awaited_card SET leased_until = NULL,
    look_at = clock_timestamp() + make_interval(secs => $3)
WHERE imsi = $1 AND turn = $2
"""
_SEEN = f"DELETE FROM awaited_card WHERE imsi = ANY($1::text[]) RETURNING {_CARD}"  # noqa: S608


class AwaitedCardTable:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, most: int) -> Sequence[AwaitedCard]:
        rows = (await self._database.run(_CLAIM, (most,))).all()
        return [_card(row) for row in rows]

    async def postpone(self, card: AwaitedCard, *, seconds: float) -> None:
        await self._database.run(_POSTPONE, (card.imsi, card.turn, seconds))

    async def seen(self, imsis: Sequence[str]) -> Sequence[AwaitedCard]:
        """Await these cards no longer; answers those that were awaited."""
        rows = (await self._database.run(_SEEN, (list(imsis),))).all()
        return [_card(row) for row in rows]


def _card(row: Row) -> AwaitedCard:
    return AwaitedCard(
        row.imsi, row.msisdn, row.subscriber_id, row.tries, row.turn, row.order_id, row.traceparent
    )
