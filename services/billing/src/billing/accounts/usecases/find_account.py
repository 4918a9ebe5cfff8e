"""Answer what somebody asks about an account: hers she may see, others' she may not."""

from dataclasses import dataclass

from billing.accounts.domain.account import Account
from billing.accounts.ports import AccountReads, Payee
from billing.accounts.usecases.take_account import unknown
from kernel.caller import SYSTEM, Caller
from kernel.errors import NotAllowed, NotFound


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks; `customer_id` is set where a customer asks for herself."""

    customer_id: str | None


def asker_of(caller: Caller) -> Asker:
    """Return whose customer asks; staff and the system are nobody's, and see what there is.

    Somebody who is neither, such as a payer, is the customer of no account.
    """
    sees_all = caller.staff or caller == SYSTEM
    return Asker(None if sees_all else caller.customer_id or "")


async def find_account(payee: Payee, *, accounts: AccountReads, asker: Asker) -> Account:
    """Return the account; raises `ACCOUNT_UNKNOWN`, `NOT_YOURS`."""
    account = await accounts.find(payee)
    if asker.customer_id is not None and not is_hers(account, asker=asker):
        # The same answer whether it exists: nobody learns which numbers are in service.
        raise NotAllowed("NOT_YOURS", "This is not yours.")
    if account is None:
        raise unknown()
    return account


def is_hers(account: Account | None, *, asker: Asker) -> bool:
    """Tell whether the asker is the customer, or nobody's customer."""
    if asker.customer_id is None:
        return True
    return account is not None and account.customer_id == asker.customer_id


def check_staff(asker: Asker) -> None:
    """Raise `NOT_YOURS` where a customer asks."""
    if asker.customer_id is not None:
        raise NotAllowed("NOT_YOURS", "This is not yours.")


def not_there(code: str, sentence: str, *, asker: Asker) -> NotAllowed | NotFound:
    """Return the answer a customer also gets for what is another's: nobody learns what there is."""
    if asker.customer_id is not None:
        return NotAllowed("NOT_YOURS", "This is not yours.")
    return NotFound(code, sentence)
