"""Prepaid balances (TMF654 v4): buckets, what they hold together, and topping up."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from boss.billing.v1.commands_pb2 import PostPaymentRequest
from boss.billing.v1.questions_pb2 import (
    Account,
    ListAllowancesRequest,
    ListBooksRequest,
)
from boss.values.v1.values_pb2 import Money
from gateway.apis.tmf654_prepay_balance.handlers.every_bucket import money_of_all
from gateway.apis.tmf654_prepay_balance.handlers.vouchers import redeemed
from gateway.apis.tmf654_prepay_balance.mapping.buckets import (
    BASE,
    PART,
    Held,
    accumulated,
    buckets_of,
)
from gateway.apis.tmf654_prepay_balance.mapping.top_ups import STATUSES, TOPUPS, in_full
from gateway.clients.services import Services
from gateway.records.balance_proof import PROOF, may_see_balance
from gateway.records.holdings import WHOSE, Holdings, asks_for_all
from gateway.records.payment_lists import PaymentList
from gateway.records.top_ups import Paid, paid_in_path, paid_or_asked
from gateway.records.whose_balance import ways_said
from gateway.rest.grammar.exact_json import ExactResponse
from gateway.rest.lists.filters import filtered
from gateway.rest.lists.long_lists import ids_said, unless_hidden
from gateway.rest.request.amounts import QUANTITY, fen_of
from gateway.rest.request.api_request import ApiRequest, chosen
from kernel.errors import NotFound
from kernel.money import CNY
from runtime.rpc.client import answered


@dataclass(frozen=True, slots=True)
class PrepayBalances:
    """Speaks TMF654 about the money of accounts."""

    services: Services
    holdings: Holdings

    async def buckets(self, request: ApiRequest) -> Response:
        """List the money of an account, its books beside it, and its allowances."""
        ids = ids_said(request, resource=f"{BASE}/bucket")
        if ids and not any(request.asked(name) for name in WHOSE):
            accounts = await self._those(request, ids)
        elif asks_for_all(request):
            return await money_of_all(request, self.services)
        else:
            accounts = await self.holdings.paying(request)
        await may_see_balance(request, accounts, services=self.services)
        held = await asyncio.gather(*map(self._held, accounts))
        rows = [row for one in held for row in buckets_of(one)]
        return filtered(rows, request, known=(*WHOSE, PROOF))

    async def read_bucket(self, request: ApiRequest) -> Response:
        """Read a bucket; that of an account's money has the account's own id."""
        account_id, _, part = request.path("id").partition(PART)
        account = await self.holdings.account_of(request, account_id)
        await may_see_balance(request, [account], services=self.services)
        rows = buckets_of(await self._held(account))
        wanted = f"{account.id}{PART}{part}" if part else account.id
        bucket = next((row for row in rows if row["id"] == wanted), None)
        if bucket is None:
            raise NotFound("RESOURCE_NOT_FOUND", "There is no such bucket.", field="id")
        return ExactResponse(chosen(bucket, fields=request.asked("fields")))

    async def totals(self, request: ApiRequest) -> Response:
        accounts = await self.holdings.paying(request)
        await may_see_balance(request, accounts, services=self.services)
        held = await asyncio.gather(*map(self._held, accounts))
        return filtered([accumulated(one) for one in held], request, known=(*WHOSE, PROOF))

    async def read_total(self, request: ApiRequest) -> Response:
        account = await self.holdings.account(request)
        await may_see_balance(request, [account], services=self.services)
        held = await self._held(account)
        return ExactResponse(chosen(accumulated(held), fields=request.asked("fields")))

    async def _those(self, request: ApiRequest, buckets: Sequence[str]) -> list[Account]:
        """Return the accounts these buckets belong to, where they may be seen."""
        ids = dict.fromkeys(one.partition(PART)[0] for one in buckets)
        looks = (unless_hidden(self.holdings.account_of(request, one)) for one in ids)
        return [one for one in await asyncio.gather(*looks) if one is not None]

    async def _held(self, account: Account) -> Held:
        """Ask for what an account has beside its cash."""
        billing, subscriber = self.services.ask_billing, account.subscriber_id
        books, allowances = await asyncio.gather(
            answered(billing.ListBooks(ListBooksRequest(account_id=account.id))),
            answered(billing.ListAllowances(ListAllowancesRequest(subscriber_id=subscriber))),
        )
        return Held(account, tuple(books.books), tuple(allowances.allowances))

    async def top_up(self, request: ApiRequest) -> Response:
        """Pay for a number, or redeem a voucher for it; the same Idempotency-Key is paid once."""
        body = await request.exact_body()
        if body.get("voucher"):
            paid = Paid(await redeemed(body, request=request, services=self.services))
        else:
            paid = await self._paid(body, request)
        location = {"Location": f"{TOPUPS}/{paid.payment.id}"}
        return ExactResponse(in_full(paid), 201, location)

    async def _paid(self, body: Mapping[str, Any], request: ApiRequest) -> Paid:
        message = PostPaymentRequest(
            request_id=request.request_id,
            amount=Money(currency=CNY, minor=fen_of(body, "amount", form=QUANTITY)),
            payment_channel=request.actor.channel,
            **await self._payee(body, request),
        )
        message.reference = message.request_id
        return await paid_or_asked(message, request=request, services=self.services)

    async def _payee(self, body: Mapping[str, Any], request: ApiRequest) -> dict[str, Any]:
        """Return who is topped up; raises `FIELD_MISSING` where nobody is named."""
        said = ways_said(body)
        if len(said) == 1:
            return dict(said)
        # Who may not see the account cannot have it compared, and names it in one way.
        account = await self.holdings.named_alike(request, said)
        return {"account_id": account.id}

    async def read_top_up(self, request: ApiRequest) -> Response:
        paid = await paid_in_path(request, services=self.services)
        return ExactResponse(chosen(in_full(paid), fields=request.asked("fields")))

    async def top_ups(self, request: ApiRequest) -> Response:
        """List payments as what they did to the balance, newest first."""
        listing = PaymentList(self.holdings, TOPUPS, in_full, STATUSES)
        return await listing.answer(request)
