"""Plain endpoints of a shop: stock, proofs, payments, and what can be asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse, Response

from boss.accounts.v1.commands_pb2 import RecordProofRequest
from boss.accounts.v1.questions_pb2 import (
    GetCustomerRequest,
    ListNumbersRequest,
    ListSimCardsRequest,
)
from boss.billing.v1.commands_pb2 import PostPaymentRequest
from boss.billing.v1.questions_pb2 import ListOfferingsRequest
from boss.values.v1.values_pb2 import Money
from gateway.apis.self_service.handlers.subscribers import plain, shown_account
from gateway.apis.tmf622_product_ordering.mapping.process_requests import Processes
from gateway.clients.services import Services
from gateway.domain.roles import Act, may
from gateway.records.payments import DONE
from gateway.records.top_ups import as_question, what_next
from gateway.rest.grammar.numbers import number_typed
from gateway.rest.request.amounts import plain_fen
from gateway.rest.request.asking import Asking, id_of_ours, listed, text, texts
from kernel.errors import Invalid
from runtime.rpc.client import answered

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
        if body.get("kind") and kinds != [body["kind"]]:
            sentence = "Say what was checked once: kind, or kinds."
            raise Invalid("FIELD_NOT_VALID", sentence, field="kind")
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

    async def pay(self, asking: Asking) -> Response:
        """Pay for a number, in fen; the channel's reference is paid once."""
        body = await asking.body()
        request = PostPaymentRequest(
            request_id=asking.request_id,
            amount=Money(currency="CNY", minor=plain_fen(body, "amount")),
            payment_channel=asking.actor.channel,
            reference=text(body, "reference"),
        )
        _say_for_whom(request, body)
        if not may(asking.actor.roles, Act.COLLECT):
            return await self._asked(request)
        paid = await answered(self.services.tell_billing.PostPayment(request))
        shown: dict[str, Any] = {"id": paid.payment_id, "status": paid.status or DONE}
        # Anybody may pay for any number, but not everybody may see what is on it.
        if asking.actor.staff or paid.account.customer_id == asking.actor.customer_id:
            shown["account"] = shown_account(paid.account)
        return JSONResponse(shown, 201)

    async def _asked(self, request: PostPaymentRequest) -> Response:
        """Ask for it in a customer's name: nobody has collected it yet."""
        asked = (await answered(self.services.top_ups.AskTopUp(as_question(request)))).top_up
        following = what_next(asked)
        shown = {"id": asked.id, "status": asked.status} | (
            {"next": following} if following else {}
        )
        return JSONResponse(shown, 201)

    async def offerings(self, asking: Asking) -> Response:
        """What is sold here: to a customer what is for her, to others also by `customerId`."""
        named = asking.asked("customerId")
        if named:
            asking.is_theirs(named)
            # Of somebody nobody knows there is no answer; billing would be told of no rule.
            whose = GetCustomerRequest(id=id_of_ours(named))
            await answered(self.services.ask_accounts.GetCustomer(whose))
        hers = named or (not asking.actor.staff and asking.actor.customer_id) or ""
        request = ListOfferingsRequest(channel=asking.actor.channel, customer_id=hers)
        found = await answered(self.services.ask_billing.ListOfferings(request))
        return JSONResponse([plain(one) for one in found.offerings])

    async def described(self, asking: Asking) -> Response:
        """Every process as a form: fields, channels, proofs, rules, fees."""
        return JSONResponse([plain(one) for one in (await self.processes.all()).values()])


def _say_for_whom(request: PostPaymentRequest, body: Mapping[str, Any]) -> None:
    ways = {"subscriberId": "subscriber_id", "msisdn": "msisdn", "accountId": "account_id"}
    given = [name for name in ways if body.get(name)]
    if len(given) != 1:
        sentence = "Say for whom, in one way: subscriberId, msisdn or accountId."
        raise Invalid("FIELD_MISSING", sentence, field="subscriberId")
    field, said = ways[given[0]], text(body, given[0])
    setattr(request, field, number_typed(said) if field == "msisdn" else said)
