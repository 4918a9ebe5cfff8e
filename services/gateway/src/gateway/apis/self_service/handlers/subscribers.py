"""What a customer has: numbers in service, their balance, usage and ledger."""

from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

from boss.accounts.v1.questions_pb2 import GetSubscriberRequest, ListSubscribersRequest, Subscriber
from boss.billing.v1.questions_pb2 import (
    Account,
    GetBalanceRequest,
    ListPostingsRequest,
    ListUsageRequest,
)
from gateway.apis.self_service.mapping import shown_subscriber
from gateway.clients.services import Services
from gateway.records.balance_proof import may_see_balance
from gateway.records.list_proof import check_proof
from gateway.records.shown import plain, shown_account
from gateway.rest.grammar.numbers import by_number_or
from gateway.rest.request.api_request import ApiRequest, counted, listed
from kernel.errors import Invalid
from runtime.rpc.client import answered


@dataclass(frozen=True, slots=True)
class Subscribers:
    """Asks accounts and billing; a customer sees only what is theirs."""

    services: Services

    async def subscriber(self, request: ApiRequest) -> Response:
        """What a number in service has; by our id or by its MSISDN."""
        return JSONResponse(shown_subscriber(await self._subscriber(request)))

    async def subscribers(self, request: ApiRequest) -> Response:
        """What a customer has."""
        customer = request.asked("customerId") or request.own_customer
        if not customer:
            raise Invalid("FIELD_MISSING", "Say whose: customerId.", field="customerId")
        request.is_theirs(customer)
        limit = request.page.limit
        # One more than is shown tells whether the list goes on.
        message = ListSubscribersRequest(
            customer_id=customer, after_id=request.asked("afterId"), limit=limit + 1
        )
        reply = await answered(self.services.ask_accounts.ListSubscribers(message))
        rows = [shown_subscriber(one) for one in reply.subscribers[:limit]]
        is_all = len(reply.subscribers) <= limit and not request.asked("afterId")
        status = 206 if len(reply.subscribers) > limit else 200
        return counted(rows, total=len(rows) if is_all else None, status=status)

    async def balance(self, request: ApiRequest) -> Response:
        account = await self._account(request)
        await may_see_balance(request, [account], services=self.services)
        return JSONResponse(shown_account(account))

    async def usage(self, request: ApiRequest) -> Response:
        """Rated calls and texts, newest first, each with its derivation."""
        account = await self._account(request)
        await check_proof(request, of=account, services=self.services)
        page = request.page
        message = ListUsageRequest(
            subscriber_id=account.subscriber_id, offset=page.offset, limit=page.limit
        )
        reply = await answered(self.services.ask_billing.ListUsage(message))
        return listed([plain(one) for one in reply.usage], total=reply.total)

    async def postings(self, request: ApiRequest) -> Response:
        """The ledger of the account that pays, newest first."""
        account = await self._account(request)
        await may_see_balance(request, [account], services=self.services)
        page = request.page
        message = ListPostingsRequest(account_id=account.id, offset=page.offset, limit=page.limit)
        reply = await answered(self.services.ask_billing.ListPostings(message))
        return listed([plain(one) for one in reply.postings], total=reply.total)

    async def _subscriber(self, request: ApiRequest) -> Subscriber:
        named = request.path("id")
        message = GetSubscriberRequest(**by_number_or("id", named))
        subscriber = (await answered(self.services.ask_accounts.GetSubscriber(message))).subscriber
        request.is_theirs(subscriber.holder_id)
        return subscriber

    async def _account(self, request: ApiRequest) -> Account:
        named = request.path("id")
        message = GetBalanceRequest(**by_number_or("subscriber_id", named))
        account = (await answered(self.services.ask_billing.GetBalance(message))).account
        request.is_theirs(account.customer_id)
        return account
