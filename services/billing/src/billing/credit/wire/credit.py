"""Credit of postpaid accounts, from and to its messages."""

from datetime import datetime

from billing.accounts.domain.account import MILLIFEN, Account
from billing.accounts.domain.proration import month_of
from billing.accounts.wire.values import day_of, id_of, moment_message, money_message, money_of
from billing.charging.domain.reservation import available
from billing.credit.usecases.set_credit_limit import ConfirmHighUse, SetCreditLimit
from boss.billing.v1 import commands_pb2, questions_pb2
from kernel.caller import Caller
from kernel.money import Rounding, divided, fen


def limit_of(
    request: commands_pb2.SetCreditLimitRequest, *, caller: Caller, reason: str
) -> SetCreditLimit:
    """Return what is to be the limit; raises `FIELD_NOT_VALID` with the field that is wrong."""
    return SetCreditLimit(
        request_id=request.request_id,
        account_id=id_of(request.account_id, field="account_id"),
        limit=money_of(request.limit, field="limit"),
        last_day=day_of(request.valid_until, field="valid_until"),
        caller=caller,
        reason=reason,
    )


def confirmation_of(
    request: commands_pb2.ConfirmHighUseRequest, *, caller: Caller, reason: str
) -> ConfirmHighUse:
    """Return whose use is confirmed; raises `FIELD_NOT_VALID`."""
    return ConfirmHighUse(id_of(request.account_id, field="account_id"), caller, reason)


def spending_message(account: Account, *, reserved: int, now: datetime) -> questions_pb2.Spending:
    """Return what may still be done with it; `reserved` in thousandths of a fen.

    Parts of a fen are rounded against them: what is shown as available is there.
    """
    used = reserved + account.carry - account.balance.minor * MILLIFEN
    exposure = _started_fen(max(0, used)) if account.is_postpaid else 0
    message = questions_pb2.Spending(
        kept_aside=money_message(fen(_started_fen(reserved))),
        exposure=money_message(fen(exposure)),
        available=money_message(fen(available(account, reserved=reserved) // MILLIFEN)),
        high_use=account.credit.stops_high_use_in(month_of(now)),
    )
    if account.credit.until is not None:
        message.limit_until.CopyFrom(moment_message(account.credit.until))
    return message


def _started_fen(millifen: int) -> int:
    return divided(millifen, MILLIFEN, rounding=Rounding.UP)
