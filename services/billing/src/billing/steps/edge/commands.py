"""Commands over gRPC: payments, the catalogue, and the steps of orders."""

from collections.abc import Callable
from typing import Any

import grpc
from typing_extensions import override

from billing.accounts.edge.asker import asker_now, collector_now, person_now
from billing.accounts.ports import Desk
from billing.accounts.usecases.find_account import is_hers
from billing.catalogue.usecases.load_catalogue import LoadCatalogue, check_catalogue, load_catalogue
from billing.catalogue.wire.catalogue import read_catalogue
from billing.charging.edge.usage import UsageCommands
from billing.credit.edge.credit import CreditCommands
from billing.lifecycle.wire.answers import account_for_strangers, account_message
from billing.packs.edge.packs import PackCommands
from billing.payments.edge.adjustments import AdjustmentCommands
from billing.payments.edge.books import BookCommands
from billing.payments.edge.payments import PaymentCommands
from billing.payments.edge.terms import Terms
from billing.payments.edge.vouchers import VoucherCommands
from billing.payments.usecases.post_payment import post_payment, status_of
from billing.payments.wire.payments import payment_of
from billing.steps.usecases.carry_out import carry_out, take_back
from billing.steps.wire.steps import digest_of, ref_of, step_of
from boss.billing.v1 import commands_pb2
from kernel.clock import Clock
from runtime.database.database import Database
from runtime.guessing import Guessing
from runtime.rpc.answering import Answering, must_have_id

Context = grpc.aio.ServicerContext[Any, Any]


def load_of(request: commands_pb2.LoadCatalogueRequest) -> LoadCatalogue:
    """Return what is to be loaded; raises `CATALOGUE_INVALID`, `INVALID_ARGUMENT`."""
    catalogue, document = read_catalogue(request.catalogue)
    person = person_now(request.reason)
    corrector = person if request.correction else None
    return LoadCatalogue(catalogue, document, corrector, person.reason)


class CommandServicer(
    PaymentCommands,
    BookCommands,
    VoucherCommands,
    AdjustmentCommands,
    CreditCommands,
    UsageCommands,
    PackCommands,
):
    """Answers boss.billing.v1.CommandService."""

    def __init__(
        self,
        database: Database,
        *,
        desks: Callable[[], Desk],
        clock: Clock,
        terms: Terms,
        guessing: Guessing,
    ) -> None:
        Answering.__init__(self, database)
        self._desks = desks
        self._clock = clock
        self._terms = terms
        self._guessing = guessing

    @override
    async def PostPayment(
        self, request: commands_pb2.PostPaymentRequest, context: Context
    ) -> commands_pb2.PostPaymentResponse:
        collector = collector_now(request.payment_channel)
        asked, now = payment_of(request, collector), self._clock.now()

        async def act() -> commands_pb2.PostPaymentResponse:
            limits = self._terms.limits
            posted = await post_payment(asked, desk=self._desks(), limits=limits, now=now)
            hers = is_hers(posted.account, asker=asker_now())
            shown = account_message if hers else account_for_strangers
            return commands_pb2.PostPaymentResponse(
                payment_id=posted.payment.id, account=shown(posted.account)
            )

        answer = await self.once(request, commands_pb2.PostPaymentResponse, act)
        answer.status = await status_of(answer.payment_id, desk=self._desks())
        return answer

    @override
    async def LoadCatalogue(
        self, request: commands_pb2.LoadCatalogueRequest, context: Context
    ) -> commands_pb2.LoadCatalogueResponse:
        asked, now = load_of(request), self._clock.now()
        load = check_catalogue if request.dry_run else load_catalogue

        async def act() -> commands_pb2.LoadCatalogueResponse:
            version = await load(asked, desk=self._desks(), now=now)
            return commands_pb2.LoadCatalogueResponse(
                catalogue_version=version, offerings=sorted(asked.catalogue.offerings)
            )

        return await self.once(request, commands_pb2.LoadCatalogueResponse, act)

    @override
    async def CarryOut(
        self, request: commands_pb2.CarryOutRequest, context: Context
    ) -> commands_pb2.CarryOutResponse:
        # The memory of steps answers it once, and it has no other answer than that it is done.
        must_have_id(request)
        step, ref, digest = step_of(request.step), ref_of(request), digest_of(request.step)
        now = self._clock.now()
        await carry_out(step, desk=self._desks(), ref=ref, digest=digest, now=now)
        return commands_pb2.CarryOutResponse()

    @override
    async def TakeBack(
        self, request: commands_pb2.TakeBackRequest, context: Context
    ) -> commands_pb2.TakeBackResponse:
        must_have_id(request)
        step, ref, now = step_of(request.step), ref_of(request), self._clock.now()
        await take_back(step, desk=self._desks(), ref=ref, now=now)
        return commands_pb2.TakeBackResponse()
