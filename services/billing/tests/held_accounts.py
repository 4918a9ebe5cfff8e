"""What a transaction remembers of an account is what stands in its row: looked at in every test."""

from collections.abc import Awaitable, Callable

import pytest

from billing.accounts.domain.account import Account
from billing.accounts.ports import Payee
from billing.accounts.storage.accounts import AccountTable
from billing.accounts.storage.held import HeldAccounts


def see_that_held_accounts_are_true(patch: pytest.MonkeyPatch) -> list[str]:
    """Compare each with its row wherever it is not read; answers which were."""
    compared: list[str] = []
    remembered: Callable[[HeldAccounts, str], Account | None] = HeldAccounts.get
    locked: Callable[[AccountTable, Payee], Awaitable[Account | None]] = AccountTable.get_for_update

    async def get_for_update(self: AccountTable, payee: Payee) -> Account | None:
        answered = await locked(self, payee)
        with pytest.MonkeyPatch.context() as reading:
            reading.setattr(HeldAccounts, "get", lambda *_: None)
            reading.setattr(HeldAccounts, "keep", lambda *_: None)
            in_row = await locked(self, payee)
        assert answered == in_row
        return answered

    def get(self: HeldAccounts, account_id: str) -> Account | None:
        account = remembered(self, account_id)
        if account is not None:
            compared.append(account_id)
        return account

    patch.setattr(AccountTable, "get_for_update", get_for_update)
    patch.setattr(HeldAccounts, "get", get)
    return compared
