"""Adjusting balances (TMF654 v4, AdjustBalance; 调账): above a limit a second person approves."""

from dataclasses import dataclass

from starlette.responses import Response

from boss.billing.v1.commands_pb2 import (
    ApproveAdjustmentRequest,
    AskAdjustmentRequest,
    RejectAdjustmentRequest,
)
from boss.billing.v1.questions_pb2 import ListAdjustmentsRequest
from boss.values.v1.values_pb2 import Money
from gateway.apis.tmf654_prepay_balance.mapping.adjustments import (
    RESOURCE,
    as_it_is,
    shown,
    state_of,
)
from gateway.clients.services import Services
from gateway.records.adjustments import adjustment_in_path, adjustments_of
from gateway.records.holdings import Holdings
from gateway.records.whose_balance import ways_said
from gateway.rest.grammar.exact_json import ExactResponse
from gateway.rest.lists.long_lists import LongList, one_asked, pushed
from gateway.rest.request.amounts import QUANTITY, fen_moved
from gateway.rest.request.asking import Asking, chosen, text
from kernel.money import CNY
from runtime.rpc.client import answered

ACCOUNT = "partyAccount.id"


@dataclass(frozen=True, slots=True)
class Adjustments:
    """Speaks TMF654 about money moved by hand; who may approve is billing's to say."""

    services: Services
    holdings: Holdings

    async def create(self, asking: Asking) -> Response:
        """Ask for an adjustment: booked at once within the limit of one person, else it waits."""
        body = await asking.exact_body()
        said = ways_said(body)
        request = AskAdjustmentRequest(
            request_id=asking.request_id,
            amount=Money(currency=CNY, minor=fen_moved(body, "amount", form=QUANTITY)),
            reason_code=text(body, "reasonCode"),
            reason=text(body, "reason"),
        )
        request.account_id = (await self.holdings.named_alike(asking, said)).id
        made = (await answered(self.services.tell_billing.AskAdjustment(request))).adjustment
        return ExactResponse(shown(made), 201, {"Location": f"{RESOURCE}/{made.id}"})

    async def list(self, asking: Asking) -> Response:
        """List adjustments, newest first."""
        which = ListAdjustmentsRequest(
            kind="adjustment",
            account_id=one_asked(asking, ACCOUNT),
            state=state_of(one_asked(asking, "status")),
        )
        listing = LongList(pushed(asking, (ACCOUNT, "status")))
        return await listing.answer(asking, fetch=adjustments_of(which, shown, self.services))

    async def read(self, asking: Asking) -> Response:
        found = await adjustment_in_path(asking, kind="adjustment", services=self.services)
        return ExactResponse(chosen(shown(found), fields=asking.asked("fields")))

    async def approve(self, asking: Asking) -> Response:
        """Book what another person asked for, an adjustment or a refund."""
        body = await asking.exact_body()
        request = ApproveAdjustmentRequest(
            request_id=asking.request_id,
            adjustment_id=asking.id_in_path,
            reason=text(body, "reason", needed="no"),
        )
        done = await answered(self.services.tell_billing.ApproveAdjustment(request))
        return ExactResponse(as_it_is(done.adjustment), 201)

    async def reject(self, asking: Asking) -> Response:
        """Let it not be booked, and say why."""
        body = await asking.exact_body()
        request = RejectAdjustmentRequest(
            request_id=asking.request_id,
            adjustment_id=asking.id_in_path,
            reason=text(body, "reason"),
        )
        done = await answered(self.services.tell_billing.RejectAdjustment(request))
        return ExactResponse(as_it_is(done.adjustment), 201)
