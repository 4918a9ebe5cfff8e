"""Answer what somebody asks about an account: hers she may see, others' she may not."""

from collections.abc import Sequence
from dataclasses import dataclass

from billing.accounts.domain.account import Account
from billing.accounts.ports import Payee, PostedLine, Reads
from billing.accounts.usecases.take_account import unknown
from billing.ledger.domain.adjustment import Adjustment
from billing.payments.ports.histories import Slice
from billing.payments.ports.till import WhichAdjustments
from kernel.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks; `customer_id` is set where a customer asks for herself."""

    customer_id: str | None


async def find_account(payee: Payee, *, reads: Reads, asker: Asker) -> Account:
    """Return the account; raises `ACCOUNT_UNKNOWN`, `NOT_YOURS`."""
    account = await reads.find(payee)
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


async def list_postings(
    payee: Payee, *, reads: Reads, asker: Asker, part: Slice
) -> tuple[Sequence[PostedLine], int]:
    """Return postings, newest first, and how many there are; raises as `find_account` does."""
    account = await find_account(payee, reads=reads, asker=asker)
    return await reads.postings(account.id, limit=part.limit, offset=part.offset)


async def list_adjustments(
    which: WhichAdjustments, *, reads: Reads, asker: Asker
) -> tuple[Sequence[Adjustment], int]:
    """Return them, newest first, and how many there are; raises `NOT_YOURS` for customers."""
    if asker.customer_id is not None:
        raise NotAllowed("NOT_YOURS", "This is not yours.")
    return await reads.adjustments(which)
