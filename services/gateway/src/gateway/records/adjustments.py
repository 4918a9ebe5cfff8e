"""Money moved by hand, as billing keeps it: adjustments and refunds."""

from collections.abc import Callable, Sequence

from starlette.responses import JSONResponse, Response

from boss.billing.v1.questions_pb2 import Adjustment, ListAdjustmentsRequest
from gateway.clients.services import Services
from gateway.rest.lists.long_lists import Fetch, Row
from gateway.rest.request.asking import Asking, Page
from kernel.errors import NotFound
from runtime.rpc.client import answered


def adjustments_of(
    which: ListAdjustmentsRequest, shown: Callable[[Adjustment], Row], services: Services
) -> Fetch:
    """Return what reads a page of these adjustments or refunds."""

    async def fetch(page: Page) -> tuple[Sequence[Row], int | None]:
        request = ListAdjustmentsRequest(offset=page.offset, limit=page.limit)
        request.MergeFrom(which)
        found = await answered(services.ask_billing.ListAdjustments(request))
        return [shown(one) for one in found.adjustments], found.total

    return fetch


async def adjustment_in_path(asking: Asking, *, kind: str, services: Services) -> Adjustment:
    """Return the adjustment or refund of the path; raises `RESOURCE_NOT_FOUND`."""
    request = ListAdjustmentsRequest(adjustment_id=asking.id_in_path, kind=kind, limit=1)
    found = (await answered(services.ask_billing.ListAdjustments(request))).adjustments
    if not found:
        raise NotFound("RESOURCE_NOT_FOUND", "There is none with this id.", field="id")
    return found[0]


def waits(adjustment: Adjustment) -> Response:
    """Tell that a second person decides, and about what."""
    return JSONResponse({"approval": {"id": adjustment.id, "status": "created"}}, 202)
