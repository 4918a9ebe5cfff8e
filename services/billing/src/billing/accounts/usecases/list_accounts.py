"""List accounts, for staff."""

from collections.abc import Sequence

from billing.accounts.domain.account import Account
from billing.accounts.ports import AccountReads, Slice, WhichAccounts
from billing.accounts.usecases.find_account import Asker, check_staff


async def list_accounts(
    which: WhichAccounts, *, part: Slice, accounts: AccountReads, asker: Asker
) -> tuple[Sequence[Account], int]:
    """Return accounts in the order of their ids; raises `NOT_YOURS` for customers."""
    check_staff(asker)
    return await accounts.page(which, part=part)
