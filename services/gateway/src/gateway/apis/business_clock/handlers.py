"""The business clock of all services, moved from due moment to due moment (architecture 5)."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from google.protobuf.timestamp_pb2 import Timestamp
from starlette.responses import JSONResponse, Response

from boss.runtime.v1.operations_pb2 import QuietRequest, QuietResponse, SetClockRequest
from gateway.apis.business_clock.mapping import instant_of, shown
from gateway.clients.services import Services
from gateway.rest.request.api_request import ApiRequest, text
from kernel.clock import monotonic
from kernel.errors import NotAllowed
from runtime.rpc.client import answered

LOOK_SECONDS = 0.05
CALL_SECONDS = 10.0
LOOKS_IN_A_ROW = 2
"""Quiet is believed when it was seen twice: a message may have been between two services."""


@dataclass(frozen=True, slots=True)
class BusinessClock:
    """Asks every service whether it is quiet and what is due next, and sets their clocks."""

    services: Services
    quiet_seconds: float

    async def read(self, request: ApiRequest) -> Response:
        """Tell the business time of every service, what is busy, and what is due next."""
        del request
        seen = await self._look()
        return JSONResponse({name: shown(one) for name, one in seen.items()})

    async def wait(self, request: ApiRequest) -> Response:
        """Wait until nothing moves any more."""
        del request
        await self._quiet()
        return JSONResponse({"quiet": True})

    async def move(self, request: ApiRequest) -> Response:
        """Move to an instant (RFC 3339): all to the earliest due moment, quiet, and on."""
        body = await request.body()
        goal = instant_of(text(body, "to"))
        seen = await self._quiet()
        _judge_going_back(seen, goal)
        stops = 0
        while (due := await self._due()) is not None and due < goal:
            await self._set(due, services=seen)
            stops += 1
        await self._set(goal, services=seen)
        await self._quiet()
        return JSONResponse({"now": goal.isoformat(), "dueMoments": stops, "stands": True})

    async def run(self, request: ApiRequest) -> Response:
        """Let business time run on from where it stands; where it runs, nothing is done."""
        del request
        seen = await self._look()
        now = _latest(seen)
        standing = [name for name, one in seen.items() if one.stands]
        await self._set(now, runs_on=True, services=standing)
        return JSONResponse({"now": now.isoformat(), "stands": False})

    async def _due(self) -> datetime | None:
        seen = await self._quiet()
        moments = [
            one.next_due.ToDatetime(UTC) for one in seen.values() if one.HasField("next_due")
        ]
        now = _latest(seen)
        later = [moment for moment in moments if moment > now]
        return min(later, default=None)

    async def _set(
        self, instant: datetime, *, services: Collection[str], runs_on: bool = False
    ) -> None:
        at = Timestamp()
        at.FromDatetime(instant)
        message = SetClockRequest(instant=at, runs_on=runs_on)
        doors = self.services.operations()
        calls = [doors[name].SetClock(message, timeout=CALL_SECONDS) for name in services]
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


def _latest(seen: Mapping[str, QuietResponse]) -> datetime:
    return max(one.now.ToDatetime(UTC) for one in seen.values())


def _judge_going_back(seen: Mapping[str, QuietResponse], goal: datetime) -> None:
    """Refuse a goal that lies before now where anything happened after it, in any service.

    Raises `CLOCK_CANNOT_GO_BACK`. Each service judges its own once more when it is set.
    """
    if goal >= _latest(seen):
        return
    facts = {
        name: one.newest_fact.ToDatetime(UTC)
        for name, one in seen.items()
        if one.HasField("newest_fact")
    }
    later = {name: fact for name, fact in facts.items() if fact > goal}
    if later:
        name = max(later, key=lambda one: later[one])
        raise NotAllowed(
            "CLOCK_CANNOT_GO_BACK",
            f"Something happened in {name} at {later[name].isoformat()}; business time cannot go "
            "back before it. POST /v1/clock/run lets a clock that stands run on.",
        )
