"""Who answers: proofs of who was checked, numbers and cards in stock."""

from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

from boss.accounts.v1.commands_pb2 import RecordProofRequest
from boss.accounts.v1.questions_pb2 import ListNumbersRequest, ListSimCardsRequest
from gateway.clients.services import Services
from gateway.records.shown import plain
from gateway.rest.request.asking import Asking, listed, text, texts
from kernel.errors import Invalid
from runtime.rpc.client import answered

FREE = "in_stock"
"""What accounts says of a card that is available."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Asks accounts, and shows its answers."""

    services: Services

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
        state = FREE if state == "available" else state
        request = ListSimCardsRequest(state=state, offset=page.offset, limit=page.limit)
        found = await answered(self.services.ask_accounts.ListSimCards(request))
        return listed([plain(one) for one in found.sim_cards], total=found.total)
