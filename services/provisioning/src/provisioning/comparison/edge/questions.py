"""What the comparison answers: a profile both ways, differences, counts."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from boss.provisioning.v1 import questions_pb2 as pb
from provisioning.changes.domain.profile import Profile, profile_of
from provisioning.changes.ports import UnitOfWork
from provisioning.comparison.usecases.compare_network import Window, compare_network
from provisioning.comparison.wire import difference_message, profile_message
from provisioning.elements.domain.answers import Shown
from provisioning.elements.domain.commands import ReadNumber
from provisioning.elements.ports import Element, ElementSilent
from provisioning.vault.domain.numbers import msisdn_of
from provisioning.vault.usecases.read_request import limit_of
from runtime.errors import TransientError

USUAL_LIMIT = 100


class OrderCounts(Protocol):
    """Orders by their state; the held ones are among those in flight."""

    @property
    def orders(self) -> Mapping[str, int]: ...

    @property
    def held(self) -> int: ...


class RecordCounts(Protocol):
    @property
    def read(self) -> int: ...

    @property
    def said(self) -> int: ...

    @property
    def refused(self) -> int: ...


class ChangeReadings(Protocol):
    """What is written down of changes."""

    async def seen(self, msisdn: str) -> Profile: ...

    async def counts(self) -> OrderCounts: ...


class RecordReadings(Protocol):
    """What is written down of records."""

    async def counts(self) -> RecordCounts: ...


class NetworkQuestions:
    """Reads only."""

    def __init__(
        self,
        units: Callable[[], UnitOfWork],
        element: Element,
        changes: ChangeReadings,
        records: RecordReadings,
    ) -> None:
        self._units = units
        self._element = element
        self._changes = changes
        self._records = records

    async def GetProfile(  # noqa: N802
        self, request: pb.GetProfileRequest, context: Any
    ) -> pb.GetProfileResponse:
        msisdn = msisdn_of(request.msisdn)
        desired = (await self._units().profiles.get([msisdn])).get(msisdn, Profile(msisdn))
        return pb.GetProfileResponse(
            desired=profile_message(desired), actual=profile_message(await self._actual(msisdn))
        )

    async def Compare(  # noqa: N802
        self, request: pb.CompareRequest, context: Any
    ) -> pb.CompareResponse:
        window = Window(request.after_msisdn, limit_of(request.limit) or USUAL_LIMIT)
        try:
            comparison = await compare_network(window, uow=self._units(), element=self._element)
        except ElementSilent as silent:
            raise TransientError(str(silent)) from silent
        return pb.CompareResponse(
            differences=[difference_message(one) for one in comparison.differences],
            compared=comparison.compared,
            skipped=comparison.skipped,
            last_msisdn=comparison.last,
        )

    async def CountChanges(  # noqa: N802
        self, request: pb.CountChangesRequest, context: Any
    ) -> pb.CountChangesResponse:
        counts, records = await self._changes.counts(), await self._records.counts()
        return pb.CountChangesResponse(
            orders_heard=sum(counts.orders.values()),
            orders_completed=counts.orders.get("completed", 0),
            orders_failed=counts.orders.get("failed", 0),
            orders_in_flight=counts.orders.get("in_flight", 0) - counts.held,
            orders_held=counts.held,
            records_read=records.read,
            records_said=records.said,
            records_refused=records.refused,
        )

    async def _actual(self, msisdn: str) -> Profile:
        """What the network shows now; where it does not answer, what it showed last."""
        exchange = await self._element.tell(ReadNumber(msisdn), None)
        match exchange.answer:
            case Shown(record=record):
                return profile_of(record) if record else Profile(msisdn)
            case _:
                return await self._changes.seen(msisdn)
