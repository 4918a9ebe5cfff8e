"""What is asked of changes: which there are, and whether codes may be sent."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from boss.provisioning.v1 import questions_pb2 as pb
from provisioning.changes.domain.change import Change
from provisioning.changes.ports import UnitOfWork
from provisioning.changes.wire.changes import change_message
from provisioning.vault.domain.numbers import msisdn_of
from provisioning.vault.usecases.read_request import limit_of

CODES_HELD = "CODES_HELD"


class Readings(Protocol):
    """What is written down, for who asks."""

    async def changes(self, *, state: str, order_id: str, limit: int) -> Sequence[Change]: ...


class ChangeQuestions:
    """Reads only."""

    def __init__(self, units: Callable[[], UnitOfWork], readings: Readings) -> None:
        self._units = units
        self._readings = readings

    async def ListChanges(  # noqa: N802
        self, request: pb.ListChangesRequest, context: Any
    ) -> pb.ListChangesResponse:
        changes = await self._readings.changes(
            state=request.state, order_id=request.order_id, limit=limit_of(request.limit)
        )
        return pb.ListChangesResponse(changes=[change_message(one) for one in changes])

    async def MaySendCode(  # noqa: N802
        self, request: pb.MaySendCodeRequest, context: Any
    ) -> pb.MaySendCodeResponse:
        held = await self._units().profiles.holds_codes(msisdn_of(request.msisdn))
        return pb.MaySendCodeResponse(may=not held, reason=CODES_HELD if held else "")
