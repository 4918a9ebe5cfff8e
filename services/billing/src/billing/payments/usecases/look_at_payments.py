"""Look at payments: the customer sees those into their accounts, others' they may not."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from billing.accounts.domain.account import Account
from billing.accounts.ports import AccountReads, ByAccount, Slice
from billing.accounts.usecases.find_account import check_staff, find_account, not_there
from billing.payments.domain.payment import Payment
from billing.payments.domain.top_up import TopUpState
from billing.payments.ports.payments import ListedPayment, PaymentHistory
from kernel.caller import Caller


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks, and where that is found."""

    caller: Caller
    accounts: AccountReads
    history: PaymentHistory


@dataclass(frozen=True, slots=True)
class WhichPayments:
    """Into which accounts, none: into all; `status` None: whatever became of them."""

    account_ids: Collection[str] = ()
    status: TopUpState | None = None


async def find_payment(payment_id: str, *, looking: Looking) -> tuple[Payment, Account]:
    """Return a payment and its account; raises `PAYMENT_UNKNOWN`, `NOT_YOURS`."""
    payment = await looking.history.payment(payment_id)
    if payment is None:
        raise not_there("PAYMENT_UNKNOWN", "There is no such payment.", caller=looking.caller)
    payee = ByAccount(payment.account_id)
    return payment, await find_account(payee, accounts=looking.accounts, caller=looking.caller)


async def list_payments(
    which: WhichPayments, *, part: Slice, looking: Looking
) -> tuple[Sequence[ListedPayment], int]:
    """Return payments into these accounts and what was asked for, newest first.

    Raises as `find_account` does.
    """
    for account_id in which.account_ids:
        await find_account(ByAccount(account_id), accounts=looking.accounts, caller=looking.caller)
    return await looking.history.payments(which.account_ids, part=part, status=which.status)


async def list_all_payments(
    which: WhichPayments, *, part: Slice, looking: Looking
) -> tuple[Sequence[ListedPayment], int]:
    """Return payments into whatever account and what was asked for, newest first.

    Raises `NOT_YOURS` for customers.
    """
    check_staff(looking.caller)
    return await looking.history.newest_payments(part=part, status=which.status)
