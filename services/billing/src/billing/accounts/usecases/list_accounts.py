"""List accounts, for staff."""

from collections.abc import Sequence

from billing.accounts.domain.account import Account
from billing.accounts.ports import AccountReads, Slice, WhichAccounts
from billing.accounts.usecases.find_account import check_staff
from kernel.caller import Caller


async def list_accounts(
    which: WhichAccounts, *, part: Slice, accounts: AccountReads, caller: Caller
) -> tuple[Sequence[Account], int]:
    """Return accounts in the order of their ids; raises `NOT_YOURS` for customers."""
    check_staff(caller)
    return await accounts.page(which, part=part)
