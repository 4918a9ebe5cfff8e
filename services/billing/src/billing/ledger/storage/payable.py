"""What is payable back of accounts whose subscribers have left; of others it is never asked for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from billing.accounts.domain.account import Account
from billing.accounts.domain.leaving import has_left
from billing.accounts.domain.ledger_account import LedgerAccount, Posting
from billing.accounts.domain.payable import NOTHING_BACK, PayableBack
from kernel.money import fen
from runtime.database.connection import Connection

# By a statement of its own: read beside the lock it would be as it was before waiting for that.
_PARTS = """
SELECT account_id, of_book, sum(amount)::bigint AS amount FROM posting
WHERE account_id = ANY($1::uuid[]) AND book = 'refund_payable'
GROUP BY account_id, of_book HAVING sum(amount) <> 0 ORDER BY account_id, of_book NULLS FIRST
"""


async def with_payable(connection: Connection, accounts: Sequence[Account]) -> Sequence[Account]:
    """Return these accounts; a second look only where somebody has left."""
    left = [one.id for one in accounts if has_left(one)]
    if not left:
        return accounts
    parts: dict[str, list[Posting]] = defaultdict(list)
    for row in (await connection.exec_driver_sql(_PARTS, (left,))).all():
        of_book = str(row.of_book) if row.of_book else None
        parts[str(row.account_id)].append(Posting(LedgerAccount.REFUND, fen(row.amount), of_book))
    back = {account_id: PayableBack(tuple(own)) for account_id, own in parts.items()}
    return [replace(one, payable_back=back.get(one.id, NOTHING_BACK)) for one in accounts]
