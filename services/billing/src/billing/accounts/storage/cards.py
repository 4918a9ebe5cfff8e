"""Sub-cards in PostgreSQL; accounts without any never ask for them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from billing.accounts.domain.account import Account
from billing.accounts.domain.kept import Kept
from billing.accounts.domain.sub_card import SubCard
from runtime.database.connection import Connection, Row
from runtime.database.database import Database

_OF_ACCOUNTS = """
SELECT subscriber_id, account_id, msisdn, offering, paid_from, started_at, paid_to, kept_from,
    kept_to, kept_term, subscriber_version
FROM sub_card WHERE account_id = ANY($1::uuid[]) ORDER BY paid_from, subscriber_id
"""
_ADD = """
INSERT INTO sub_card (subscriber_id, account_id, msisdn, offering, paid_from)
SELECT $1, $2, $3, $4, $5
WHERE NOT EXISTS (SELECT FROM paid_subscriber WHERE subscriber_id = $1)
ON CONFLICT (subscriber_id) DO NOTHING
"""
_HOLDS = "UPDATE account SET holds_cards = true WHERE id = $1 AND NOT holds_cards"
_KEEP = """
UPDATE sub_card SET msisdn = $2, started_at = $3, paid_to = $4, kept_from = $5, kept_to = $6,
    subscriber_version = $7, kept_term = $8
WHERE subscriber_id = $1
"""
_CLOSE_TO = "INSERT INTO closed_to_cards (account_id) VALUES ($1) ON CONFLICT DO NOTHING"
_OPEN_TO = "DELETE FROM closed_to_cards WHERE account_id = $1"
_MAY_JOIN = "SELECT NOT EXISTS (SELECT FROM closed_to_cards WHERE account_id = $1)"


class CardTable:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, card: SubCard, *, account_id: str) -> bool:
        """Keep a new one; its account is asked for cards from now on. False for known ones."""
        values = (card.subscriber_id, account_id, card.msisdn, card.offering, card.paid_from)
        async with self._database.transaction() as connection:
            if not (await connection.exec_driver_sql(_ADD, values)).rowcount:
                return False
            await connection.exec_driver_sql(_HOLDS, (account_id,))
        return True

    async def save(self, card: SubCard) -> None:
        kept = card.kept
        values = (card.subscriber_id, card.msisdn, card.started_at, card.paid_to,
                  kept.since if kept else None, kept.until if kept else None,
                  card.subscriber_version, kept.term if kept else None)  # fmt: skip
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_KEEP, values)

    async def close_to(self, account_id: str) -> None:
        """Let none join this account."""
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_CLOSE_TO, (account_id,))

    async def open_to(self, account_id: str) -> None:
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_OPEN_TO, (account_id,))

    async def may_join(self, account_id: str) -> bool:
        async with self._database.reading() as connection:
            found = await connection.exec_driver_sql(_MAY_JOIN, (account_id,))
            return bool(found.scalar_one())


async def with_cards(
    connection: Connection, accounts: Sequence[Account], rows: Sequence[Row]
) -> Sequence[Account]:
    """Return the accounts of these rows; a second look only where one has cards."""
    holders = [row["id"] for row in rows if row["holds_cards"]]
    if not holders:
        return accounts
    found: dict[str, list[SubCard]] = defaultdict(list)
    for row in (await connection.exec_driver_sql(_OF_ACCOUNTS, (holders,))).all():
        found[str(row.account_id)].append(_card_of(row))
    return [replace(one, cards=tuple(found.get(one.id, ()))) for one in accounts]


def _card_of(row: Row) -> SubCard:
    return SubCard(
        subscriber_id=str(row.subscriber_id),
        msisdn=row.msisdn,
        offering=row.offering,
        paid_from=row.paid_from,
        started_at=row.started_at,
        paid_to=row.paid_to,
        kept=Kept(row.kept_from, row.kept_to, term=row.kept_term) if row.kept_from else None,
        subscriber_version=row.subscriber_version,
    )
