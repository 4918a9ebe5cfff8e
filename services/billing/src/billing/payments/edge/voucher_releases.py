"""Answers boss.billing.v1.VoucherService: batches that wait for a second person."""

from collections.abc import Callable
from typing import Any

import grpc
from typing_extensions import override

from billing.accounts.wire.values import money_message, reason_of, word_of
from billing.payments.ports.unit_of_work import UnitOfWork
from billing.payments.usecases.release_vouchers import ReleaseVouchers, release_vouchers
from boss.billing.v1 import vouchers_pb2, vouchers_pb2_grpc
from kernel.clock import Clock
from kernel.errors import NotAllowed
from runtime.database.database import Database
from runtime.rpc.answering import Answering
from runtime.rpc.calling import current_caller

Context = grpc.aio.ServicerContext[Any, Any]


class VoucherServicer(Answering, vouchers_pb2_grpc.VoucherServiceServicer):
    """Answers boss.billing.v1.VoucherService."""

    def __init__(self, database: Database, new_uow: Callable[[], UnitOfWork], clock: Clock) -> None:
        super().__init__(database)
        self._new_uow = new_uow
        self._clock = clock

    @override
    async def ReleaseVouchers(
        self, request: vouchers_pb2.ReleaseVouchersRequest, context: Context
    ) -> vouchers_pb2.ReleaseVouchersResponse:
        batch = word_of(request.batch, field="batch")
        asked, now = (
            ReleaseVouchers(batch, current_caller(), reason_of(request.reason)),
            self._clock.now(),
        )

        async def act() -> vouchers_pb2.ReleaseVouchersResponse:
            done = await release_vouchers(asked, uow=self._new_uow(), now=now)
            return vouchers_pb2.ReleaseVouchersResponse(
                released=done.vouchers, worth=money_message(done.worth)
            )

        return await self.once(request, vouchers_pb2.ReleaseVouchersResponse, act)

    @override
    async def ListWaitingBatches(
        self, request: vouchers_pb2.ListWaitingBatchesRequest, context: Context
    ) -> vouchers_pb2.ListWaitingBatchesResponse:
        if not current_caller().staff:
            raise NotAllowed("ROLE_REQUIRED", "This is for staff.")
        batches = await self._new_uow().vouchers.waiting()
        return vouchers_pb2.ListWaitingBatchesResponse(
            batches=[
                vouchers_pb2.WaitingBatch(
                    batch=one.batch,
                    loaded_by=one.loaded_by,
                    vouchers=one.vouchers,
                    worth=money_message(one.worth),
                )
                for one in batches
            ]
        )
