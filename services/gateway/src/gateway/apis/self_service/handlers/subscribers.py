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
from gateway.records.list_proof import check_proof
from gateway.records.shown import plain, shown_account
from gateway.rest.grammar.numbers import by_number_or
from gateway.rest.request.asking import Asking, counted, listed
from kernel.errors import Invalid
from runtime.rpc.client import answered


@dataclass(frozen=True, slots=True)
class Subscribers:
    """Asks accounts and billing; a customer sees only what is theirs."""

    services: Services

    async def subscriber(self, asking: Asking) -> Response:
        """What a number in service has; by our id or by its MSISDN."""
        return JSONResponse(shown_subscriber(await self._subscriber(asking)))

    async def subscribers(self, asking: Asking) -> Response:
        """What a customer has."""
        customer = asking.asked("customerId") or asking.own_customer
        if not customer:
            raise Invalid("FIELD_MISSING", "Say whose: customerId.", field="customerId")
        asking.is_theirs(customer)
        limit = asking.page.limit
        # One more than is shown tells whether the list goes on.
        request = ListSubscribersRequest(
            customer_id=customer, after_id=asking.asked("afterId"), limit=limit + 1
        )
        found = (await answered(self.services.ask_accounts.ListSubscribers(request))).subscribers
        rows = [shown_subscriber(one) for one in found[:limit]]
        is_all = len(found) <= limit and not asking.asked("afterId")
        status = 206 if len(found) > limit else 200
        return counted(rows, total=len(rows) if is_all else None, status=status)

    async def balance(self, asking: Asking) -> Response:
        return JSONResponse(shown_account(await self._account(asking)))

    async def usage(self, asking: Asking) -> Response:
        """Rated calls and texts, newest first, each with its derivation."""
        account = await self._account(asking)
        await check_proof(asking, customer=account.customer_id, services=self.services)
        page = asking.page
        request = ListUsageRequest(
            subscriber_id=account.subscriber_id, offset=page.offset, limit=page.limit
        )
        found = await answered(self.services.ask_billing.ListUsage(request))
        return listed([plain(one) for one in found.usage], total=found.total)

    async def postings(self, asking: Asking) -> Response:
        """The ledger of the account that pays, newest first."""
        account = await self._account(asking)
        page = asking.page
        request = ListPostingsRequest(account_id=account.id, offset=page.offset, limit=page.limit)
        found = await answered(self.services.ask_billing.ListPostings(request))
        return listed([plain(one) for one in found.postings], total=found.total)

    async def _subscriber(self, asking: Asking) -> Subscriber:
        named = asking.path("id")
        request = GetSubscriberRequest(**by_number_or("id", named))
        found = (await answered(self.services.ask_accounts.GetSubscriber(request))).subscriber
        asking.is_theirs(found.holder_id)
        return found

    async def _account(self, asking: Asking) -> Account:
        named = asking.path("id")
        request = GetBalanceRequest(**by_number_or("subscriber_id", named))
        found = (await answered(self.services.ask_billing.GetBalance(request))).account
        asking.is_theirs(found.customer_id)
        return found
