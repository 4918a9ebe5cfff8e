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
from gateway.rest.request.asking import Asking, Page, chosen, listed
from kernel.errors import Invalid
from runtime.rpc.client import answered

SINCE, UNTIL = "usageDate.gte", "usageDate.lt"
KIND = "usageType"
FILTERS = (SINCE, UNTIL, "proof")


@dataclass(frozen=True, slots=True)
class UsageDesk:
    """Shows rated records; billing says how far back and has it audited."""

    services: Services
    holdings: Holdings

    async def list(self, asking: Asking) -> Response:
        """List what one number used, newest first."""
        listing = LongList((*WHOSE, *FILTERS, *pushed(asking, (KIND,))))
        account = only(await self.holdings.accounts(asking))
        if account is None:
            return listed([], total=0)
        await check_proof(asking, customer=account.customer_id, services=self.services)
        which = ListUsageRequest(
            subscriber_id=account.subscriber_id,
            kind=one_asked(asking, KIND),
            since=_moment(asking, SINCE),
            until=_moment(asking, UNTIL),
        )

        async def fetch(page: Page) -> tuple[Sequence[Row], int | None]:
            request = ListUsageRequest(offset=page.offset, limit=page.limit)
            request.MergeFrom(which)
            found = await answered(self.services.ask_billing.ListUsage(request))
            return [shown(one, customer=account.customer_id) for one in found.usage], found.total

        return await listing.answer(asking, fetch=fetch)

    async def read(self, asking: Asking) -> Response:
        request = GetUsageRequest(record_id=asking.path("id"))
        found = (await answered(self.services.ask_billing.GetUsage(request))).usage
        paying = GetBalanceRequest(subscriber_id=found.subscriber_id)
        account = (await answered(self.services.ask_billing.GetBalance(paying))).account
        await check_proof(asking, customer=account.customer_id, services=self.services)
        return ExactResponse(
            chosen(shown(found, customer=account.customer_id), fields=asking.asked("fields"))
        )


def _moment(asking: Asking, name: str) -> Timestamp | None:
    """Return an instant, or when a day begins here; raises `FIELD_NOT_VALID`."""
    said = asking.asked(name)
    if not said:
        return None
    moment = Timestamp()
    try:
        moment.FromDatetime(span(said).first)
    except (ValueError, OverflowError):
        sentence = "An RFC 3339 instant with its offset, as in 2026-11-01T00:00:00Z, or a day."
        raise Invalid("FIELD_NOT_VALID", sentence, field=name) from None
    return moment
