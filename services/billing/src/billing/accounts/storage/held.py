"""Accounts a transaction has locked, as it has written them: none is read twice under its lock."""

from billing.accounts.domain.account import Account
from billing.accounts.domain.leaving import has_left
from runtime.database.database import Database

_OF_ACCOUNTS, _WRITTEN_IN_PART = "accounts", "accounts written in part"


class HeldAccounts:
    """Of one transaction, until something of an account is written that is not all of it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, account_id: str) -> Account | None:
        """Return it as its row is; None where it has to be read."""
        memory = self._database.memory()
        account = None if _WRITTEN_IN_PART in memory else memory.get((_OF_ACCOUNTS, account_id))
        return account if isinstance(account, Account) else None

    def keep(self, account: Account) -> None:
        """Know a locked account as it has been read, or written whole."""
        memory = self._database.memory()
        # What is payable back of one that has left stands in the ledger, which goes on.
        if has_left(account):
            memory.pop((_OF_ACCOUNTS, account.id), None)
        else:
            memory[_OF_ACCOUNTS, account.id] = account


def written_in_part(database: Database) -> None:
    """Have accounts read anew from here to the end of the transaction."""
    database.memory()[_WRITTEN_IN_PART] = True
