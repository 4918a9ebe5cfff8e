"""Plain endpoints of the till, in fen: deposits, gifts, payments taken back, lost vouchers."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse, Response

from boss.billing.v1.commands_pb2 import (
    BlockVouchersRequest,
    GrantGiftRequest,
    ReturnDepositRequest,
    ReversePaymentRequest,
    TakeDepositRequest,
)
from boss.billing.v1.questions_pb2 import GetBalanceRequest, ListBooksRequest
from boss.billing.v1.vouchers_pb2 import ListWaitingBatchesRequest, ReleaseVouchersRequest
from boss.values.v1.values_pb2 import Money
from gateway.apis.till.mapping import shown_book
from gateway.clients.services import Services
from gateway.records.adjustments import waits
from gateway.records.balance_proof import after_deed, may_see_balance
from gateway.records.payments import REVERSED
from gateway.rest.request.amounts import plain_fen
from gateway.rest.request.api_request import ApiRequest, text, texts, whole_number
from kernel.money import CNY
from runtime.rpc.client import answered

MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Till:
    """Asks billing, which knows who may and keeps why in the audit."""

    services: Services

    async def books(self, request: ApiRequest) -> Response:
        """Show cash and the books beside it, in the order in which they pay."""
        await self._may_see(request)
        message = ListBooksRequest(account_id=request.id_in_path)
        reply = await answered(self.services.ask_billing.ListBooks(message))
        return JSONResponse(
            {"cash": reply.cash.minor, "books": [shown_book(one) for one in reply.books]}
        )

    async def _may_see(self, request: ApiRequest) -> None:
        if request.actor.staff:
            message = GetBalanceRequest(account_id=request.id_in_path)
            account = (await answered(self.services.ask_billing.GetBalance(message))).account
            await may_see_balance(request, [account], services=self.services)

    async def take_deposit(self, request: ApiRequest) -> Response:
        """Keep a deposit (押金) apart."""
        body = await request.body()
        message = TakeDepositRequest(
            request_id=request.request_id,
            account_id=request.id_in_path,
            amount=Money(currency=CNY, minor=plain_fen(body, "amount")),
            reason=text(body, "reason"),
        )
        taken = await answered(self.services.tell_billing.TakeDeposit(message))
        return JSONResponse(shown_book(taken.book), 201)

    async def return_deposit(self, request: ApiRequest) -> Response:
        """Give a deposit back, in cash; above a limit a second person approves."""
        body = await request.body()
        message = ReturnDepositRequest(
            request_id=request.request_id,
            account_id=request.id_in_path,
            book_id=request.path("book"),
            reason=text(body, "reason"),
        )
        returned = await answered(self.services.tell_billing.ReturnDeposit(message))
        if returned.HasField("adjustment"):
            return waits(returned.adjustment)
        return JSONResponse({"amount": returned.amount.minor}, 201)

    async def grant_gift(self, request: ApiRequest) -> Response:
        """Give money that is not paid out; above a limit a second person approves."""
        body = await request.body()
        message = GrantGiftRequest(
            request_id=request.request_id,
            account_id=request.id_in_path,
            kind=text(body, "kind"),
            amount=Money(currency=CNY, minor=plain_fen(body, "amount")),
            items=texts(body, "items"),
            months=_months(body),
            valid_until=text(body, "validUntil", needed="no"),
            reason=text(body, "reason"),
        )
        given = await answered(self.services.tell_billing.GrantGift(message))
        if given.HasField("adjustment"):
            return waits(given.adjustment)
        shown = {
            "books": [shown_book(one) for one in given.books],
            "account": after_deed(request, given.account),
        }
        return JSONResponse(shown, 201)

    async def reverse_payment(self, request: ApiRequest) -> Response:
        """Take back a payment made by mistake (冲正), named as its channel named it."""
        body = await request.body()
        message = ReversePaymentRequest(
            request_id=request.request_id,
            payment_channel=text(body, "channel"),
            reference=text(body, "reference"),
            partner=text(body, "partner", needed="no"),
            reason=text(body, "reason"),
        )
        done = await answered(self.services.tell_billing.ReversePayment(message))
        account = after_deed(request, done.account)
        shown = {"id": done.payment_id, "status": REVERSED, "account": account}
        return JSONResponse(shown, 201)

    async def block_vouchers(self, request: ApiRequest) -> Response:
        """Let lost or stolen voucher cards be redeemed no more."""
        body = await request.body()
        message = BlockVouchersRequest(
            request_id=request.request_id,
            serials=texts(body, "serials"),
            reason=text(body, "reason"),
        )
        done = await answered(self.services.tell_billing.BlockVouchers(message))
        return JSONResponse({"blocked": done.blocked}, 201)


@dataclass(frozen=True, slots=True)
class Batches:
    """Batches of voucher cards above what one person may load alone."""

    services: Services

    async def waiting(self, request: ApiRequest) -> Response:
        """List what waits for a second person, in fen."""
        asked = ListWaitingBatchesRequest()
        reply = await answered(self.services.till.vouchers.ListWaitingBatches(asked))
        rows = [
            {
                "batch": one.batch,
                "loadedBy": one.loaded_by,
                "vouchers": one.vouchers,
                "worth": one.worth.minor,
            }
            for one in reply.batches
        ]
        return JSONResponse(rows)

    async def release(self, request: ApiRequest) -> Response:
        """Let the cards of a batch be redeemed, by another person than who loaded them."""
        body = await request.body()
        message = ReleaseVouchersRequest(
            request_id=request.request_id, batch=text(body, "batch"), reason=text(body, "reason")
        )
        done = await answered(self.services.till.vouchers.ReleaseVouchers(message))
        return JSONResponse({"released": done.released, "worth": done.worth.minor}, 201)


def _months(body: dict[str, Any]) -> int:
    if body.get("months") is None:
        return 1
    return whole_number(body, "months", least=1, most=MOST_MONTHS)
