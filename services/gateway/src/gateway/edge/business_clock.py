"""The business clock of all services, moved from due moment to due moment (DESIGN, section 5)."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from google.protobuf.timestamp_pb2 import Timestamp
from starlette.responses import JSONResponse, Response

from boss.runtime.v1.operations_pb2 import QuietRequest, QuietResponse, SetClockRequest
from gateway.clients.services import Services
from gateway.edge.asking import Asking, text
from kernel.clock import monotonic
from kernel.errors import Invalid, NotAllowed
from runtime.rpc.client import answered

LOOK_SECONDS = 0.05
CALL_SECONDS = 10.0
EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
LOOKS_IN_A_ROW = 2
"""Quiet is believed when it was seen twice: a message may have been between two services."""


@dataclass(frozen=True, slots=True)
class ClockDesk:
    """Asks every service whether it is quiet and what is due next, and sets their clocks."""

    services: Services
    quiet_seconds: float

    async def read(self, asking: Asking) -> Response:
        """Tell the business time of every service, what is busy, and what is due next."""
        del asking
        seen = await self._look()
        return JSONResponse({name: _shown(one) for name, one in seen.items()})

    async def wait(self, asking: Asking) -> Response:
        """Wait until nothing moves any more."""
        del asking
        await self._quiet()
        return JSONResponse({"quiet": True})

    async def move(self, asking: Asking) -> Response:
        """Move to an instant (RFC 3339): all to the earliest due moment, quiet, and on."""
        body = await asking.body()
        goal = _instant(text(body, "to"))
        stops = 0
        while (due := await self._due()) is not None and due < goal:
            await self._set(due)
            stops += 1
        await self._set(goal)
        await self._quiet()
        return JSONResponse({"now": goal.isoformat(), "dueMoments": stops})

    async def _due(self) -> datetime | None:
        seen = await self._quiet()
        moments = [
            one.next_due.ToDatetime(UTC) for one in seen.values() if one.HasField("next_due")
        ]
        now = max(one.now.ToDatetime(UTC) for one in seen.values())
        later = [moment for moment in moments if moment > now]
        return min(later, default=None)

    async def _set(self, instant: datetime) -> None:
        at = Timestamp()
        at.FromDatetime(instant)
        doors = self.services.operations().values()
        calls = [door.SetClock(SetClockRequest(instant=at), timeout=CALL_SECONDS) for door in doors]
        await asyncio.gather(*(answered(call) for call in calls))

    async def _quiet(self) -> Mapping[str, QuietResponse]:
        until, in_a_row = monotonic() + self.quiet_seconds, 0
        while True:
            seen = await self._look()
            in_a_row = in_a_row + 1 if all(one.quiet for one in seen.values()) else 0
            if in_a_row == LOOKS_IN_A_ROW:
                return seen
            if monotonic() > until:
                busy = sorted(name for name, one in seen.items() if not one.quiet)
                raise NotAllowed("NOT_QUIET", f"Still busy: {', '.join(busy)}.")
            await asyncio.sleep(LOOK_SECONDS)

    async def _look(self) -> Mapping[str, QuietResponse]:
        doors = self.services.operations()
        calls = [door.Quiet(QuietRequest(), timeout=CALL_SECONDS) for door in doors.values()]
        answers = await asyncio.gather(*(answered(call) for call in calls))
        return dict(zip(doors, answers, strict=True))


def _shown(one: QuietResponse) -> dict[str, object]:
    return {
        "now": one.now.ToJsonString(),
        "quiet": one.quiet,
        "busy": list(one.busy),
        "outboxWaiting": one.outbox_waiting,
        "unheard": one.unheard,
        "nextDue": one.next_due.ToJsonString() if one.HasField("next_due") else None,
    }


def _instant(said: str) -> datetime:
    try:
        instant = datetime.fromisoformat(said)
    except ValueError as error:
        raise Invalid("FIELD_NOT_VALID", "Not an RFC 3339 instant.", field="to") from error
    if instant.tzinfo is None:
        raise Invalid("FIELD_NOT_VALID", "An instant needs its offset, as in Z.", field="to")
    if not EARLIEST_YEAR <= instant.year <= LATEST_YEAR:
        sentence = f"A year from {EARLIEST_YEAR} to {LATEST_YEAR} belongs here."
        raise Invalid("FIELD_NOT_VALID", sentence, field="to")
    return instant.astimezone(UTC)
