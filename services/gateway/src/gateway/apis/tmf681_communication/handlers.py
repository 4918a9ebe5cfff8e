"""What was written to a number (TMF681 v4): read only, for staff and for whose number it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC

from starlette.responses import JSONResponse, Response

from boss.billing.v1.questions_pb2 import GetBalanceRequest
from boss.provisioning.v1.texts_pb2 import GetTextRequest, ListTextsRequest
from gateway.apis.tmf681_communication.mapping import shown
from gateway.clients.services import Services
from gateway.records.holdings import WHOSE, Holdings, only
from gateway.rest.lists.long_lists import LongList, Row, one_asked, pushed
from gateway.rest.request.api_request import ApiRequest, Page, chosen, listed
from runtime.rpc.client import answered

TEMPLATE = "subject"


@dataclass(frozen=True, slots=True)
class Messages:
    """Asks provisioning what was sent; codes are kept nowhere."""

    services: Services
    holdings: Holdings

    async def list(self, request: ApiRequest) -> Response:
        """List what one number was told, newest first."""
        listing = LongList((*WHOSE, *pushed(request, (TEMPLATE,))))
        account = only(await self.holdings.accounts(request))
        if account is None:
            return listed([], total=0)
        subscriber, customer = account.subscriber_id, account.customer_id
        template = one_asked(request, TEMPLATE)

        async def fetch(page: Page) -> tuple[Sequence[Row], int | None]:
            message = ListTextsRequest(
                subscriber_id=subscriber,
                template=template,
                since=account.opened_at,
                until=account.handed_over_at if account.HasField("handed_over_at") else None,
                offset=page.offset,
                limit=page.limit,
            )
            reply = await answered(self.services.texts.ListTexts(message))
            total = None if reply.is_counted_in_part else reply.total
            return [shown(one, customer=customer) for one in reply.texts], total

        return await listing.answer(request, fetch=fetch)

    async def read(self, request: ApiRequest) -> Response:
        """Read one; a customer reads only what was written to their numbers."""
        message = GetTextRequest(text_id=request.id_in_path)
        text = (await answered(self.services.texts.GetText(message))).text
        paying = GetBalanceRequest(subscriber_id=text.subscriber_id)
        account = (await answered(self.services.ask_billing.GetBalance(paying))).account
        # Before that the number was another's (过户), or in nobody's service.
        is_of_before = text.asked_at.ToDatetime(UTC) < account.opened_at.ToDatetime(UTC)
        request.is_theirs("" if is_of_before else account.customer_id)
        said = shown(text, customer=account.customer_id)
        return JSONResponse(chosen(said, fields=request.asked("fields")))
