"""Commands over gRPC about what was used."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import grpc

from billing.accounts.wire.values import id_of, month_of, reason_of
from billing.charging.ports.unit_of_work import UnitOfWork
from billing.charging.usecases.data_cap import OpenDataAgain, open_data_again
from billing.charging.usecases.rerate_usage import Rerate, rerate_usage
from boss.billing.v1 import commands_pb2
from kernel.clock import Clock
from runtime.database.database import Database
from runtime.rpc.answering import Answering, must_have_id
from runtime.rpc.calling import current_caller

Context = grpc.aio.ServicerContext[Any, Any]


def rerate_of(request: commands_pb2.RerateUsageRequest, *, use_kept: timedelta) -> Rerate:
    """Return what is to be rated again; raises `FIELD_NOT_VALID` with the field that is wrong."""
    whom, after = request.subscriber_id, request.after_subscriber_id
    first = month_of(request.first_month, field="first_month")
    last = request.last_month
    return Rerate(
        run_id=id_of(request.run_id, field="run_id"),
        first_month=first,
        last_month=month_of(last, field="last_month") if last else first,
        caller=current_caller(),
        reason=reason_of(request.reason),
        subscriber_id=id_of(whom, field="subscriber_id") if whom else "",
        after=id_of(after, field="after_subscriber_id") if after else "",
        limit=request.limit,
        use_kept=use_kept,
    )


class UsageCommands(Answering):
    """The part of boss.billing.v1.CommandService that is about use."""

    def __init__(
        self,
        database: Database,
        *,
        new_uow: Callable[[], UnitOfWork],
        clock: Clock,
        use_kept: timedelta,
    ) -> None:
        Answering.__init__(self, database)
        self._new_uow = new_uow
        self._clock = clock
        self._use_kept = use_kept

    async def OpenDataAgain(  # noqa: N802 - gRPC's name
        self, request: commands_pb2.OpenDataAgainRequest, context: Context
    ) -> commands_pb2.OpenDataAgainResponse:
        subscriber_id = id_of(request.subscriber_id, field="subscriber_id")
        asked = OpenDataAgain(subscriber_id, current_caller(), reason_of(request.reason))
        now = self._clock.now()

        async def act() -> commands_pb2.OpenDataAgainResponse:
            await open_data_again(asked, uow=self._new_uow(), now=now)
            return commands_pb2.OpenDataAgainResponse()

        return await self.once(request, commands_pb2.OpenDataAgainResponse, act)

    async def RerateUsage(  # noqa: N802 - gRPC's name
        self, request: commands_pb2.RerateUsageRequest, context: Context
    ) -> commands_pb2.RerateUsageResponse:
        # Each subscriber is a transaction of their own, so that no page locks many accounts: the
        # run's id, and that there is nothing left to change, answer it once.
        must_have_id(request)
        asked = rerate_of(request, use_kept=self._use_kept)
        rerated = await rerate_usage(asked, uow=self._new_uow(), now=self._clock.now())
        return commands_pb2.RerateUsageResponse(
            subscribers=rerated.subscribers,
            records=rerated.records,
            differences=rerated.differences,
            difference_millifen=rerated.millifen,
            left_alone=rerated.left_alone,
            next_subscriber_id=rerated.next_after,
        )
