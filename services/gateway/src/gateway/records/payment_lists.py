"""Lists of payments, whoever shows them: of some accounts, of all, or of those named by id."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from boss.billing.v1.questions_pb2 import ListPaymentsRequest
from gateway.records.holdings import WHOSE, Holdings, asks_for_all
from gateway.records.top_ups import Paid, paid_listed, paid_named
from gateway.rest.lists.filters import filtered
from gateway.rest.lists.long_lists import LongList, ids_said, one_asked, rows_named
from gateway.rest.request.api_request import ApiRequest, Page, id_of_ours
from runtime.rpc.client import answered

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PaymentList:
    """A list of payments under the address of a resource."""

    holdings: Holdings
    resource: str
    shown: Callable[[Paid], Row]
    statuses: Mapping[str, str]
    """How the resource calls what billing says became of one."""

    async def answer(self, request: ApiRequest) -> Response:
        """Answer the page asked for, newest first."""
        status = self._status(request)
        listing = LongList((*WHOSE, "status") if status else WHOSE)
        ids = ids_said(request, resource=self.resource)
        if ids and not any(request.asked(name) for name in WHOSE):
            return filtered(await rows_named(ids, self._payment), request)
        which = await self._which(request)

        async def fetch(page: Page) -> tuple[Sequence[Row], int | None]:
            if which is None:
                return [], 0
            message = ListPaymentsRequest(offset=page.offset, limit=page.limit, status=status)
            message.MergeFrom(which)
            told = await answered(self.holdings.services.ask_billing.ListPayments(message))
            total = None if told.more else told.total
            return [self.shown(paid_listed(one)) for one in told.payments], total

        return await listing.answer(request, fetch=fetch)

    async def _which(self, request: ApiRequest) -> ListPaymentsRequest | None:
        """Return whose payments are asked for; None: there are none."""
        if asks_for_all(request):
            return ListPaymentsRequest(of_all=True)
        accounts = await self.holdings.paying(request)
        ids = [one.id for one in accounts]
        return ListPaymentsRequest(account_ids=ids) if ids else None

    async def _payment(self, identifier: str) -> Row:
        named = id_of_ours(identifier)
        return self.shown(await paid_named(named, services=self.holdings.services))

    def _status(self, request: ApiRequest) -> str:
        """Return what billing is asked for; nothing where its words do not say the same."""
        said = one_asked(request, "status")
        ours = [ours for ours, theirs in self.statuses.items() if theirs == said]
        return ours[0] if len(ours) == 1 else ""
