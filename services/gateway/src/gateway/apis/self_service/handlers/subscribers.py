"""What a customer has: numbers in service, their balance, usage and ledger."""

from dataclasses import dataclass
from typing import Any

from google.protobuf import json_format
from google.protobuf.message import Message
from starlette.responses import JSONResponse, Response

from boss.accounts.v1.questions_pb2 import GetSubscriberRequest, ListSubscribersRequest, Subscriber
from boss.billing.v1.questions_pb2 import (
    Account,
    GetBalanceRequest,
    ListPostingsRequest,
    ListUsageRequest,
    Spending,
)
from boss.values.v1.values_pb2 import BarringLevel, StopReason
from gateway.clients.services import Services
from gateway.records.list_proof import check_proof
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


def plain(message: Message) -> dict[str, Any]:
    """Show a message as JSON with every field."""
    shown: dict[str, Any] = json_format.MessageToDict(
        message, always_print_fields_with_no_presence=True
    )
    return shown


def shown_subscriber(subscriber: Subscriber) -> dict[str, Any]:
    """Show a number in service: state, stops and their levels, card."""
    stops = [
        {
            "reason": StopReason.Name(stop.reason).removeprefix("STOP_REASON_").lower(),
            "level": level_name(stop.level),
        }
        for stop in subscriber.stops
    ]
    return {**plain(subscriber), "stops": stops}


def shown_account(account: Account) -> dict[str, Any]:
    """Show what is left, what may be spent and what is owed, in fen, and what is wanted of her.

    What is kept aside and exposed is known only of an account that is asked for itself.
    """
    shown: dict[str, Any] = {
        "id": account.id,
        "subscriberId": account.subscriber_id,
        "paymentType": account.payment_type,
        "state": account.state,
        "offering": account.offering,
        "balance": account.balance.minor,
        "available": account.balance.minor + account.credit_limit.minor,
        "owes": account.owes.minor,
        "payableBack": account.payable_back.minor,
        "creditLimit": account.credit_limit.minor,
        "currency": account.balance.currency,
        "wantedLevel": level_name(account.wanted_level),
        "subCards": [
            {
                "subscriberId": one.subscriber_id,
                "msisdn": one.msisdn,
                "offering": one.offering,
                "inService": one.in_service,
            }
            for one in account.sub_cards
        ],
    }
    if account.HasField("spending"):
        shown |= _shown_spending(account.spending)
    return shown


def _shown_spending(spending: Spending) -> dict[str, Any]:
    return {
        "keptAside": spending.kept_aside.minor,
        "exposure": spending.exposure.minor,
        "highUse": spending.high_use,
    }


def level_name(level: BarringLevel) -> str:
    return BarringLevel.Name(level).removeprefix("BARRING_LEVEL_").lower()
