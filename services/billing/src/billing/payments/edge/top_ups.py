"""Answers boss.billing.v1.TopUpService: what customers ask for, and what providers say."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import grpc
from typing_extensions import override

from billing.accounts.wire.values import id_of, page_size
from billing.payments.edge.collecting import customer_now
from billing.payments.ports.providers import PaymentProvider, PaymentProviders, not_signed
from billing.payments.ports.unit_of_work import UnitOfWork
from billing.payments.usecases.ask_top_up import TopUpTerms, ask_top_up
from billing.payments.usecases.read_top_up import find_top_up, list_top_ups
from billing.payments.usecases.settle_top_up import keep_besides, settle_top_up
from billing.payments.wire.top_ups import sent_of, top_up_asked, top_up_message, which_top_ups
from boss.billing.v1 import top_ups_pb2, top_ups_pb2_grpc
from kernel.clock import Clock
from kernel.errors import Refusal
from runtime.database.database import Database
from runtime.rpc.answering import Answering
from runtime.rpc.calling import current_caller

ALREADY_PAID = "TOP_UP_PAID"
Context = grpc.aio.ServicerContext[Any, Any]


@dataclass(frozen=True, slots=True)
class TopUpParts:
    """What stands behind; `machine` is the clock providers sign with."""

    new_uow: Callable[[], UnitOfWork]
    clock: Clock
    machine: Clock
    terms: TopUpTerms
    providers: PaymentProviders


class TopUpServicer(Answering, top_ups_pb2_grpc.TopUpServiceServicer):
    """Answers boss.billing.v1.TopUpService."""

    def __init__(self, database: Database, parts: TopUpParts) -> None:
        Answering.__init__(self, database)
        self._parts = parts

    @override
    async def AskTopUp(
        self, request: top_ups_pb2.AskTopUpRequest, context: Context
    ) -> top_ups_pb2.AskTopUpResponse:
        parts, collector = self._parts, customer_now(request.payment_channel)
        asked, now = top_up_asked(request, collector), parts.clock.now()

        async def act() -> top_ups_pb2.AskTopUpResponse:
            top_up = await ask_top_up(asked, uow=parts.new_uow(), terms=parts.terms, now=now)
            return top_ups_pb2.AskTopUpResponse(top_up=top_up_message(top_up, parts.providers))

        first = await self.once(request, top_ups_pb2.AskTopUpResponse, act)
        # Who asks again may ask when it is paid: told is what became of it by now.
        by = current_caller().id
        known = await find_top_up(
            first.top_up.id, uow=parts.new_uow(), caller=current_caller(), by=by
        )
        return top_ups_pb2.AskTopUpResponse(top_up=top_up_message(known, parts.providers))

    @override
    async def GetTopUp(
        self, request: top_ups_pb2.GetTopUpRequest, context: Context
    ) -> top_ups_pb2.GetTopUpResponse:
        top_up_id, parts = id_of(request.top_up_id, field="top_up_id"), self._parts
        by = current_caller().id
        known = await find_top_up(top_up_id, uow=parts.new_uow(), caller=current_caller(), by=by)
        return top_ups_pb2.GetTopUpResponse(top_up=top_up_message(known, parts.providers))

    @override
    async def ListTopUps(
        self, request: top_ups_pb2.ListTopUpsRequest, context: Context
    ) -> top_ups_pb2.ListTopUpsResponse:
        which, parts = which_top_ups(request, limit=page_size(request.limit)), self._parts
        top_ups = await list_top_ups(which, uow=parts.new_uow(), caller=current_caller())
        return top_ups_pb2.ListTopUpsResponse(
            top_ups=[top_up_message(one, parts.providers) for one in top_ups]
        )

    @override
    async def NotifyPayment(
        self, request: top_ups_pb2.NotifyPaymentRequest, context: Context
    ) -> top_ups_pb2.NotifyPaymentResponse:
        parts = self._parts
        provider = _named(request.provider, parts.providers)
        notice = provider.notice(sent_of(request), at=parts.machine.now())
        now = parts.clock.now()

        async def act() -> top_ups_pb2.NotifyPaymentResponse:
            uow = parts.new_uow()
            done = await settle_top_up(notice, provider=provider.name, uow=uow, now=now)
            return top_ups_pb2.NotifyPaymentResponse(top_up_id=done.id, status=done.state.value)

        try:
            return await self.once(request, top_ups_pb2.NotifyPaymentResponse, act)
        except Refusal as refusal:
            if refusal.code == ALREADY_PAID:
                await keep_besides(notice, provider=provider.name, uow=parts.new_uow(), now=now)
            raise


def _named(name: str, providers: PaymentProviders) -> PaymentProvider:
    if name not in providers:
        # The same answer as to a bad signature: nobody learns with whom we work.
        raise not_signed()
    return providers[name]
