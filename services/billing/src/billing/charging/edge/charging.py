"""Charging before use, over gRPC: the network asks before it lets somebody through."""

from collections.abc import Callable
from typing import Any

import grpc
from typing_extensions import override

from billing.accounts.wire.values import id_of
from billing.charging.ports.unit_of_work import UnitOfWork
from billing.charging.usecases.end_reservation import commit_reservation, release_reservation
from billing.charging.usecases.reserve_units import GrantTerms, extend_units, reserve_units
from billing.charging.wire.charging import commit_of, extension_of, grant_message, reserve_of
from boss.billing.v1 import charging_pb2, charging_pb2_grpc
from kernel.clock import Clock
from kernel.ids import new_id
from runtime.database.database import Database
from runtime.rpc.answering import Answering

Context = grpc.aio.ServicerContext[Any, Any]


class ChargingServicer(Answering, charging_pb2_grpc.ChargingServiceServicer):
    """Answers boss.billing.v1.ChargingService."""

    def __init__(
        self,
        database: Database,
        *,
        new_uow: Callable[[], UnitOfWork],
        clock: Clock,
        terms: GrantTerms,
    ) -> None:
        Answering.__init__(self, database)
        self._new_uow = new_uow
        self._clock = clock
        self._terms = terms

    @override
    async def Reserve(
        self, request: charging_pb2.ReserveRequest, context: Context
    ) -> charging_pb2.ReserveResponse:
        asked, now = reserve_of(request, reservation_id=new_id()), self._clock.now()

        async def act() -> charging_pb2.ReserveResponse:
            granted = await reserve_units(asked, uow=self._new_uow(), terms=self._terms, now=now)
            return charging_pb2.ReserveResponse(grant=grant_message(granted, terms=self._terms))

        return await self.once(request, charging_pb2.ReserveResponse, act)

    @override
    async def Extend(
        self, request: charging_pb2.ExtendRequest, context: Context
    ) -> charging_pb2.ExtendResponse:
        (reservation_id, units), now = extension_of(request), self._clock.now()

        async def act() -> charging_pb2.ExtendResponse:
            granted = await extend_units(
                reservation_id, units=units, uow=self._new_uow(), terms=self._terms, now=now
            )
            return charging_pb2.ExtendResponse(grant=grant_message(granted, terms=self._terms))

        return await self.once(request, charging_pb2.ExtendResponse, act)

    @override
    async def Commit(
        self, request: charging_pb2.CommitRequest, context: Context
    ) -> charging_pb2.CommitResponse:
        asked, now = commit_of(request), self._clock.now()

        async def act() -> charging_pb2.CommitResponse:
            held = await commit_reservation(asked, uow=self._new_uow(), terms=self._terms, now=now)
            return charging_pb2.CommitResponse(held_millifen=held)

        return await self.once(request, charging_pb2.CommitResponse, act)

    @override
    async def Release(
        self, request: charging_pb2.ReleaseRequest, context: Context
    ) -> charging_pb2.ReleaseResponse:
        reservation_id = id_of(request.reservation_id, field="reservation_id")

        async def act() -> charging_pb2.ReleaseResponse:
            await release_reservation(reservation_id, uow=self._new_uow())
            return charging_pb2.ReleaseResponse()

        return await self.once(request, charging_pb2.ReleaseResponse, act)
