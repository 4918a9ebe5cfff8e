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
from boss.billing.v1.questions_pb2 import ListBooksRequest
from boss.billing.v1.vouchers_pb2 import ListWaitingBatchesRequest, ReleaseVouchersRequest
from boss.values.v1.values_pb2 import Money
from gateway.apis.till.mapping import shown_book
from gateway.clients.services import Services
from gateway.records.adjustments import waits
from gateway.records.payments import REVERSED
from gateway.records.shown import shown_account
from gateway.rest.request.amounts import plain_fen
from gateway.rest.request.asking import Asking, text, texts, whole_number
from kernel.money import CNY
from runtime.rpc.client import answered

MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Till:
    """Asks billing, which knows who may and keeps why in the audit."""

    services: Services

    async def books(self, asking: Asking) -> Response:
        """Show cash and the books beside it, in the order in which they pay."""
        request = ListBooksRequest(account_id=asking.id_in_path)
        found = await answered(self.services.ask_billing.ListBooks(request))
        return JSONResponse(
            {"cash": found.cash.minor, "books": [shown_book(one) for one in found.books]}
        )

    async def take_deposit(self, asking: Asking) -> Response:
        """Keep a deposit (押金) apart."""
        body = await asking.body()
        request = TakeDepositRequest(
            request_id=asking.request_id,
            account_id=asking.id_in_path,
            amount=Money(currency=CNY, minor=plain_fen(body, "amount")),
            reason=text(body, "reason"),
        )
        taken = await answered(self.services.tell_billing.TakeDeposit(request))
        return JSONResponse(shown_book(taken.book), 201)

    async def return_deposit(self, asking: Asking) -> Response:
        """Give a deposit back, in cash; above a limit a second person approves."""
        body = await asking.body()
        request = ReturnDepositRequest(
            request_id=asking.request_id,
            account_id=asking.id_in_path,
            book_id=asking.path("book"),
            reason=text(body, "reason"),
        )
        returned = await answered(self.services.tell_billing.ReturnDeposit(request))
        if returned.HasField("adjustment"):
            return waits(returned.adjustment)
        return JSONResponse({"amount": returned.amount.minor}, 201)

    async def grant_gift(self, asking: Asking) -> Response:
        """Give money that is not paid out; above a limit a second person approves."""
        body = await asking.body()
        request = GrantGiftRequest(
            request_id=asking.request_id,
            account_id=asking.id_in_path,
            kind=text(body, "kind"),
            amount=Money(currency=CNY, minor=plain_fen(body, "amount")),
            items=texts(body, "items"),
            months=_months(body),
            valid_until=text(body, "validUntil", needed="no"),
            reason=text(body, "reason"),
        )
        given = await answered(self.services.tell_billing.GrantGift(request))
        if given.HasField("adjustment"):
            return waits(given.adjustment)
        shown = {
            "books": [shown_book(one) for one in given.books],
            "account": shown_account(given.account),
        }
        return JSONResponse(shown, 201)

    async def reverse_payment(self, asking: Asking) -> Response:
        """Take back a payment made by mistake (冲正), named as its channel named it."""
        body = await asking.body()
        request = ReversePaymentRequest(
            request_id=asking.request_id,
            payment_channel=text(body, "channel"),
            reference=text(body, "reference"),
            partner=text(body, "partner", needed="no"),
            reason=text(body, "reason"),
        )
        done = await answered(self.services.tell_billing.ReversePayment(request))
        shown = {"id": done.payment_id, "status": REVERSED, "account": shown_account(done.account)}
        return JSONResponse(shown, 201)

    async def block_vouchers(self, asking: Asking) -> Response:
        """Let lost or stolen voucher cards be redeemed no more."""
        body = await asking.body()
        request = BlockVouchersRequest(
            request_id=asking.request_id,
            serials=texts(body, "serials"),
            reason=text(body, "reason"),
        )
        done = await answered(self.services.tell_billing.BlockVouchers(request))
        return JSONResponse({"blocked": done.blocked}, 201)


@dataclass(frozen=True, slots=True)
class Batches:
    """Batches of voucher cards above what one person may load alone."""

    services: Services

    async def waiting(self, asking: Asking) -> Response:
        """List what waits for a second person, in fen."""
        asked = ListWaitingBatchesRequest()
        found = await answered(self.services.vouchers.ListWaitingBatches(asked))
        rows = [
            {
                "batch": one.batch,
                "loadedBy": one.loaded_by,
                "vouchers": one.vouchers,
                "worth": one.worth.minor,
            }
            for one in found.batches
        ]
        return JSONResponse(rows)

    async def release(self, asking: Asking) -> Response:
        """Let the cards of a batch be redeemed, by another person than who loaded them."""
        body = await asking.body()
        request = ReleaseVouchersRequest(
            request_id=asking.request_id, batch=text(body, "batch"), reason=text(body, "reason")
        )
        done = await answered(self.services.vouchers.ReleaseVouchers(request))
        return JSONResponse({"released": done.released, "worth": done.worth.minor}, 201)


def _months(body: dict[str, Any]) -> int:
    if body.get("months") is None:
        return 1
    return whole_number(body, "months", least=1, most=MOST_MONTHS)
