"""Accounts that paid for a number while it was another customer's, in PostgreSQL (过户)."""

from collections.abc import Collection, Sequence

from sqlalchemy import ARRAY, Text, any_, bindparam, cast, func, update

from billing.accounts.domain.account import Account, line_of
from billing.accounts.storage.accounts import AccountTable
from billing.accounts.storage.held import written_in_part
from billing.accounts.storage.rows import ACCOUNTS
from billing.accounts.tables import ACCOUNT, PAID_SUBSCRIBER
from billing.metadata import ID
from kernel.ids import looks_like_id
from runtime.database.database import Database

_ASKED = cast(func.string_to_array(bindparam("subscribers", type_=Text), ","), ARRAY(ID))
_FORMER = ACCOUNTS.where(PAID_SUBSCRIBER.c.former_of == any_(_ASKED)).order_by(ACCOUNT.c.id)
_LOCK_FORMER = _FORMER.with_for_update()
_HAND_OVER = (
    update(PAID_SUBSCRIBER)
    .values(subscriber_id=bindparam("line", type_=ID), former_of=bindparam("former_of", type_=ID))
    .where(PAID_SUBSCRIBER.c.account_id == bindparam("account_id", type_=ID))
)


class FormerTable:
    """By the number they paid for; their own line has an id of its own by now."""

    def __init__(self, database: Database, accounts: AccountTable) -> None:
        self._database = database
        self._accounts = accounts

    async def get_for_update(self, subscribers: Collection[str]) -> Sequence[Account]:
        """Lock the accounts that paid for these subscribers when they were others'."""
        known = ",".join(one for one in subscribers if looks_like_id(one))
        async with self._database.transaction() as connection:
            rows = (await connection.execute(_LOCK_FORMER, subscribers=known)).all()
            return await self._accounts.complete(connection, rows)

    async def get(self, subscriber_id: str) -> Sequence[Account]:
        """Return the accounts that paid for this subscriber when it was others'."""
        if not looks_like_id(subscriber_id):
            return ()
        async with self._database.reading() as connection:
            rows = (await connection.execute(_FORMER, subscribers=subscriber_id)).all()
            return await self._accounts.complete(connection, rows)

    async def hand_over(self, former: Account) -> None:
        """Have the line of this account end under an id of its own: another takes it over."""
        written_in_part(self._database)
        async with self._database.transaction() as connection:
            await connection.execute(
                _HAND_OVER,
                line=line_of(former),
                former_of=former.subscriber_id,
                account_id=former.id,
            )
