"""Who answers: asks accounts, which holds a number for one customer at a time."""

from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

from boss.accounts.v1.numbers_pb2 import (
    GetNumberRequest,
    HoldNumberRequest,
    LetGoNumberRequest,
)
from boss.billing.v1.questions_pb2 import ListCatalogueRequest
from gateway.apis.number_stock.mapping import shown_grade
from gateway.clients.services import Services, Stock
from gateway.records.shown import plain
from gateway.rest.grammar.numbers import number_typed
from gateway.rest.request.api_request import ApiRequest, text
from runtime.rpc.client import answered

BASE = "/v1/stock/numbers"


@dataclass(frozen=True, slots=True)
class StockNumbers:
    """A number is named however people write it."""

    stock: Stock
    services: Services

    async def read(self, request: ApiRequest) -> Response:
        message = GetNumberRequest(msisdn=_number(request))
        number = (await answered(self.stock.numbers.GetNumber(message))).number
        return JSONResponse(plain(number))

    async def grades(self, request: ApiRequest) -> Response:
        """What lucky numbers ask for today, in fen."""
        del request
        reply = await answered(self.services.ask_billing.ListCatalogue(ListCatalogueRequest()))
        return JSONResponse([shown_grade(one) for one in reply.number_grades])

    async def hold(self, request: ApiRequest) -> Response:
        """Keep it for a customer who looks; again: from now on."""
        body = await request.body()
        message = HoldNumberRequest(
            request_id=request.request_id,
            msisdn=_number(request),
            customer_id=text(body, "customerId"),
        )
        number = (await answered(self.stock.numbers.HoldNumber(message))).number
        return JSONResponse(plain(number), 201, {"Location": f"{BASE}/{number.msisdn}"})

    async def release(self, request: ApiRequest) -> Response:
        """Offer it to everybody again; what is held for another is refused, and stays so."""
        body = await request.body()
        message = LetGoNumberRequest(
            request_id=request.request_id,
            msisdn=_number(request),
            customer_id=text(body, "customerId"),
        )
        number = (await answered(self.stock.numbers.LetGoNumber(message))).number
        return JSONResponse(plain(number), 201)


def _number(request: ApiRequest) -> str:
    return number_typed(request.path("msisdn"))
