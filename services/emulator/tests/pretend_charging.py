"""Whoever charges, pretending: so many units are left, and everything asked is remembered."""

from typing import Any

import grpc
from typing_extensions import override

from boss.billing.v1 import charging_pb2, charging_pb2_grpc
from kernel.errors import Refusal
from runtime.rpc.refusals import status_of

Context = grpc.aio.ServicerContext[Any, Any]


class PretendCharging(charging_pb2_grpc.ChargingServiceServicer):
    """Grants what is left."""

    def __init__(self, *, left: int) -> None:
        self.left = left
        self.refuses_with = ""
        self.refuses_to = "nobody"
        """Whom nobody can pay to reach."""
        self.extends_not = ""
        """With what it refuses to let a use go on."""
        self.asked: list[Any] = []

    @override
    async def Reserve(self, request: Any, context: Context) -> charging_pb2.ReserveResponse:
        self.asked.append(request)
        is_paid = self.left and request.peer != self.refuses_to
        code = self.refuses_with or ("" if is_paid else "INSUFFICIENT_BALANCE")
        if code:
            await self._refuse(code, context)
        return charging_pb2.ReserveResponse(grant=self._grant(request.units))

    @override
    async def Extend(self, request: Any, context: Context) -> charging_pb2.ExtendResponse:
        self.asked.append(request)
        if self.extends_not:
            await self._refuse(self.extends_not, context)
        return charging_pb2.ExtendResponse(grant=self._grant(request.units))

    @override
    async def Commit(self, request: Any, context: Context) -> charging_pb2.CommitResponse:
        self.asked.append(request)
        return charging_pb2.CommitResponse()

    @override
    async def Release(self, request: Any, context: Context) -> charging_pb2.ReleaseResponse:
        self.asked.append(request)
        return charging_pb2.ReleaseResponse()

    def said(self, kind: type[Any]) -> list[Any]:
        """Everything of one kind that was asked."""
        return [one for one in self.asked if isinstance(one, kind)]

    def _grant(self, units: int) -> charging_pb2.Grant:
        return charging_pb2.Grant(
            reservation_id=f"session-{len(self.said(charging_pb2.ReserveRequest))}",
            units=min(units, self.left),
            is_final=units > self.left,
            validity_seconds=3600,
        )

    async def _refuse(self, code: str, context: Context) -> None:
        status = status_of(Refusal(code, "No."), service="billing")
        context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
        await context.abort(grpc.StatusCode.FAILED_PRECONDITION, "No.")
