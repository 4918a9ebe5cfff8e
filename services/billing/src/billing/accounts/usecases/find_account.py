"""Answer what somebody asks about an account: hers she may see, others' she may not."""

from billing.accounts.domain.account import Account
from billing.accounts.ports import AccountReads, Payee
from billing.accounts.usecases.take_account import unknown
from kernel.caller import SYSTEM, Caller
from kernel.errors import NotAllowed, NotFound


async def find_account(payee: Payee, *, accounts: AccountReads, caller: Caller) -> Account:
    """Return the account; raises `ACCOUNT_UNKNOWN`, `NOT_YOURS`."""
    account = await accounts.get(payee)
    if not may_see(account, caller=caller):
        # The same answer whether it exists: nobody learns which numbers are in service.
        raise NotAllowed("NOT_YOURS", "This is not yours.")
    if account is None:
        raise unknown()
    return account


def sees_all(caller: Caller) -> bool:
    """Tell whether somebody is nobody's customer: staff and the system see what there is.

    Somebody who is neither, such as a payer, is the customer of no account.
    """
    return caller.staff or caller == SYSTEM


def may_see(account: Account | None, *, caller: Caller) -> bool:
    """Tell whether this is an account of the caller, or the caller sees all."""
    if sees_all(caller):
        return True
    return account is not None and account.customer_id == (caller.customer_id or "")


def check_staff(caller: Caller) -> None:
    """Raise `NOT_YOURS` where a customer asks."""
    if not sees_all(caller):
        raise NotAllowed("NOT_YOURS", "This is not yours.")


def not_there(code: str, sentence: str, *, caller: Caller) -> NotAllowed | NotFound:
    """Return the answer a customer also gets for what is another's: nobody learns what there is."""
    if not sees_all(caller):
        return NotAllowed("NOT_YOURS", "This is not yours.")
    return NotFound(code, sentence)
