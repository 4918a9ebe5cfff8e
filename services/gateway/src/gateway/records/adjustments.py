"""Money moved by hand, as billing keeps it: adjustments and refunds."""

from collections.abc import Callable, Sequence

from starlette.responses import JSONResponse, Response

from boss.billing.v1.questions_pb2 import Adjustment, ListAdjustmentsRequest
from gateway.clients.services import Services
from gateway.rest.lists.long_lists import Fetch, Row
from gateway.rest.request.api_request import ApiRequest, Page
from kernel.errors import NotFound
from runtime.rpc.client import answered


def adjustments_of(
    which: ListAdjustmentsRequest, shown: Callable[[Adjustment], Row], services: Services
) -> Fetch:
    """Return what reads a page of these adjustments or refunds."""

    async def fetch(page: Page) -> tuple[Sequence[Row], int | None]:
        message = ListAdjustmentsRequest(offset=page.offset, limit=page.limit)
        message.MergeFrom(which)
        reply = await answered(services.ask_billing.ListAdjustments(message))
        return [shown(one) for one in reply.adjustments], reply.total

    return fetch


async def adjustment_in_path(request: ApiRequest, *, kind: str, services: Services) -> Adjustment:
    """Return the adjustment or refund of the path; raises `RESOURCE_NOT_FOUND`."""
    message = ListAdjustmentsRequest(adjustment_id=request.id_in_path, kind=kind, limit=1)
    adjustments = (await answered(services.ask_billing.ListAdjustments(message))).adjustments
    if not adjustments:
        raise NotFound("RESOURCE_NOT_FOUND", "There is none with this id.", field="id")
    return adjustments[0]


def waits(adjustment: Adjustment) -> Response:
    """Tell that a second person decides, and about what."""
    return JSONResponse({"approval": {"id": adjustment.id, "status": "created"}}, 202)
