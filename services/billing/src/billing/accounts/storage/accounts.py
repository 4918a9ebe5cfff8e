"""Accounts and whom they pay for, in PostgreSQL."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence

from billing.accounts.domain.account import Account, Deduction
from billing.accounts.domain.lines import subscribers_of
from billing.accounts.ports import ByAccount, ByNumber, ByReservation, BySubscriber, Payee
from billing.accounts.storage.balance_books import with_books
from billing.accounts.storage.cards import CardTable, with_cards
from billing.accounts.storage.customers import CustomerTable
from billing.accounts.storage.rows import ACCOUNT, FROM_ACCOUNT, account_of
from kernel.ids import looks_like_id
from runtime.database.connection import Connection, Row
from runtime.database.database import Database

WithPayable = Callable[[Connection, Sequence[Account]], Awaitable[Sequence[Account]]]
"""Adds what is payable back to whom has left, which the ledger knows."""
_OF = {
    ByAccount: "a.id = $1",
    BySubscriber: """
        a.id = (SELECT account_id FROM paid_subscriber WHERE subscriber_id = $1
            UNION ALL SELECT account_id FROM sub_card WHERE subscriber_id = $1)
    """,
    # Of several who had a number, the last one has it; a card whose order was taken back never had.
    ByNumber: """
        a.id = (SELECT account_id FROM (
            SELECT account_id, paid_from, paid_to FROM paid_subscriber WHERE msisdn = $1
            UNION ALL SELECT account_id, paid_from, paid_to FROM sub_card
            WHERE msisdn = $1 AND (started_at IS NOT NULL OR paid_to IS NULL)
        ) had ORDER BY paid_to DESC NULLS FIRST, paid_from DESC LIMIT 1)
    """,
    ByReservation: "a.id = (SELECT account_id FROM reservation WHERE id = $1)",
}
# Locked in the order of ids, so that two batches wait for each other and never both ways. The
# account of a sub-card is found by its main line.
_TAKE_PAYING = f"""
SELECT {ACCOUNT} {FROM_ACCOUNT}
WHERE p.subscriber_id = ANY(string_to_array($1, ',')::uuid[] || ARRAY(
    SELECT m.subscriber_id FROM sub_card c JOIN paid_subscriber m USING (account_id)
    WHERE c.subscriber_id = ANY(string_to_array($1, ',')::uuid[])))
ORDER BY a.id, p.subscriber_id FOR UPDATE
"""  # noqa: S608
_ADD_ACCOUNT = """
INSERT INTO account (id, customer_id, offering, state, balance, carry, version, payment_type,
    credit_limit)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING
"""
_ADD_PAID = """
INSERT INTO paid_subscriber (subscriber_id, account_id, msisdn, paid_from)
SELECT $1, $2, $3, $4 WHERE NOT EXISTS (SELECT FROM sub_card WHERE subscriber_id = $1)
ON CONFLICT (subscriber_id) DO NOTHING
"""
_KEEP = """
WITH told AS (
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::int[], $6::bigint[],
        $7::timestamptz[], $8::timestamptz[], $9::uuid[], $10::text[], $11::timestamptz[],
        $12::smallint[], $13::bigint[], $14::timestamptz[], $15::smallint[], $16::date[],
        $17::bigint[])
    AS t(id, customer_id, state, balance, carry, version, kept_from, kept_to, subscriber_id,
        msisdn, paid_to, level, level_version, level_since, reminders, reminded_on,
        subscriber_version)
), kept AS (
    UPDATE account a SET customer_id = t.customer_id, state = t.state, balance = t.balance,
        carry = t.carry, version = t.version, kept_from = t.kept_from, kept_to = t.kept_to
    FROM told t WHERE a.id = t.id
)
UPDATE paid_subscriber p SET msisdn = t.msisdn, paid_to = t.paid_to, level = t.level,
    level_version = t.level_version, level_since = t.level_since, reminders = t.reminders,
    reminded_on = t.reminded_on, subscriber_version = t.subscriber_version
FROM told t WHERE p.subscriber_id = t.subscriber_id
    -- A use changes what is left and hardly ever anything here.
    AND (p.msisdn, p.paid_to, p.level, p.level_version, p.level_since, p.reminders,
            p.reminded_on, p.subscriber_version)
        IS DISTINCT FROM (t.msisdn, t.paid_to, t.level, t.level_version, t.level_since,
            t.reminders, t.reminded_on, t.subscriber_version)
"""
# Apart from the rest: a use hardly ever changes it.
_KEEP_CREDIT = """
UPDATE account a SET credit_limit = t.credit_limit, limit_afterwards = t.limit_afterwards,
    limit_until = t.limit_until, high_use_in = t.high_use_in,
    high_use_settled = t.high_use_settled
FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::date[], $6::boolean[])
    AS t(id, credit_limit, limit_afterwards, limit_until, high_use_in, high_use_settled)
WHERE a.id = t.id
"""
# So is this: with it goes what a month is charged by.
_KEEP_MONTHS = """
UPDATE account a SET charged_month = t.charged_month, kept_from = t.kept_from,
    kept_to = t.kept_to, kept_term = t.kept_term, kept_lifted = t.kept_lifted
FROM unnest($1::uuid[], $2::date[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[],
        $6::timestamptz[])
    AS t(id, charged_month, kept_from, kept_to, kept_term, kept_lifted)
WHERE a.id = t.id
"""
# Three texts, where each value of an array would be asked what it is.
_DEDUCT = """
UPDATE account a SET balance = a.balance - t.minor, carry = t.carry, version = a.version + 1
FROM unnest(string_to_array($1, ',')::uuid[], string_to_array($2, ',')::bigint[],
    string_to_array($3, ',')::int[]) AS t(id, minor, carry)
WHERE a.id = t.id
"""


class AccountTable:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database, *, with_payable: WithPayable) -> None:
        self._database = database
        self._with_payable = with_payable
        self.customers = CustomerTable(database)
        self.cards = CardTable(database)

    async def add(self, account: Account) -> bool:
        """Return False where an account of this id or for this subscriber is there already."""
        async with self._database.transaction() as connection:
            added = await connection.exec_driver_sql(
                _ADD_ACCOUNT,
                (account.id, account.customer_id, account.offering, account.state.value,
                 account.balance.minor, account.carry, account.version,
                 account.payment_type.value, account.credit.limit.minor),
            )  # fmt: skip
            if not added.rowcount:
                return False
            paid = (account.subscriber_id, account.id, account.msisdn, account.paid_from)
            return bool((await connection.exec_driver_sql(_ADD_PAID, paid)).rowcount)

    async def get_for_update(self, payee: Payee) -> Account | None:
        """Lock the account and what it pays for until the transaction ends."""
        async with self._database.transaction() as connection:
            return await self._found(connection, payee, lock="FOR UPDATE")

    async def get_paying_for_update(self, subscribers: Collection[str]) -> Mapping[str, Account]:
        """Lock the accounts that pay for these subscribers, in the order of their ids."""
        asked = frozenset(subscribers)
        # One text, where each value of an array would be asked what it is.
        known = ",".join(one for one in subscribers if looks_like_id(one))
        async with self._database.transaction() as connection:
            rows = (await connection.exec_driver_sql(_TAKE_PAYING, (known,))).all()
            accounts = await self.complete(connection, rows)
        found = {account.subscriber_id: account for account in accounts}
        with_cards = [account for account in accounts if account.cards]
        if with_cards:
            # Asked for by a card, the main line was not asked for.
            found |= {who: one for one in with_cards for who in subscribers_of(one)}
            found = {who: one for who, one in found.items() if who in asked}
        return found

    async def save(self, accounts: Sequence[Account]) -> None:
        """Write them as they are now, all in one statement."""
        if not accounts:
            return
        columns = tuple(map(list, zip(*map(_values, accounts), strict=True)))
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_KEEP, columns)

    async def deduct(self, deductions: Sequence[Deduction]) -> None:
        """Change balance, carry and version of accounts that are taken, and nothing else."""
        if not deductions:
            return
        ids = ",".join([one.account_id for one in deductions])
        minors = ",".join([str(one.minor) for one in deductions])
        carries = ",".join([str(one.carry) for one in deductions])
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_DEDUCT, (ids, minors, carries))

    async def save_credit(self, accounts: Sequence[Account]) -> None:
        """Write their limits and what was noticed, all in one statement."""
        columns = tuple(map(list, zip(*map(_credit_values, accounts), strict=True)))
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_KEEP_CREDIT, columns)

    async def save_months(self, accounts: Sequence[Account]) -> None:
        """Write what their months go by, all in one statement."""
        columns = tuple(map(list, zip(*map(_month_values, accounts), strict=True)))
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_KEEP_MONTHS, columns)

    async def get(self, payee: Payee) -> Account | None:
        async with self._database.reading() as connection:
            return await self._found(connection, payee)

    async def complete(self, connection: Connection, rows: Sequence[Row]) -> Sequence[Account]:
        """Return the accounts of these rows with all that is theirs."""
        accounts = [account_of(row) for row in rows]
        accounts = list(await with_books(connection, accounts, rows))
        accounts = list(await self._with_payable(connection, accounts))
        return await with_cards(connection, accounts, rows)

    async def _found(
        self, connection: Connection, payee: Payee, *, lock: str = ""
    ) -> Account | None:
        """Return the account, locked if so asked."""
        key = value_of(payee)
        if not isinstance(payee, ByNumber) and not looks_like_id(key):
            return None
        # Only names from our own table above are put together here.
        query = f"SELECT {ACCOUNT} {FROM_ACCOUNT} WHERE {_OF[type(payee)]} {lock}"
        rows = (await connection.exec_driver_sql(query, (key,))).all()
        return next(iter(await self.complete(connection, rows)), None)


def value_of(payee: Payee) -> str:
    """Return the id or number by which it is looked for."""
    match payee:
        case ByAccount(account_id):
            return account_id
        case BySubscriber(subscriber_id):
            return subscriber_id
        case ByNumber(msisdn):
            return msisdn
        case ByReservation(reservation_id):
            return reservation_id


def _values(account: Account) -> tuple[object, ...]:
    standing, kept = account.standing, account.kept
    return (
        account.id,
        account.customer_id,
        account.state.value,
        account.balance.minor,
        account.carry,
        account.version,
        kept.since if kept else None,
        kept.until if kept else None,
        account.subscriber_id,
        account.msisdn,
        account.paid_to,
        standing.level.value,
        standing.version,
        standing.since,
        standing.reminders,
        standing.reminded_on,
        account.subscriber_version,
    )


def _month_values(account: Account) -> tuple[object, ...]:
    kept = account.kept
    return (
        account.id,
        account.charged_month,
        kept.since if kept else None,
        kept.until if kept else None,
        kept.term if kept else None,
        kept.lifted if kept else None,
    )


def _credit_values(account: Account) -> tuple[object, ...]:
    credit = account.credit
    return (
        account.id,
        credit.limit.minor,
        credit.afterwards.minor if credit.afterwards is not None else None,
        credit.until,
        credit.high_use_in,
        credit.high_use_settled,
    )
