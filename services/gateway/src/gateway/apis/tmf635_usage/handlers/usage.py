"""What was used (TMF635 v4): the itemised list (详单), each record with its charge explained."""

from collections.abc import Sequence
from dataclasses import dataclass

from google.protobuf.timestamp_pb2 import Timestamp
from starlette.responses import Response

from boss.billing.v1.questions_pb2 import (
    GetBalanceRequest,
    GetUsageRequest,
    ListUsageRequest,
)
from gateway.apis.tmf635_usage.mapping import shown
from gateway.clients.services import Services
from gateway.records.holdings import WHOSE, Holdings, only
from gateway.records.list_proof import check_proof
from gateway.rest.grammar.attributes import span
from gateway.rest.grammar.exact_json import ExactResponse
from gateway.rest.lists.long_lists import LongList, Row, one_asked, pushed
from gateway.rest.request.api_request import ApiRequest, Page, chosen, listed
from kernel.errors import Invalid
from runtime.rpc.client import answered

SINCE, UNTIL = "usageDate.gte", "usageDate.lt"
KIND = "usageType"
FILTERS = (SINCE, UNTIL, "proof")


@dataclass(frozen=True, slots=True)
class RatedUsages:
    """Shows rated records; billing says how far back and has it audited."""

    services: Services
    holdings: Holdings

    async def list(self, request: ApiRequest) -> Response:
        """List what one number used, newest first."""
        listing = LongList((*WHOSE, *FILTERS, *pushed(request, (KIND,))))
        account = only(await self.holdings.accounts(request))
        if account is None:
            return listed([], total=0)
        await check_proof(request, of=account, services=self.services)
        which = ListUsageRequest(
            subscriber_id=account.subscriber_id,
            kind=one_asked(request, KIND),
            since=_moment(request, SINCE),
            until=_moment(request, UNTIL),
        )

        async def fetch(page: Page) -> tuple[Sequence[Row], int | None]:
            message = ListUsageRequest(offset=page.offset, limit=page.limit)
            message.MergeFrom(which)
            reply = await answered(self.services.ask_billing.ListUsage(message))
            return [shown(one, customer=account.customer_id) for one in reply.usage], reply.total

        return await listing.answer(request, fetch=fetch)

    async def read(self, request: ApiRequest) -> Response:
        message = GetUsageRequest(record_id=request.path("id"))
        usage = (await answered(self.services.ask_billing.GetUsage(message))).usage
        paying = GetBalanceRequest(subscriber_id=usage.subscriber_id)
        account = (await answered(self.services.ask_billing.GetBalance(paying))).account
        await check_proof(request, of=account, services=self.services)
        return ExactResponse(
            chosen(shown(usage, customer=account.customer_id), fields=request.asked("fields"))
        )


def _moment(request: ApiRequest, name: str) -> Timestamp | None:
    """Return an instant, or when a day begins here; raises `FIELD_NOT_VALID`."""
    said = request.asked(name)
    if not said:
        return None
    moment = Timestamp()
    try:
        moment.FromDatetime(span(said).first)
    except (ValueError, OverflowError):
        sentence = "An RFC 3339 instant with its offset, as in 2026-11-01T00:00:00Z, or a day."
        raise Invalid("FIELD_NOT_VALID", sentence, field=name) from None
    return moment
