"""Top-ups as billing would tell of them."""

from typing import Any

from pretend_money import NOON, fen, stamp

from boss.billing.v1 import top_ups_pb2
from boss.billing.v1.top_ups_pb2_grpc import TopUpServiceServicer
from kernel.errors import NotFound

TOP_UP = "0193e000-0000-7000-8000-0000000000cc"
LINK = "https://pay.example/pay?topUp=1"


class PretendTopUps(TopUpServiceServicer):
    """Knows one top-up, once the notes hold it."""

    notes: Any

    async def AskTopUp(self, request: Any, context: Any) -> top_ups_pb2.AskTopUpResponse:  # noqa: N802
        self.notes.take(request)
        self.notes.top_up = asked(amount=request.amount, reference=request.reference)
        return top_ups_pb2.AskTopUpResponse(top_up=self.notes.top_up)

    async def GetTopUp(self, request: Any, context: Any) -> top_ups_pb2.GetTopUpResponse:  # noqa: N802
        self.notes.take(request)
        if self.notes.top_up is None or request.top_up_id != self.notes.top_up.id:
            raise NotFound("TOP_UP_UNKNOWN", "There is no such top-up.", field="top_up_id")
        return top_ups_pb2.GetTopUpResponse(top_up=self.notes.top_up)

    async def NotifyPayment(self, request: Any, context: Any) -> top_ups_pb2.NotifyPaymentResponse:  # noqa: N802
        self.notes.take(request)
        return top_ups_pb2.NotifyPaymentResponse(top_up_id=TOP_UP, status="done")


def asked(**changes: Any) -> top_ups_pb2.TopUp:
    said: dict[str, Any] = {
        "id": TOP_UP,
        "account_id": "account",
        "amount": fen(1050),
        "payment_channel": "app",
        "reference": "r-1",
        "status": "pending",
        "provider": "pay",
        "pay_link": LINK,
        "asked_at": stamp(NOON),
        "expires_at": stamp(NOON),
    }
    return top_ups_pb2.TopUp(**said | changes)
