"""What is payable back of accounts whose subscribers have left; of others it is never asked for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import ARRAY, BigInteger, any_, bindparam, cast, func, select

from billing.accounts.domain.account import Account
from billing.accounts.domain.leaving import has_left
from billing.accounts.domain.ledger_account import LedgerAccount, Posting
from billing.accounts.domain.payable import NOTHING_BACK, PayableBack
from billing.ledger.tables import IS_OF_REFUND, POSTING
from billing.metadata import ID
from kernel.money import fen
from runtime.database.connection import Connection

# By a statement of its own: read beside the lock it would be as it was before waiting for that.
_PARTS = (
    select(
        POSTING.c.account_id,
        POSTING.c.of_book,
        cast(func.sum(POSTING.c.amount), BigInteger).label("amount"),
    )
    .where(POSTING.c.account_id == any_(cast(bindparam("account_ids"), ARRAY(ID))), IS_OF_REFUND)
    .group_by(POSTING.c.account_id, POSTING.c.of_book)
    .having(func.sum(POSTING.c.amount) != 0)
    .order_by(POSTING.c.account_id, POSTING.c.of_book.nulls_first())
)
OWED_BACK = (
    select(POSTING.c.account_id)
    .where(IS_OF_REFUND)
    .group_by(POSTING.c.account_id)
    .having(func.sum(POSTING.c.amount) > 0)
)
"""The accounts to which something is payable back."""


async def with_payable(connection: Connection, accounts: Sequence[Account]) -> Sequence[Account]:
    """Return these accounts; a second look only where somebody has left."""
    left = [one.id for one in accounts if has_left(one)]
    if not left:
        return accounts
    parts: dict[str, list[Posting]] = defaultdict(list)
    for row in (await connection.execute(_PARTS, account_ids=left)).all():
        of_book = str(row.of_book) if row.of_book else None
        parts[str(row.account_id)].append(Posting(LedgerAccount.REFUND, fen(row.amount), of_book))
    back = {account_id: PayableBack(tuple(own)) for account_id, own in parts.items()}
    return [replace(one, payable_back=back.get(one.id, NOTHING_BACK)) for one in accounts]
