"""Everybody's money, page by page (TMF654): for those who answer for what others do."""

from collections.abc import Mapping

from starlette.responses import Response

from boss.billing.v1.questions_pb2 import ListAccountsRequest
from gateway.apis.tmf654_prepay_balance.mapping.buckets import OPEN, money_of
from gateway.clients.services import Services
from gateway.rest.request.api_request import ApiRequest, conditions, id_of_ours, listed
from kernel.errors import Invalid
from runtime.rpc.client import answered

AFTER = "id.gt"
STATES: Mapping[str, tuple[str, ...]] = {
    "": (),
    "active": (OPEN,),
    "suspended": ("pending", "closing", "closed"),
}
MONEY = "monetary"


async def money_of_all(request: ApiRequest, services: Services) -> Response:
    """List the money of every account; gifts and allowances are shown where it is said whose.

    In the order of their ids, so that `id.gt` goes on where a page ended, however many there are.
    """
    known = ("status", "usageType", AFTER)
    others = [one.name for one in conditions(request, known)]
    others += ["sort"] if request.asked("sort") else []
    if others:
        sentence = f"Without saying whose, this list is filtered by {', '.join(known)} alone."
        raise Invalid("FIELD_NOT_VALID", sentence, field=others[0])
    if request.asked("usageType") not in {"", MONEY}:
        sentence = "Without saying whose, money alone is listed."
        raise Invalid("FIELD_NOT_VALID", sentence, field="usageType")
    if request.asked("status") not in STATES:
        return listed([], total=0)
    page, after = request.page, request.asked(AFTER)
    message = ListAccountsRequest(
        states=STATES[request.asked("status")],
        after_account_id=id_of_ours(after) if after else "",
        offset=page.offset,
        limit=page.limit,
    )
    reply = await answered(services.ask_billing.ListAccounts(message))
    return listed(
        [money_of(one) for one in reply.accounts],
        total=None if reply.more else reply.total,
        fields=request.asked("fields"),
    )
