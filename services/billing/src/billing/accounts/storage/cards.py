"""Sub-cards in PostgreSQL; accounts without any never ask for them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import ARRAY, any_, bindparam, cast, delete, exists, select, text, update
from sqlalchemy.dialects.postgresql import insert

from billing.accounts.domain.account import Account
from billing.accounts.domain.kept import Kept
from billing.accounts.domain.level import Barring
from billing.accounts.domain.sub_card import SubCard
from billing.accounts.storage.held import written_in_part
from billing.accounts.storage.rows import window_columns, window_of
from billing.accounts.tables import ACCOUNT, CLOSED_TO_CARDS, SUB_CARD
from billing.metadata import ID
from runtime.database.connection import Connection, Row
from runtime.database.database import Database

_READ = (
    "subscriber_id", "account_id", "msisdn", "offering", "paid_from", "started_at", "paid_to",
    "kept_from", "kept_to", "kept_term", "subscriber_version", "barred_since",
    "barring", "open_until", "owed_then",
)  # fmt: skip
_OF_ACCOUNTS = (
    select(*(SUB_CARD.c[name] for name in _READ))
    .where(SUB_CARD.c.account_id == any_(cast(bindparam("account_ids"), ARRAY(ID))))
    .order_by(SUB_CARD.c.paid_from, SUB_CARD.c.subscriber_id)
)
_ADD = text("""
INSERT INTO sub_card (subscriber_id, account_id, msisdn, offering, paid_from)
SELECT CAST(:subscriber_id AS uuid), CAST(:account_id AS uuid), CAST(:msisdn AS text),
    CAST(:offering AS text), CAST(:paid_from AS timestamptz)
WHERE NOT EXISTS (SELECT FROM paid_subscriber WHERE subscriber_id = :subscriber_id)
ON CONFLICT (subscriber_id) DO NOTHING
""")
_ACCOUNT_ID = bindparam("account_id", type_=ID)
_HOLDS = (
    update(ACCOUNT)
    .values(holds_cards=True)
    .where(ACCOUNT.c.id == _ACCOUNT_ID, ~ACCOUNT.c.holds_cards)
)
_SAVED = (
    "msisdn", "started_at", "paid_to", "kept_from", "kept_to", "kept_term", "subscriber_version",
    "barred_since", "barring", "open_until", "owed_then",
)  # fmt: skip
_SAVE = (
    update(SUB_CARD)
    .values({name: bindparam(name) for name in _SAVED})
    .where(SUB_CARD.c.subscriber_id == bindparam("subscriber_id"))
)
_IS_CLOSED = CLOSED_TO_CARDS.c.account_id == _ACCOUNT_ID
_CLOSE_TO = insert(CLOSED_TO_CARDS).values(account_id=_ACCOUNT_ID).on_conflict_do_nothing()
_OPEN_TO = delete(CLOSED_TO_CARDS).where(_IS_CLOSED)
_MAY_JOIN = select(~exists().where(_IS_CLOSED))


class CardTable:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, card: SubCard, *, account_id: str) -> bool:
        """Keep a new one; its account is asked for cards from now on. False for known ones."""
        written_in_part(self._database)
        async with self._database.transaction() as connection:
            added = await connection.execute(
                _ADD,
                subscriber_id=card.subscriber_id,
                account_id=account_id,
                msisdn=card.msisdn,
                offering=card.offering,
                paid_from=card.paid_from,
            )
            if not added.rowcount:
                return False
            await connection.execute(_HOLDS, account_id=account_id)
        return True

    async def save(self, card: SubCard) -> None:
        kept, (open_until, owed_then) = card.kept, window_columns(card.window)
        written_in_part(self._database)
        async with self._database.transaction() as connection:
            await connection.execute(
                _SAVE,
                subscriber_id=card.subscriber_id,
                msisdn=card.msisdn,
                started_at=card.started_at,
                paid_to=card.paid_to,
                kept_from=kept.since if kept else None,
                kept_to=kept.until if kept else None,
                kept_term=kept.term if kept else None,
                subscriber_version=card.subscriber_version,
                barred_since=card.barred_since,
                barring=card.barring.value,
                open_until=open_until,
                owed_then=owed_then,
            )

    async def close_to(self, account_id: str) -> None:
        """Let none join this account."""
        async with self._database.transaction() as connection:
            await connection.execute(_CLOSE_TO, account_id=account_id)

    async def open_to(self, account_id: str) -> None:
        async with self._database.transaction() as connection:
            await connection.execute(_OPEN_TO, account_id=account_id)

    async def may_join(self, account_id: str) -> bool:
        async with self._database.reading() as connection:
            may = await connection.execute(_MAY_JOIN, account_id=account_id)
            return bool(may.scalar_one())


async def with_cards(
    connection: Connection, accounts: Sequence[Account], rows: Sequence[Row]
) -> Sequence[Account]:
    """Return the accounts of these rows; a second look only where one has cards."""
    holders = [row["id"] for row in rows if row["holds_cards"]]
    if not holders:
        return accounts
    cards: dict[str, list[SubCard]] = defaultdict(list)
    for row in (await connection.execute(_OF_ACCOUNTS, account_ids=holders)).all():
        cards[str(row.account_id)].append(_card_of(row))
    return [replace(one, cards=tuple(cards.get(one.id, ()))) for one in accounts]


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
        barred_since=row.barred_since,
        barring=Barring(row.barring),
        window=window_of(row.open_until, row.owed_then),
    )
