"""Who answers: proofs of who was checked, numbers and cards in stock."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse, Response

from boss.accounts.v1.commands_pb2 import RecordProofRequest
from boss.accounts.v1.questions_pb2 import ListNumbersRequest, ListSimCardsRequest
from gateway.clients.services import Services
from gateway.records.shown import plain
from gateway.rest.request.api_request import ApiRequest, listed, text, texts
from kernel.errors import Invalid
from runtime.rpc.client import answered

FREE = "in_stock"
"""What accounts says of a card that is available."""


@dataclass(frozen=True, slots=True)
class ProofsAndStock:
    """Asks accounts, and shows its answers."""

    services: Services

    async def record_proof(self, request: ApiRequest) -> Response:
        """Keep who was checked, how; the id is good for one order within ten minutes."""
        body = await request.body()
        message = RecordProofRequest(
            request_id=request.request_id,
            customer_id=text(body, "customerId"),
            kinds=[kind.lower() for kind in _kinds(body)],
            paper_type=text(body, "paperType", needed="no").lower(),
            paper_number=text(body, "paperNumber", needed="no"),
            capacity=text(body, "capacity", needed="no"),
            name=text(body, "name", needed="no"),
            paper_valid_until=text(body, "paperValidUntil", needed="no"),
        )
        proof = (await answered(self.services.tell_accounts.RecordProof(message))).proof
        return JSONResponse(plain(proof), 201)

    async def numbers(self, request: ApiRequest) -> Response:
        page = request.page
        message = ListNumbersRequest(
            state=request.asked("state").lower(),
            prefix=request.asked("prefix"),
            offset=page.offset,
            limit=page.limit,
        )
        reply = await answered(self.services.ask_accounts.ListNumbers(message))
        return listed([plain(one) for one in reply.numbers], total=reply.total)

    async def sim_cards(self, request: ApiRequest) -> Response:
        page, state = request.page, request.asked("state").lower()
        state = FREE if state == "available" else state
        message = ListSimCardsRequest(state=state, offset=page.offset, limit=page.limit)
        reply = await answered(self.services.ask_accounts.ListSimCards(message))
        return listed([plain(one) for one in reply.sim_cards], total=reply.total)


def _kinds(body: Mapping[str, Any]) -> list[str]:
    """Return what was checked; raises `FIELD_MISSING`, `FIELD_NOT_VALID`."""
    kind, kinds = text(body, "kind", needed="no"), texts(body, "kinds")
    if not (kind or kinds):
        raise Invalid("FIELD_MISSING", "kinds is missing.", field="kinds")
    if kind and kinds not in ([], [kind]):
        sentence = "Say what was checked once: kind, or kinds."
        raise Invalid("FIELD_NOT_VALID", sentence, field="kind")
    return kinds or [kind]
