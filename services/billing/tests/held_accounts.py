"""What a transaction remembers of an account is what stands in its row: looked at in every test."""

from collections.abc import Awaitable, Callable
from contextvars import ContextVar

import pytest

from billing.accounts.domain.account import Account
from billing.accounts.ports import Payee
from billing.accounts.storage.accounts import AccountTable
from billing.accounts.storage.held import HeldAccounts

_READS_THE_ROW = ContextVar("reads the row", default=False)


def see_that_held_accounts_are_true(patch: pytest.MonkeyPatch) -> list[str]:
    """Compare each with its row wherever it is not read; answers which were."""
    compared: list[str] = []
    remembered: Callable[[HeldAccounts, str], Account | None] = HeldAccounts.get
    locked: Callable[[AccountTable, Payee], Awaitable[Account | None]] = AccountTable.get_for_update

    async def get_for_update(self: AccountTable, payee: Payee) -> Account | None:
        answered = await locked(self, payee)
        if not self._database.in_transaction():
            return answered  # the lock is gone
        token = _READS_THE_ROW.set(True)
        try:
            in_row = await locked(self, payee)
        finally:
            _READS_THE_ROW.reset(token)
        assert answered == in_row
        return answered

    def get(self: HeldAccounts, account_id: str) -> Account | None:
        if _READS_THE_ROW.get():
            return None
        account = remembered(self, account_id)
        if account is not None:
            compared.append(account_id)
        return account

    patch.setattr(AccountTable, "get_for_update", get_for_update)
    patch.setattr(HeldAccounts, "get", get)
    return compared
