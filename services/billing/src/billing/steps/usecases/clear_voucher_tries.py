"""Let who was shut out for wrong codes of vouchers try again (解锁, rules 2.15)."""

from datetime import datetime

from billing.accounts.domain.step_ref import StepRef
from billing.accounts.ports import ByAccount
from billing.accounts.usecases.take_account import take_account
from billing.lifecycle.domain.steps import ClearVoucherTries
from billing.payments.ports.unit_of_work import UnitOfWork
from kernel.errors import NotAllowed


async def clear_voucher_tries(
    step: ClearVoucherTries, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> None:
    """Forget the wrong tries at the account, and of its customer elsewhere; those of staff stay.

    Raises `ACCOUNT_UNKNOWN`, `NOT_LOCKED` where nobody has to wait.
    """
    account = await take_account(ByAccount(step.account_id), uow=uow)
    if not await uow.vouchers.forget_tries(account.id, customer_id=account.customer_id, now=now):
        raise NotAllowed("NOT_LOCKED", "Nobody has to wait before a voucher is tried.")


async def leave_cleared(
    step: ClearVoucherTries, *, uow: UnitOfWork, ref: StepRef, now: datetime
) -> None:
    """Taken back, nobody is shut out again: whoever asked was checked, whatever became of it."""
