"""List what moved an account's money."""

from collections.abc import Sequence
from dataclasses import dataclass

from billing.accounts.ports import AccountReads, Payee, Slice
from billing.accounts.usecases.find_account import find_account
from billing.ledger.ports.ledger import LedgerReads, PostedLine
from kernel.caller import Caller


@dataclass(frozen=True, slots=True)
class WhichPostings:
    """Of whose account, and which part of the list."""

    payee: Payee
    part: Slice


async def list_postings(
    which: WhichPostings, *, ledger: LedgerReads, accounts: AccountReads, caller: Caller
) -> tuple[Sequence[PostedLine], int]:
    """Return postings, newest first, and how many there are; raises as `find_account` does."""
    account = await find_account(which.payee, accounts=accounts, caller=caller)
    part = which.part
    lines = await ledger.newest(account.id, limit=part.limit, offset=part.offset)
    return lines, await ledger.count_of(account.id)
