"""What provisioning answers about files and records of use."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from boss.provisioning.v1 import records_pb2 as pb
from boss.provisioning.v1.records_pb2_grpc import RecordServiceServicer
from kernel.errors import Invalid
from kernel.use import is_element
from provisioning.mediation.domain.usage import NOTED, Flaw
from provisioning.vault.usecases.read_request import limit_of
from runtime.rpc.timestamps import timestamp


class Refused(Protocol):
    """A line that was not said."""

    @property
    def id(self) -> int: ...
    @property
    def element(self) -> str: ...
    @property
    def file(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def reason(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def record_id(self) -> str: ...
    @property
    def refused_at(self) -> datetime: ...


class Counted(Protocol):
    """The files of one element."""

    @property
    def element(self) -> str: ...
    @property
    def files(self) -> int: ...
    @property
    def files_missing(self) -> int: ...
    @property
    def stated(self) -> int: ...
    @property
    def without_trailer(self) -> int: ...
    @property
    def read(self) -> int: ...
    @property
    def said(self) -> int: ...
    @property
    def refused(self) -> int: ...


class Records(Protocol):
    """What is written down of them."""

    async def refused(
        self, *, reason: str, element: str, before: int, limit: int
    ) -> Sequence[Refused]: ...

    async def by_element(self) -> Sequence[Counted]: ...

    async def by_reason(self) -> Mapping[str, int]: ...


class RecordServicer(RecordServiceServicer):
    """Reads only."""

    def __init__(self, records: Records) -> None:
        self._records = records

    async def ListRefusedRecords(  # noqa: N802
        self, request: pb.ListRefusedRecordsRequest, context: Any
    ) -> pb.ListRefusedRecordsResponse:
        limit = limit_of(request.limit)
        if request.before_id < 0:
            raise Invalid("FIELD_NOT_VALID", "Ids are above zero.", field="before_id")
        refused = await self._records.refused(
            reason=_reason_of(request.reason),
            element=_element_of(request.element),
            before=request.before_id,
            limit=limit,
        )
        return pb.ListRefusedRecordsResponse(
            records=[_message(one) for one in refused],
            next_before_id=refused[-1].id if refused else 0,
        )

    async def CountRecords(  # noqa: N802
        self, request: pb.CountRecordsRequest, context: Any
    ) -> pb.CountRecordsResponse:
        reasons = await self._records.by_reason()
        return pb.CountRecordsResponse(
            elements=[
                pb.ElementRecords(
                    element=one.element,
                    files=one.files,
                    files_missing=one.files_missing,
                    records_stated=one.stated,
                    files_without_trailer=one.without_trailer,
                    records_read=one.read,
                    records_said=one.said,
                    records_refused=one.refused,
                )
                for one in await self._records.by_element()
            ],
            refused=_counts({name: n for name, n in reasons.items() if name not in NOTED}),
            noted=_counts({name: n for name, n in reasons.items() if name in NOTED}),
        )


def _counts(reasons: Mapping[str, int]) -> Sequence[pb.RefusedCount]:
    return [pb.RefusedCount(reason=name, count=n) for name, n in sorted(reasons.items())]


def _reason_of(said: str) -> str:
    if said and said not in set(Flaw):
        sentence = f"This is one of {', '.join(Flaw)}."
        raise Invalid("FIELD_NOT_VALID", sentence, field="reason")
    return said


def _element_of(said: str) -> str:
    if said and not is_element(said):
        raise Invalid("FIELD_NOT_VALID", "No element is called so.", field="element")
    return said


def _message(refused: Refused) -> pb.RefusedRecord:
    return pb.RefusedRecord(
        id=refused.id,
        element=refused.element,
        file=refused.file,
        line=refused.line,
        reason=refused.reason,
        field=refused.field,
        record_id=refused.record_id,
        refused_at=timestamp(refused.refused_at),
    )
