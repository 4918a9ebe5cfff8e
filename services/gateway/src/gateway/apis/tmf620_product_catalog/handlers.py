"""The product catalogue (TMF620 v4), to be read: it is loaded as a whole elsewhere."""

from dataclasses import dataclass

from starlette.responses import Response

from boss.billing.v1.questions_pb2 import ListCatalogueRequest, ListCatalogueResponse
from gateway.apis.tmf620_product_catalog.mapping.catalogue import RESOURCES, TYPES
from gateway.clients.services import Services
from gateway.rest.door.path import Answer
from gateway.rest.grammar.exact_json import ExactResponse
from gateway.rest.lists.filters import filtered
from gateway.rest.request.api_request import LARGEST_PAGE, ApiRequest, chosen
from kernel.errors import NotFound
from runtime.rpc.client import answered


@dataclass(frozen=True, slots=True)
class ProductCatalogue:
    """Shows billing's catalogue of today."""

    services: Services

    def lists(self, resource: str) -> Answer:
        """Return what answers a list of these, filtered by any of their attributes."""

        async def answer(request: ApiRequest) -> Response:
            rows = RESOURCES[resource](await self._of_today())
            # Read to be shown in a shop: nearly every catalogue is one page.
            return filtered(rows, request, usual=LARGEST_PAGE)

        return answer

    def reads(self, resource: str) -> Answer:
        """Return what answers one of these."""

        async def answer(request: ApiRequest) -> Response:
            wanted = request.path("id")
            for row in RESOURCES[resource](await self._of_today()):
                if row["id"] == wanted:
                    return ExactResponse(chosen(row, fields=request.asked("fields")))
            sentence = f"There is no such {TYPES[resource]} in today's catalogue."
            raise NotFound("RESOURCE_NOT_FOUND", sentence, field="id")

        return answer

    async def _of_today(self) -> ListCatalogueResponse:
        return await answered(self.services.ask_billing.ListCatalogue(ListCatalogueRequest()))
