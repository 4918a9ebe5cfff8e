"""What a use consists of (TMF635 v4): a specification for each kind the network tells of."""

from starlette.responses import Response

from gateway.apis.tmf635_usage.mapping import specification
from gateway.records.units import UNITS
from gateway.rest.grammar.exact_json import ExactResponse
from gateway.rest.lists.filters import filtered
from gateway.rest.request.asking import Asking, chosen
from kernel.errors import NotFound


async def list_specifications(asking: Asking) -> Response:
    return filtered([specification(kind) for kind in UNITS], asking)


async def read_specification(asking: Asking) -> Response:
    kind = asking.path("id")
    if kind not in UNITS:
        raise NotFound("RESOURCE_NOT_FOUND", "There is no use of this kind.", field="id")
    return ExactResponse(chosen(specification(kind), fields=asking.asked("fields")))
