"""Accounts and whom they pay for, in PostgreSQL."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ARRAY, Text, any_, bindparam, cast, func, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from billing.accounts.domain.account import Account, Deduction, line_of
from billing.accounts.domain.lines import subscribers_of
from billing.accounts.ports import ByAccount, Payee
from billing.accounts.storage.balance_books import with_books
from billing.accounts.storage.cards import CardTable, with_cards
from billing.accounts.storage.columns import credit_values, month_values, values
from billing.accounts.storage.customers import CustomerTable
from billing.accounts.storage.finding import Found, statements_for
from billing.accounts.storage.held import HeldAccounts, written_in_part
from billing.accounts.storage.plans import with_plans
from billing.accounts.storage.rows import ACCOUNTS, account_of
from billing.accounts.tables import ACCOUNT, PAID_SUBSCRIBER, SUB_CARD
from billing.metadata import ID
from kernel.ids import looks_like_id
from runtime.database.columns import by_column, given
from runtime.database.connection import Connection, Row
from runtime.database.database import Database
from runtime.database.statements import Statement

WithPayable = Callable[[Connection, Sequence[Account]], Awaitable[Sequence[Account]]]
# Locked in the order of ids, so that two batches wait for each other and never both ways. The
# account of a sub-card is found by its main line.
_ASKED = cast(func.string_to_array(bindparam("subscribers", type_=Text), ","), ARRAY(ID))
_MAIN_LINES = (
    select(PAID_SUBSCRIBER.c.subscriber_id)
    .join(SUB_CARD, SUB_CARD.c.account_id == PAID_SUBSCRIBER.c.account_id)
    .where(SUB_CARD.c.subscriber_id == any_(_ASKED))
    .correlate(None)
)
_LOCK_PAYING = (
    ACCOUNTS.where(
        PAID_SUBSCRIBER.c.subscriber_id
        == any_(_ASKED.concat(func.array(_MAIN_LINES.scalar_subquery(), type_=ARRAY(ID))))
    )
    .order_by(ACCOUNT.c.id, PAID_SUBSCRIBER.c.subscriber_id)
    .with_for_update()
)
_NEW = (
    "id", "customer_id", "offering", "state", "balance", "carry", "version", "payment_type",
    "credit_limit",
)  # fmt: skip
_ADD_ACCOUNT = (
    insert(ACCOUNT).values({name: bindparam(name) for name in _NEW}).on_conflict_do_nothing()
)
_ADD_PAID = text("""
INSERT INTO paid_subscriber (subscriber_id, account_id, msisdn, paid_from)
SELECT CAST(:subscriber_id AS uuid), CAST(:account_id AS uuid), CAST(:msisdn AS text),
    CAST(:paid_from AS timestamptz)
WHERE NOT EXISTS (SELECT FROM sub_card WHERE subscriber_id = :subscriber_id)
ON CONFLICT (subscriber_id) DO NOTHING
""")
_PAID = (
    "msisdn", "paid_to", "level", "level_version", "level_since", "reminders", "reminded_on",
    "subscriber_version", "barred_since", "barring", "open_until", "owed_then",
)  # fmt: skip
_KEPT = ("customer_id", "state", "balance", "carry", "version", "kept_from", "kept_to")
_SAVED = ("id", *_KEPT, "subscriber_id", *_PAID)
_GIVEN = select(
    given(
        *(ACCOUNT.c[name] for name in ("id", *_KEPT)),
        *(PAID_SUBSCRIBER.c[name] for name in ("subscriber_id", *_PAID)),
    )
).cte("given")
_SAVE = (
    update(PAID_SUBSCRIBER)
    .values({name: _GIVEN.c[name] for name in _PAID})
    .where(PAID_SUBSCRIBER.c.subscriber_id == _GIVEN.c.subscriber_id)
    # A use changes what is left and hardly ever anything here.
    .where(
        tuple_(*(PAID_SUBSCRIBER.c[name] for name in _PAID)).is_distinct_from(
            tuple_(*(_GIVEN.c[name] for name in _PAID))
        )
    )
    .add_cte(
        update(ACCOUNT)
        .values({name: _GIVEN.c[name] for name in _KEPT})
        .where(ACCOUNT.c.id == _GIVEN.c.id)
        .cte("saved")
    )
)


def _saving(*names: str) -> Statement:
    """Return what writes these columns of many accounts."""
    rows = given(ACCOUNT.c.id, *(ACCOUNT.c[name] for name in names))
    return (
        update(ACCOUNT)
        .values({name: rows.c[name] for name in names})
        .where(ACCOUNT.c.id == rows.c.id)
    )


# Apart from the rest: a use hardly ever changes it. So are months: with them goes what is charged.
_CREDIT = (
    "credit_limit", "limit_afterwards", "limit_until", "high_use_in", "high_use_settled",
)  # fmt: skip
_MONTHS = (
    "offering", "charged_month", "plan_month", "kept_from", "kept_to", "kept_term", "kept_lifted",
)  # fmt: skip
_SAVE_CREDIT, _SAVE_MONTHS = _saving(*_CREDIT), _saving(*_MONTHS)
# Three texts, where each value of an array would be asked what it is.
_DEDUCT = text("""
UPDATE account a SET balance = a.balance - t.minor, carry = t.carry, version = a.version + 1
FROM unnest(CAST(string_to_array(:ids, ',') AS uuid[]),
    CAST(string_to_array(:minors, ',') AS bigint[]), CAST(string_to_array(:carries, ',') AS int[]))
    AS t(id, minor, carry)
WHERE a.id = t.id
""")


@dataclass(frozen=True, slots=True)
class Above:
    """What higher areas know of accounts: whoever builds the repositories hands it down."""

    with_payable: WithPayable
    """Adds what is payable back to whom has left, which the ledger knows."""
    by_reservation: Found


class AccountTable:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database, *, above: Above) -> None:
        self._database = database
        self._above = above
        self._held = HeldAccounts(database)
        self.customers = CustomerTable(database)
        self.cards = CardTable(database)

    async def add(self, account: Account) -> bool:
        """Return False where an account of this id or for this subscriber is there already."""
        async with self._database.transaction() as connection:
            added = await connection.execute(
                _ADD_ACCOUNT,
                id=account.id,
                customer_id=account.customer_id,
                offering=account.offering,
                state=account.state.value,
                balance=account.balance.minor,
                carry=account.carry,
                version=account.version,
                payment_type=account.payment_type.value,
                credit_limit=account.credit.limit.minor,
            )
            if not added.rowcount:
                return False
            paid = await connection.execute(
                _ADD_PAID,
                subscriber_id=account.subscriber_id,
                account_id=account.id,
                msisdn=account.msisdn,
                paid_from=account.paid_from,
            )
            return bool(paid.rowcount)

    async def get_for_update(self, payee: Payee) -> Account | None:
        """Lock the account and what it pays for until the transaction ends."""
        asked = statements_for(payee, by_reservation=self._above.by_reservation)
        if asked is None:
            return None
        async with self._database.transaction() as connection:
            if isinstance(payee, ByAccount):
                held = self._held.get(asked.key)
                if held is not None:
                    return held
            account = await self._first(connection, asked.by.get_for_update, asked.key)
            if account is not None:
                self._held.keep(account)
        return account

    async def get_paying_for_update(self, subscribers: Collection[str]) -> Mapping[str, Account]:
        """Lock the accounts that pay for these subscribers, in the order of their ids."""
        asked = frozenset(subscribers)
        # One text, where each value of an array would be asked what it is.
        known = ",".join(one for one in subscribers if looks_like_id(one))
        async with self._database.transaction() as connection:
            rows = (await connection.execute(_LOCK_PAYING, subscribers=known)).all()
            accounts = await self.complete(connection, rows)
        paying = {line_of(account): account for account in accounts}
        with_cards = [account for account in accounts if account.cards]
        if with_cards:
            # Asked for by a card, the main line was not asked for.
            paying |= {who: one for one in with_cards for who in subscribers_of(one)}
            paying = {who: one for who, one in paying.items() if who in asked}
        return paying

    async def save(self, accounts: Sequence[Account]) -> None:
        """Write them as they are now, all in one statement."""
        if not accounts:
            return
        async with self._database.transaction() as connection:
            await connection.execute(_SAVE, **by_column(_SAVED, map(values, accounts)))
            for account in accounts:
                self._held.keep(account)

    async def deduct(self, deductions: Sequence[Deduction]) -> None:
        """Change balance, carry and version of accounts that are taken, and nothing else."""
        if not deductions:
            return
        ids = ",".join([one.account_id for one in deductions])
        minors = ",".join([str(one.minor) for one in deductions])
        carries = ",".join([str(one.carry) for one in deductions])
        written_in_part(self._database)
        async with self._database.transaction() as connection:
            await connection.execute(_DEDUCT, ids=ids, minors=minors, carries=carries)

    async def save_credit(self, accounts: Sequence[Account]) -> None:
        """Write their limits and what was noticed, all in one statement."""
        columns = by_column(("id", *_CREDIT), map(credit_values, accounts))
        written_in_part(self._database)
        async with self._database.transaction() as connection:
            await connection.execute(_SAVE_CREDIT, **columns)

    async def save_months(self, accounts: Sequence[Account]) -> None:
        """Write what their months go by, all in one statement."""
        columns = by_column(("id", *_MONTHS), map(month_values, accounts))
        written_in_part(self._database)
        async with self._database.transaction() as connection:
            await connection.execute(_SAVE_MONTHS, **columns)

    async def get(self, payee: Payee) -> Account | None:
        asked = statements_for(payee, by_reservation=self._above.by_reservation)
        if asked is None:
            return None
        async with self._database.reading() as connection:
            return await self._first(connection, asked.by.get, asked.key)

    async def complete(self, connection: Connection, rows: Sequence[Row]) -> Sequence[Account]:
        """Return the accounts of these rows with all that is theirs."""
        accounts = [account_of(row) for row in rows]
        accounts = list(await with_books(connection, accounts, rows))
        accounts = list(await self._above.with_payable(connection, accounts))
        accounts = list(await with_cards(connection, accounts, rows))
        return await with_plans(connection, accounts, rows)

    async def _first(
        self, connection: Connection, statement: Statement, key: str
    ) -> Account | None:
        rows = (await connection.execute(statement, key=key)).all()
        return next(iter(await self.complete(connection, rows)), None)
