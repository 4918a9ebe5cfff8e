"""What pretend billing says of money that moves at somebody's word."""

from typing import Any

from pretend_money import NOON, account, fen, stamp

from boss.billing.v1 import commands_pb2 as commands
from boss.billing.v1 import questions_pb2 as billing

ADJUSTMENT = "0193e000-0000-7000-8000-0000000000ee"
BOOK = "0193e000-0000-7000-8000-0000000000b0"
ACCOUNT = "0193e000-0000-7000-8000-0000000000dd"


class PretendTill:
    """Books what it is told; has one adjustment or refund, which waits."""

    notes: Any

    async def RedeemVoucher(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.notes.take(request)
        return commands.RedeemVoucherResponse(
            payment_id="payment", amount=fen(5000), account=account()
        )

    async def AskAdjustment(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.notes.take(request)
        made = adjustment(amount=request.amount.minor, reason_code=request.reason_code)
        return commands.AskAdjustmentResponse(adjustment=made, account=account())

    async def ApproveAdjustment(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.notes.take(request)
        done = adjustment(state="booked", decided_by="a supervisor")
        return commands.ApproveAdjustmentResponse(adjustment=done, account=account())

    async def RejectAdjustment(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.notes.take(request)
        done = adjustment(state="rejected", decided_by="a supervisor")
        return commands.RejectAdjustmentResponse(adjustment=done)

    async def PayOutRefund(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.notes.take(request)
        amount = -request.amount.minor if request.HasField("amount") else -700
        made = adjustment(amount=amount, reason_code="refund", state="booked")
        return commands.PayOutRefundResponse(adjustment=made)

    async def ListAdjustments(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.notes.take(request)
        is_refund = request.kind == "refund"
        one = adjustment(amount=-700, reason_code="refund") if is_refund else adjustment()
        if request.adjustment_id not in {"", ADJUSTMENT}:
            return billing.ListAdjustmentsResponse()
        return billing.ListAdjustmentsResponse(adjustments=[one], total=self.notes.counted or 3)

    async def ListBooks(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.notes.take(request)
        return billing.ListBooksResponse(cash=fen(-120), books=[*self.notes.books, book("deposit")])

    async def TakeDeposit(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.notes.take(request)
        return commands.TakeDepositResponse(book=book("deposit"))

    async def ReturnDeposit(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.notes.take(request)
        if self.notes.waits:
            return commands.ReturnDepositResponse(amount=fen(0), adjustment=self.notes.waits)
        return commands.ReturnDepositResponse(amount=fen(5000))

    async def GrantGift(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.notes.take(request)
        if self.notes.waits:
            return commands.GrantGiftResponse(account=account(), adjustment=self.notes.waits)
        return commands.GrantGiftResponse(books=[book(request.kind)], account=account())

    async def ReversePayment(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.notes.take(request)
        return commands.ReversePaymentResponse(payment_id="payment", account=account())

    async def SetCreditLimit(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.notes.take(request)
        return commands.SetCreditLimitResponse(account=account(), adjustment=self.notes.waits)

    async def ConfirmHighUse(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.notes.take(request)
        return commands.ConfirmHighUseResponse(account=account())

    async def BlockVouchers(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.notes.take(request)
        return commands.BlockVouchersResponse(blocked=len(request.serials))


def adjustment(**changes: Any) -> billing.Adjustment:
    amount = changes.pop("amount", 20_000)
    made = billing.Adjustment(
        **{
            "id": ADJUSTMENT,
            "account_id": ACCOUNT,
            "amount": fen(amount),
            "reason_code": "billing_error",
            "reason": "a call was counted twice",
            "state": "waiting",
            "asked_by": "a clerk",
            "asked_at": stamp(NOON),
            **changes,
        }
    )
    if made.decided_by:
        made.decided_at.CopyFrom(stamp(NOON))
    return made


def book(kind: str) -> billing.BalanceBook:
    return billing.BalanceBook(
        id=BOOK,
        kind=kind,
        items=["usage"],
        amount=fen(5000),
        left=fen(4900),
        valid_from=stamp(NOON),
        valid_to=stamp(NOON),
    )
