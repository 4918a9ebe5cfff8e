"""Commands over gRPC about voucher cards."""

from collections.abc import Callable
from typing import Any

import grpc

from billing.accounts.usecases.find_account import may_see
from billing.accounts.wire.account import account_for_strangers, account_message
from billing.accounts.wire.values import money_message, reason_of
from billing.payments.edge.terms import VoucherTerms
from billing.payments.edge.voucher_tries import VoucherTries
from billing.payments.ports.unit_of_work import UnitOfWork
from billing.payments.usecases.load_vouchers import block_vouchers, load_vouchers
from billing.payments.usecases.post_payment import status_of
from billing.payments.usecases.redeem_voucher import redeem_voucher
from billing.payments.wire.vouchers import batch_of, blocking_of, redemption_of, sealed_request
from boss.billing.v1 import commands_pb2
from kernel.clock import Clock
from runtime.database.database import Database
from runtime.guessing import Guessing
from runtime.rpc.answering import Answering
from runtime.rpc.calling import current_caller

Context = grpc.aio.ServicerContext[Any, Any]


class VoucherCommands(Answering):
    """The part of boss.billing.v1.CommandService that takes vouchers."""

    def __init__(
        self,
        database: Database,
        *,
        new_uow: Callable[[], UnitOfWork],
        clock: Clock,
        guessing: Guessing,
        terms: VoucherTerms,
    ) -> None:
        Answering.__init__(self, database)
        self._new_uow = new_uow
        self._clock = clock
        self._guessing = guessing
        self._terms = terms

    async def LoadVouchers(  # noqa: N802 - gRPC's name
        self, request: commands_pb2.LoadVouchersRequest, context: Context
    ) -> commands_pb2.LoadVouchersResponse:
        asked = batch_of(request, caller=current_caller(), key=self._terms.key_or_refuse())
        now = self._clock.now()

        async def act() -> commands_pb2.LoadVouchersResponse:
            alone = self._terms.alone
            loaded = await load_vouchers(asked, uow=self._new_uow(), alone=alone, now=now)
            return commands_pb2.LoadVouchersResponse(
                added=loaded.added,
                known=len(asked.vouchers) - loaded.added,
                waiting=loaded.waiting,
            )

        return await self.once(request, commands_pb2.LoadVouchersResponse, act)

    async def BlockVouchers(  # noqa: N802 - gRPC's name
        self, request: commands_pb2.BlockVouchersRequest, context: Context
    ) -> commands_pb2.BlockVouchersResponse:
        asked, now = (
            blocking_of(request, caller=current_caller(), reason=reason_of(request.reason)),
            self._clock.now(),
        )

        async def act() -> commands_pb2.BlockVouchersResponse:
            blocked = await block_vouchers(asked, uow=self._new_uow(), now=now)
            return commands_pb2.BlockVouchersResponse(blocked=blocked)

        return await self.once(request, commands_pb2.BlockVouchersResponse, act)

    async def RedeemVoucher(  # noqa: N802 - gRPC's name
        self, request: commands_pb2.RedeemVoucherRequest, context: Context
    ) -> commands_pb2.RedeemVoucherResponse:
        request = sealed_request(request, key=self._terms.key_or_refuse())
        asked, now = redemption_of(request), self._clock.now()
        before = await self.first_answer(request, commands_pb2.RedeemVoucherResponse)
        if before is not None:
            before.status = await status_of(before.payment_id, uow=self._new_uow())
            return before
        tries = VoucherTries(self._guessing, self._new_uow)
        guess = await tries.count(asked.msisdn, now=now)

        async def act() -> commands_pb2.RedeemVoucherResponse:
            posted = await redeem_voucher(asked, uow=self._new_uow(), now=now)
            await self._guessing.forgive(guess, now=now)
            theirs = may_see(posted.account, caller=current_caller())
            account = posted.account
            shown = (
                account_message(account, back=posted.back)
                if theirs
                else account_for_strangers(account)
            )
            return commands_pb2.RedeemVoucherResponse(
                payment_id=posted.payment.id,
                amount=money_message(posted.payment.amount),
                account=shown,
                status=posted.payment.status.value,
            )

        return await self.once(request, commands_pb2.RedeemVoucherResponse, act)
