"""What provisioning answers: changes, profiles, codes, differences, counts."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from boss.provisioning.v1 import questions_pb2 as pb
from boss.provisioning.v1.questions_pb2_grpc import QuestionServiceServicer
from provisioning.domain.answers import Shown
from provisioning.domain.change import Change
from provisioning.domain.commands import ReadNumber
from provisioning.domain.subscription import Profile, profile_of
from provisioning.usecases.compare_network import Window, compare_network
from provisioning.usecases.ports import Desk, Element, ElementSilent
from provisioning.wire.changes import change_message, difference_message, profile_message
from provisioning.wire.requests import limit_of, msisdn_of
from runtime.errors import TransientError

USUAL_LIMIT = 100
CODES_HELD = "CODES_HELD"


class Counts(Protocol):
    @property
    def orders(self) -> Mapping[str, int]: ...

    @property
    def held(self) -> int: ...

    @property
    def records_read(self) -> int: ...

    @property
    def records_said(self) -> int: ...

    @property
    def records_refused(self) -> int: ...


class Readings(Protocol):
    """What is written down, for who asks."""

    async def changes(self, *, state: str, order_id: str, limit: int) -> Sequence[Change]: ...

    async def seen(self, msisdn: str) -> Profile: ...

    async def counts(self) -> Counts: ...


class QuestionServicer(QuestionServiceServicer):
    """Reads only."""

    def __init__(self, desks: Callable[[], Desk], readings: Readings, element: Element) -> None:
        self._desks = desks
        self._readings = readings
        self._element = element

    async def ListChanges(  # noqa: N802
        self, request: pb.ListChangesRequest, context: Any
    ) -> pb.ListChangesResponse:
        found = await self._readings.changes(
            state=request.state, order_id=request.order_id, limit=limit_of(request.limit)
        )
        return pb.ListChangesResponse(changes=[change_message(one) for one in found])

    async def GetProfile(  # noqa: N802
        self, request: pb.GetProfileRequest, context: Any
    ) -> pb.GetProfileResponse:
        msisdn = msisdn_of(request.msisdn)
        desired = (await self._desks().profiles.find([msisdn])).get(msisdn, Profile(msisdn))
        return pb.GetProfileResponse(
            desired=profile_message(desired), actual=profile_message(await self._actual(msisdn))
        )

    async def MaySendCode(  # noqa: N802
        self, request: pb.MaySendCodeRequest, context: Any
    ) -> pb.MaySendCodeResponse:
        held = await self._desks().profiles.holds_codes(msisdn_of(request.msisdn))
        return pb.MaySendCodeResponse(may=not held, reason=CODES_HELD if held else "")

    async def Compare(  # noqa: N802
        self, request: pb.CompareRequest, context: Any
    ) -> pb.CompareResponse:
        window = Window(request.after_msisdn, limit_of(request.limit) or USUAL_LIMIT)
        try:
            found = await compare_network(window, desk=self._desks(), element=self._element)
        except ElementSilent as silent:
            raise TransientError(str(silent)) from silent
        return pb.CompareResponse(
            differences=[difference_message(one) for one in found.differences],
            compared=found.compared,
            skipped=found.skipped,
            last_msisdn=found.last,
        )

    async def CountChanges(  # noqa: N802
        self, request: pb.CountChangesRequest, context: Any
    ) -> pb.CountChangesResponse:
        counts = await self._readings.counts()
        return pb.CountChangesResponse(
            orders_heard=sum(counts.orders.values()),
            orders_completed=counts.orders.get("completed", 0),
            orders_failed=counts.orders.get("failed", 0),
            orders_in_flight=counts.orders.get("in_flight", 0) - counts.held,
            orders_held=counts.held,
            records_read=counts.records_read,
            records_said=counts.records_said,
            records_refused=counts.records_refused,
        )

    async def _actual(self, msisdn: str) -> Profile:
        """What the network shows now; where it does not answer, what it showed last."""
        exchange = await self._element.tell(ReadNumber(msisdn), None)
        match exchange.answer:
            case Shown(record=record):
                return profile_of(record) if record else Profile(msisdn)
            case _:
                return await self._readings.seen(msisdn)
