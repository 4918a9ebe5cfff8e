"""Whoever charges, asked over gRPC before a handset is let through, and told what it used."""

import asyncio
from collections.abc import Awaitable, Mapping
from datetime import datetime
from typing import Any, TypeVar

import grpc
from prometheus_client import Counter

from boss.billing.v1 import charging_pb2_grpc
from boss.billing.v1.charging_pb2 import Grant
from emulator.faults.domain.fault import Element, FaultBoard, FaultKind
from emulator.switch.domain.call_record import RecordType, Use
from emulator.switch.domain.credit import UNLIMITED, Credit
from emulator.switch.domain.traffic import Cause
from emulator.switch.domain.visitor import Visitor
from emulator.switch.wire import commit_message, extension_message, reserve_message
from kernel.errors import Refusal
from runtime.errors import Unanswered
from runtime.rpc.client import answered

Answer = TypeVar("Answer")

UNANSWERED = Counter(
    "kaitong_charging_unanswered",
    "Times nobody said whether there is money, and what was done: let_through or refuse",
    ["what", "policy"],
)
LET_THROUGH = "let_through"
QUOTAS: Mapping[RecordType, int] = {
    RecordType.VOICE: 1800,
    RecordType.FORWARDED: 1800,
    RecordType.DATA: 100_000_000,
}
"""Seconds and octets asked for first; what goes on asks for twice as much each time."""
CAUSES: Mapping[str, Cause] = {
    "INSUFFICIENT_BALANCE": Cause.CREDIT_USED_UP,
    # The most of a month or day is used (3GPP TS 32.299: 4012, as where there is no money).
    "DATA_CAP_REACHED": Cause.CREDIT_USED_UP,
    "USE_CAP_REACHED": Cause.CREDIT_USED_UP,
}
# What the gate says is about the switch, not about the subscriber.
_NOT_THE_CUSTOMERS = frozenset({"NOT_SIGNED", "CALLER_NOT_ALLOWED"})
_SILENT = (Unanswered, TimeoutError, grpc.aio.AioRpcError)


class ChargingClient:
    """The way from the switch and the SMS centre to whoever charges."""

    def __init__(
        self, channel: grpc.aio.Channel, *, faults: FaultBoard, seconds: float, unanswered: str
    ) -> None:
        self._stub: Any = charging_pb2_grpc.ChargingServiceStub(channel)
        self._faults = faults
        self._seconds = seconds
        self._policy = unanswered

    async def begin(self, use: Use, *, by: Visitor, at: datetime) -> Credit:
        """Ask for all of a use; without an answer the policy decides."""
        wanted = max(1, use.amount.units)
        first = reserve_message(use, by=by, at=at, units=min(wanted, _quota(use)))
        try:
            granted = (await self._ask("RESERVE", self._stub.Reserve, first)).grant
        except Refusal as refusal:
            return Credit(CAUSES.get(refusal.code, Cause.CHARGING_REFUSED))
        except _SILENT:
            return UNLIMITED if self._lets_through("reserve") else Credit(Cause.CONGESTION)
        return await self._going_on(granted, wanted=wanted)

    async def end(self, credit: Credit, *, units: int, record_id: str) -> None:
        """Tell what was used; unheard, what was granted expires and the record is charged."""
        if not credit.session:
            return
        used = commit_message(credit.session, units=units, record_id=record_id)
        try:
            await self._ask("COMMIT", self._stub.Commit, used)
        except (Refusal, *_SILENT):
            UNANSWERED.labels("commit", self._policy).inc()

    async def _going_on(self, granted: Grant, *, wanted: int) -> Credit:
        """Ask for more until there is enough, or there is money for no more."""
        session = granted.reservation_id
        while granted.units < wanted and not granted.is_final:
            more = extension_message(session, units=min(wanted, 2 * granted.units))
            try:
                granted = (await self._ask("EXTEND", self._stub.Extend, more)).grant
            except Refusal as refusal:
                # Stopped or gone meanwhile: the use is cut where the last grant ends.
                cause = CAUSES.get(refusal.code, Cause.CHARGING_REFUSED)
                return Credit(units=granted.units, session=session, cut_for=cause)
            except _SILENT:
                if self._lets_through("extend"):
                    return Credit(session=session)
                break
        return Credit(units=granted.units, session=session)

    async def _ask(self, command: str, method: Any, request: Any) -> Any:
        ailment = self._faults.strike(Element.CHARGING, command)
        await asyncio.sleep(ailment.delay_seconds)
        if ailment.has(FaultKind.LOST):
            raise Unanswered("Nobody was reached.")
        answer = await _answered(method(request, timeout=self._seconds))
        if ailment.has(FaultKind.DEAF):
            raise Unanswered("Nobody answers.")
        return answer

    def _lets_through(self, what: str) -> bool:
        UNANSWERED.labels(what, self._policy).inc()
        return self._policy == LET_THROUGH


async def _answered(call: Awaitable[Answer]) -> Answer:
    """Await an answer; raises Unanswered also for what is not about the subscriber."""
    try:
        return await answered(call)
    except Refusal as refusal:
        if refusal.code in _NOT_THE_CUSTOMERS:
            raise Unanswered(refusal.code) from refusal
        raise


def _quota(use: Use) -> int:
    return QUOTAS.get(use.type, use.amount.units or 1)
