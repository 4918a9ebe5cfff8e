"""Plain endpoints of a shop: stock, proofs, payments, and what a customer has."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from google.protobuf import json_format
from google.protobuf.message import Message
from starlette.responses import JSONResponse, Response

from boss.accounts.v1.commands_pb2 import RecordProofRequest
from boss.accounts.v1.questions_pb2 import (
    GetSubscriberRequest,
    ListNumbersRequest,
    ListSimCardsRequest,
    ListSubscribersRequest,
    Subscriber,
)
from boss.billing.v1.commands_pb2 import PostPaymentRequest
from boss.billing.v1.questions_pb2 import (
    Account,
    GetBalanceRequest,
    ListOfferingsRequest,
    ListPostingsRequest,
    ListUsageRequest,
)
from boss.values.v1.values_pb2 import BarringLevel, Money, StopReason
from gateway.clients.services import Services
from gateway.edge.asking import Asking, listed, text, texts
from gateway.edge.process_requests import Processes
from kernel.errors import Invalid
from runtime.rpc.client import answered

MOST_FEN = 100_000_000
"""A payment of more than a million yuan is a slip of the finger."""
FREE = {"numbers": "available", "sim-cards": "in_stock"}


@dataclass(frozen=True, slots=True)
class Shop:
    """Asks accounts and billing, and shows their answers."""

    services: Services
    processes: Processes

    async def record_proof(self, asking: Asking) -> Response:
        """Keep who was checked, how; the id is good for one order within ten minutes."""
        body = await asking.body()
        kinds = texts(body, "kinds") or [text(body, "kind")]
        request = RecordProofRequest(
            request_id=asking.request_id,
            customer_id=text(body, "customerId"),
            kinds=[kind.lower() for kind in kinds],
            paper_type=text(body, "paperType", needed="no").lower(),
            paper_number=text(body, "paperNumber", needed="no"),
        )
        proof = (await answered(self.services.tell_accounts.RecordProof(request))).proof
        return JSONResponse(plain(proof), 201)

    async def numbers(self, asking: Asking) -> Response:
        page = asking.page
        request = ListNumbersRequest(
            state=asking.asked("state").lower(),
            prefix=asking.asked("prefix"),
            offset=page.offset,
            limit=page.limit,
        )
        found = await answered(self.services.ask_accounts.ListNumbers(request))
        return listed([plain(one) for one in found.numbers], total=found.total)

    async def sim_cards(self, asking: Asking) -> Response:
        page, state = asking.page, asking.asked("state").lower()
        state = FREE["sim-cards"] if state == "available" else state
        request = ListSimCardsRequest(state=state, offset=page.offset, limit=page.limit)
        found = await answered(self.services.ask_accounts.ListSimCards(request))
        return listed([plain(one) for one in found.sim_cards], total=found.total)

    async def subscriber(self, asking: Asking) -> Response:
        """What a number in service has; by our id or by its MSISDN."""
        return JSONResponse(shown_subscriber(await self._subscriber(asking)))

    async def subscribers(self, asking: Asking) -> Response:
        """What a customer has."""
        customer = asking.asked("customerId") or asking.own_customer
        if not customer:
            raise Invalid("FIELD_MISSING", "Say whose: customerId.", field="customerId")
        asking.is_theirs(customer)
        request = ListSubscribersRequest(
            customer_id=customer, after_id=asking.asked("afterId"), limit=asking.page.limit
        )
        found = await answered(self.services.ask_accounts.ListSubscribers(request))
        return JSONResponse([shown_subscriber(one) for one in found.subscribers])

    async def balance(self, asking: Asking) -> Response:
        return JSONResponse(shown_account(await self._account(asking)))

    async def usage(self, asking: Asking) -> Response:
        """Rated calls and texts, newest first, each with its derivation."""
        account = await self._account(asking)
        request = ListUsageRequest(subscriber_id=account.subscriber_id, limit=asking.page.limit)
        found = await answered(self.services.ask_billing.ListUsage(request))
        return JSONResponse([plain(one) for one in found.usage])

    async def postings(self, asking: Asking) -> Response:
        """The ledger of the account that pays, newest first."""
        account = await self._account(asking)
        request = ListPostingsRequest(account_id=account.id, limit=asking.page.limit)
        found = await answered(self.services.ask_billing.ListPostings(request))
        return JSONResponse([plain(one) for one in found.postings])

    async def pay(self, asking: Asking) -> Response:
        """Pay for a number, in fen; the channel's reference is paid once."""
        body = await asking.body()
        amount = body.get("amount")
        if not isinstance(amount, int) or isinstance(amount, bool) or not 0 < amount <= MOST_FEN:
            sentence = f"A whole number of fen from 1 to {MOST_FEN} belongs here."
            raise Invalid("FIELD_NOT_VALID", sentence, field="amount")
        request = PostPaymentRequest(
            request_id=asking.request_id,
            amount=Money(currency="CNY", minor=amount),
            payment_channel=text(body, "channel", needed="no") or asking.actor.channel,
            reference=text(body, "reference"),
        )
        _say_for_whom(request, body)
        paid = await answered(self.services.tell_billing.PostPayment(request))
        shown: dict[str, Any] = {"id": paid.payment_id}
        # Anybody may pay for any number, but not everybody may see what is on it.
        if asking.actor.staff or paid.account.customer_id == asking.actor.customer_id:
            shown["account"] = shown_account(paid.account)
        return JSONResponse(shown, 201)

    async def offerings(self, asking: Asking) -> Response:
        request = ListOfferingsRequest(channel=asking.actor.channel)
        found = await answered(self.services.ask_billing.ListOfferings(request))
        return JSONResponse([plain(one) for one in found.offerings])

    async def described(self, asking: Asking) -> Response:
        """Every process as a form: fields, channels, proofs, rules, fees."""
        return JSONResponse([plain(one) for one in (await self.processes.all()).values()])

    async def _subscriber(self, asking: Asking) -> Subscriber:
        named = asking.path("id")
        request = (
            GetSubscriberRequest(msisdn=named)
            if _is_number(named)
            else GetSubscriberRequest(id=named)
        )
        found = (await answered(self.services.ask_accounts.GetSubscriber(request))).subscriber
        asking.is_theirs(found.holder_id)
        return found

    async def _account(self, asking: Asking) -> Account:
        named = asking.path("id")
        request = (
            GetBalanceRequest(msisdn=named)
            if _is_number(named)
            else GetBalanceRequest(subscriber_id=named)
        )
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
    """Show what may be spent and what is owed, in fen, and the level credit control wants."""
    return {
        "id": account.id,
        "subscriberId": account.subscriber_id,
        "paymentType": account.payment_type,
        "state": account.state,
        "offering": account.offering,
        "available": account.balance.minor,
        "owes": account.owes.minor,
        "currency": account.balance.currency,
        "wantedLevel": level_name(account.wanted_level),
    }


def level_name(level: BarringLevel) -> str:
    return BarringLevel.Name(level).removeprefix("BARRING_LEVEL_").lower()


def _say_for_whom(request: PostPaymentRequest, body: Mapping[str, Any]) -> None:
    ways = {"subscriberId": "subscriber_id", "msisdn": "msisdn", "accountId": "account_id"}
    given = [name for name in ways if body.get(name)]
    if len(given) != 1:
        sentence = "Say for whom, in one way: subscriberId, msisdn or accountId."
        raise Invalid("FIELD_MISSING", sentence, field="subscriberId")
    setattr(request, ways[given[0]], text(body, given[0]))


def _is_number(named: str) -> bool:
    return named.isascii() and named.isdecimal()
