"""Prepaid balances (TMF654 v4): buckets, what they hold together, and topping up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from boss.billing.v1.commands_pb2 import PostPaymentRequest
from boss.billing.v1.questions_pb2 import Account, GetPaymentRequest, Payment
from boss.values.v1.values_pb2 import Money
from gateway.clients.services import Services
from gateway.edge.amounts import QUANTITY, fen_of
from gateway.edge.amounts import shown as shown_amount
from gateway.edge.asking import Asking, chosen, listed
from gateway.edge.exact_json import ExactResponse
from gateway.edge.filters import filtered, refuse_other_filters
from gateway.edge.holdings import WHOSE, Holdings, owner_of, product_of
from gateway.edge.paying import channel_of, posted, shown_channel
from gateway.edge.payments import BASE as PAYMENTS
from gateway.edge.payments import payments_of
from gateway.edge.voucher_topup import redeemed
from gateway.edge.whose_balance import ways_said
from kernel.errors import Invalid
from kernel.money import CNY
from runtime.rpc.client import answered

BASE = "/tmf-api/prepayBalanceManagement/v4"
NOT_TAKEN = ("isAutoTopup", "recurringPeriod", "numberOfPeriods")


@dataclass(frozen=True, slots=True)
class PrepayBalances:
    """Speaks TMF654 about the money of accounts."""

    services: Services
    holdings: Holdings

    async def buckets(self, asking: Asking) -> Response:
        rows = [bucket(one) for one in await self.holdings.accounts(asking)]
        return filtered(rows, asking, known=WHOSE)

    async def read_bucket(self, asking: Asking) -> Response:
        shown = bucket(await self.holdings.account(asking))
        return ExactResponse(chosen(shown, fields=asking.asked("fields")))

    async def totals(self, asking: Asking) -> Response:
        rows = [accumulated(one) for one in await self.holdings.accounts(asking)]
        return filtered(rows, asking, known=WHOSE)

    async def read_total(self, asking: Asking) -> Response:
        shown = accumulated(await self.holdings.account(asking))
        return ExactResponse(chosen(shown, fields=asking.asked("fields")))

    async def top_up(self, asking: Asking) -> Response:
        """Pay for a number, or redeem a voucher for it; the same Idempotency-Key is paid once."""
        body = await asking.exact_body()
        _refuse_what_is_not_taken(body)
        if body.get("voucher"):
            payment = await redeemed(body, asking=asking, services=self.services)
        else:
            payment = await self._paid(body, asking)
        location = {"Location": f"{BASE}/topupBalance/{payment.id}"}
        return ExactResponse(topped_up(payment), 201, location)

    async def _paid(self, body: Mapping[str, Any], asking: Asking) -> Payment:
        request = PostPaymentRequest(
            request_id=asking.request_id,
            amount=Money(currency=CNY, minor=fen_of(body, "amount", form=QUANTITY)),
            payment_channel=channel_of(body, asking),
            **await self._payee(body, asking),
        )
        request.reference = request.request_id
        return await posted(request, asking=asking, services=self.services)

    async def _payee(self, body: Mapping[str, Any], asking: Asking) -> dict[str, Any]:
        """Return who is topped up; raises `FIELD_MISSING` where nobody is named."""
        said = ways_said(body)
        if len(said) == 1:
            return dict(said)
        # Who may not see the account cannot have it compared, and names it in one way.
        account = await self.holdings.named_alike(asking, sorted(said))
        return {"account_id": account.id}

    async def read_top_up(self, asking: Asking) -> Response:
        request = GetPaymentRequest(payment_id=asking.id_in_path)
        found = (await answered(self.services.ask_billing.GetPayment(request))).payment
        return ExactResponse(chosen(topped_up(found), fields=asking.asked("fields")))

    async def top_ups(self, asking: Asking) -> Response:
        """List payments as what they did to the balance, newest first."""
        refuse_other_filters(asking, known=WHOSE)
        payments, total = await payments_of(asking, self.holdings)
        rows = [topped_up(one) for one in payments]
        return listed(rows, total=total, fields=asking.asked("fields"))


def bucket(account: Account) -> dict[str, Any]:
    """Show the money of an account; below zero it is owed, or beyond the limit."""
    return {
        "id": account.id,
        "href": f"{BASE}/bucket/{account.id}",
        "@type": "Bucket",
        "name": "money",
        "description": "What may be spent on everything.",
        "usageType": "monetary",
        "isShared": False,
        "status": "active" if account.state == "open" else "suspended",
        "remainingValue": _remaining(account),
        "remainingValueName": "yuan",
        "reservedValue": _quantity(account.spending.kept_aside),
        **_credit(account),
        **_whose(account),
    }


def accumulated(account: Account) -> dict[str, Any]:
    """Show all an account has, over its buckets."""
    own = {
        "id": account.id,
        "href": f"{BASE}/bucket/{account.id}",
        "name": "money",
        "@referredType": "Bucket",
    }
    return {
        "id": account.id,
        "href": f"{BASE}/accumulatedBalance/{account.id}",
        "@type": "AccumulatedBalance",
        "name": "money",
        "description": "All that may be spent.",
        "totalBalance": _remaining(account),
        "bucket": [own],
        **_credit(account),
        **_whose(account),
    }


def topped_up(payment: Payment) -> dict[str, Any]:
    """Show a payment as a topup."""
    body: dict[str, Any] = {
        "id": payment.id,
        "href": f"{BASE}/topupBalance/{payment.id}",
        "@type": "TopupBalance",
        "status": "completed",
        "usageType": "monetary",
        "isAutoTopup": False,
        "amount": shown_amount(payment.amount.minor, form=QUANTITY),
        "channel": shown_channel(payment),
        "partyAccount": {"id": payment.account_id, "@referredType": "PartyAccount"},
        "bucket": {"id": payment.account_id, "href": f"{BASE}/bucket/{payment.account_id}"},
        "payment": {"id": payment.id, "href": f"{PAYMENTS}/payment/{payment.id}"},
    }
    if payment.HasField("at"):
        body["requestedDate"] = body["confirmationDate"] = payment.at.ToJsonString()
    return body


def _remaining(account: Account) -> dict[str, Any]:
    """Show the balance, and of who pays later what is left of her limit."""
    left = account.balance.minor + account.credit_limit.minor
    return shown_amount(left, form=QUANTITY)


def _credit(account: Account) -> dict[str, Any]:
    """Show how far below zero a postpaid account may go, and how far it does."""
    if account.payment_type != "postpaid":
        return {}
    exposure = _quantity(account.spending.exposure)
    return {"creditLimit": _quantity(account.credit_limit), "exposure": exposure}


def _quantity(money: Money) -> dict[str, Any]:
    return shown_amount(money.minor, form=QUANTITY)


def _whose(account: Account) -> dict[str, Any]:
    return {
        "product": [product_of(account)],
        "partyAccount": {
            "id": account.id,
            "status": account.state,
            "@referredType": "PartyAccount",
        },
        "relatedParty": owner_of(account),
    }


def _refuse_what_is_not_taken(body: Mapping[str, Any]) -> None:
    for name in NOT_TAKEN:
        if body.get(name):
            sentence = f"{name} is not taken here: money is topped up once and at once."
            raise Invalid("FIELD_NOT_VALID", sentence, field=name)
    if body.get("usageType", "monetary") != "monetary":
        sentence = "Money alone can be topped up: monetary."
        raise Invalid("FIELD_NOT_VALID", sentence, field="usageType")
