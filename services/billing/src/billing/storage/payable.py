"""What is payable back of accounts whose subscribers have left; of others it is never asked for."""

from collections.abc import Sequence
from dataclasses import replace

from billing.domain.account import Account, PayableBack
from kernel.money import fen
from runtime.connection import Connection

# Of a statement of its own: read beside the lock it would be as it was before waiting for that.
# Deposits leave their books at an end, or come back to them, and are returned otherwise.
_PAYABLE = """
SELECT p.account_id, coalesce(sum(p.amount) FILTER (WHERE p.book = 'refund_payable'), 0)::bigint
        AS whole,
    coalesce(-sum(p.amount) FILTER (
        WHERE p.book = 'deposit' AND e.why IN ('refund', 'reversal')), 0)::bigint AS deposits
FROM posting p JOIN ledger_entry e ON e.id = p.entry_id
WHERE p.account_id = ANY($1::uuid[]) AND p.book IN ('refund_payable', 'deposit')
GROUP BY p.account_id
"""


async def with_payable(connection: Connection, accounts: Sequence[Account]) -> Sequence[Account]:
    """Return these accounts; a second look only where somebody has left."""
    left = [one.id for one in accounts if one.has_left]
    if not left:
        return accounts
    rows = (await connection.exec_driver_sql(_PAYABLE, (left,))).all()
    back = {str(row.account_id): PayableBack(fen(row.whole), fen(row.deposits)) for row in rows}
    return [replace(one, payable_back=back.get(one.id, one.payable_back)) for one in accounts]
