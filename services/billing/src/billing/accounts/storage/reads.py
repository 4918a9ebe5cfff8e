"""Questions about accounts, answered without a transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    FromClause,
    Select,
    Text,
    and_,
    any_,
    bindparam,
    case,
    false,
    func,
    or_,
    select,
    true,
    union_all,
)

from billing.accounts.domain.account import Account, AccountState, wanted_for
from billing.accounts.domain.level import Level
from billing.accounts.ports import MOST_COUNTED, LeftWith, Payee, Slice, Wanted, WhichAccounts
from billing.accounts.storage.accounts import AccountTable
from billing.accounts.storage.cards import with_cards
from billing.accounts.storage.former import FormerTable
from billing.accounts.storage.plans import with_plans
from billing.accounts.storage.rows import ACCOUNTS, PAYING, account_of, accounts_with
from billing.accounts.tables import ACCOUNT, PAID_SUBSCRIBER, SUB_CARD
from billing.metadata import ID
from kernel.ids import looks_like_id
from runtime.database.connection import Row
from runtime.database.database import Database
from runtime.database.statements import Statement

_AFTER = bindparam("after", type_=ID)
_STATES = bindparam("states", type_=ARRAY(Text))
_LEFT_WITH = bindparam("left_with", type_=Text)
_NEWEST_PAID = (
    select(PAID_SUBSCRIBER)
    .where(PAID_SUBSCRIBER.c.account_id == ACCOUNT.c.id)
    .order_by(PAID_SUBSCRIBER.c.paid_to.desc().nulls_first(), PAID_SUBSCRIBER.c.paid_from.desc())
    .limit(1)
    .lateral("p")
)
_BY_SUBSCRIBER = (
    ACCOUNTS.where(or_(_AFTER.is_(None), PAID_SUBSCRIBER.c.subscriber_id > _AFTER))
    .order_by(PAID_SUBSCRIBER.c.subscriber_id)
    .limit(bindparam("limit"))
)
_LEVEL = (PAID_SUBSCRIBER.c.level, PAID_SUBSCRIBER.c.level_version, PAID_SUBSCRIBER.c.level_since)
_IS_OPEN = ACCOUNT.c.state == AccountState.OPEN.value


def _levels(
    subscriber_id: Column[str], paying: FromClause, *, are_cards: ColumnElement[bool]
) -> Select[tuple[object, ...]]:
    return (
        select(subscriber_id, *_LEVEL, are_cards.label("is_card"))
        .select_from(paying)
        .where(or_(_AFTER.is_(None), subscriber_id > _AFTER), _IS_OPEN)
        .order_by(subscriber_id)
        .limit(bindparam("limit"))
    )


# Of sub-cards in service what is wanted of their main lines. Each side is read in the order of
# its key, so no page reads all of them.
_OF_LINES = _levels(PAID_SUBSCRIBER.c.subscriber_id, PAYING, are_cards=false())
_OF_CARDS = _levels(
    SUB_CARD.c.subscriber_id,
    PAYING.join(SUB_CARD, SUB_CARD.c.account_id == ACCOUNT.c.id),
    are_cards=true(),
).where(SUB_CARD.c.started_at.is_not(None), SUB_CARD.c.paid_to.is_(None))
_EVERY_LEVEL = union_all(_OF_LINES, _OF_CARDS).subquery("wanted")
_LEVELS = select(_EVERY_LEVEL).order_by(_EVERY_LEVEL.c.subscriber_id).limit(bindparam("limit"))


@dataclass(frozen=True, slots=True)
class Listing:
    """How accounts are listed, which takes to know whom something is owed back."""

    counted: Statement
    page: Statement

    @classmethod
    def of(cls, owed_back: Select[tuple[str]]) -> Self:
        """Return the statements; `owed_back`: the accounts to which something is payable back."""
        of_state = or_(func.cardinality(_STATES) == 0, ACCOUNT.c.state == any_(_STATES))
        money = or_(ACCOUNT.c.balance > 0, ACCOUNT.c.id.in_(owed_back))
        is_debt = _LEFT_WITH.is_not_distinct_from(LeftWith.DEBT.value)
        with_it = case((is_debt, ACCOUNT.c.balance < 0), else_=money)
        has_left = ACCOUNT.c.state.in_((AccountState.CLOSING.value, AccountState.CLOSED.value))
        ids = (
            select(ACCOUNT.c.id)
            .where(or_(_AFTER.is_(None), ACCOUNT.c.id > _AFTER), of_state)
            .where(or_(_LEFT_WITH.is_(None), and_(has_left, with_it)))
        )
        page = ids.order_by(ACCOUNT.c.id).offset(bindparam("offset")).limit(bindparam("limit"))
        # Their ids first, from the index alone: what is passed over is not looked at.
        shown = func.array(page.correlate(None).scalar_subquery(), type_=ARRAY(ID))
        return cls(
            select(func.count()).select_from(ids.limit(MOST_COUNTED + 1).subquery("counted")),
            accounts_with(_NEWEST_PAID)
            .select_from(ACCOUNT.join(_NEWEST_PAID, true()))
            .where(ACCOUNT.c.id == any_(shown))
            .order_by(ACCOUNT.c.id),
        )


class AccountReadTables:
    """Reads of one or two statements each."""

    def __init__(self, database: Database, accounts: AccountTable, *, listing: Listing) -> None:
        self._database = database
        self._listing = listing
        self._accounts = accounts
        self._former = FormerTable(database, accounts)

    async def get(self, payee: Payee) -> Account | None:
        return await self._accounts.get(payee)

    async def get_former(self, subscriber_id: str) -> Sequence[Account]:
        return await self._former.get(subscriber_id)

    async def wanted_levels(self, *, after: str, limit: int) -> Sequence[Wanted]:
        start = after if looks_like_id(after) else None
        async with self._database.reading() as connection:
            rows = (await connection.execute(_LEVELS, after=start, limit=limit)).all()
        return [_wanted(row) for row in rows]

    async def page(self, which: WhichAccounts, *, part: Slice) -> tuple[Sequence[Account], int]:
        asked = {
            "after": which.after or None,
            "states": list(which.states),
            "left_with": which.left_with.value if which.left_with else None,
        }
        async with self._database.reading() as connection:
            total = (await connection.execute(self._listing.counted, **asked)).scalar_one()
            rows = (
                await connection.execute(
                    self._listing.page, offset=part.offset, limit=part.limit, **asked
                )
            ).all()
            return await self._accounts.complete(connection, rows), int(total)

    async def by_subscriber(self, *, after: str, limit: int) -> Sequence[Account]:
        """Return accounts with their sub-cards, without their books."""
        start = after if looks_like_id(after) else None
        async with self._database.reading() as connection:
            rows = (await connection.execute(_BY_SUBSCRIBER, after=start, limit=limit)).all()
            accounts = await with_cards(connection, [account_of(row) for row in rows], rows)
            return await with_plans(connection, accounts, rows)


def _wanted(row: Row) -> Wanted:
    level = Level(row.level)
    return Wanted(
        subscriber_id=str(row.subscriber_id),
        level=level,
        version=row.level_version,
        reason=wanted_for(level, since=row.level_since),
        is_sub_card=row.is_card,
    )
