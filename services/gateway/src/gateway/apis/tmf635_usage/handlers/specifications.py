"""What a use consists of (TMF635 v4): a specification for each kind the network tells of."""

from starlette.responses import Response

from gateway.apis.tmf635_usage.mapping import specification
from gateway.records.units import UNITS
from gateway.rest.grammar.exact_json import ExactResponse
from gateway.rest.lists.filters import filtered
from gateway.rest.request.api_request import ApiRequest, chosen
from kernel.errors import NotFound


async def list_specifications(request: ApiRequest) -> Response:
    return filtered([specification(kind) for kind in UNITS], request)


async def read_specification(request: ApiRequest) -> Response:
    kind = request.path("id")
    if kind not in UNITS:
        raise NotFound("RESOURCE_NOT_FOUND", "There is no use of this kind.", field="id")
    return ExactResponse(chosen(specification(kind), fields=request.asked("fields")))
