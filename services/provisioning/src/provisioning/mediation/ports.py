"""What collecting records needs from outside."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from provisioning.changes import ports as changes
from provisioning.changes.domain.events import Event
from provisioning.mediation.domain.events import UsageRecorded
from provisioning.mediation.domain.identity import Known
from provisioning.mediation.domain.usage import RecordFile, RefusedLine, UsageRecord


class UsageBook(Protocol):
    async def open_file(self, file: RecordFile) -> int | None:
        """Take note of a file; None where the same content was read under its name before.

        Waits for who reads another file of its element.
        """
        ...

    async def known(self, names: Collection[str]) -> Mapping[str, Known]:
        """Return the uses that were said under these names."""
        ...

    async def alike(self, records: Sequence[UsageRecord]) -> Mapping[bytes, int]:
        """Return how many uses that are like one of these were said, by likeness."""
        ...

    async def remember(self, records: Sequence[UsageRecord]) -> Sequence[UsageRecord]:
        """Return those that another process has not said meanwhile."""
        ...

    async def close_file(
        self, file_id: int, file: RecordFile, refused: Sequence[RefusedLine], *, now: datetime
    ) -> None:
        """Keep what became of a file; `refused`: lines beside those its reading refused."""
        ...


class RecordFolder(Protocol):
    """Where the switch leaves its files."""

    def prepare(self) -> None:
        """Make it ready for the process that reads it."""
        ...

    async def closed(self) -> Sequence[str]: ...

    async def left_alone(self) -> Sequence[str]:
        """Return what lies there for long, and nobody reads or can take."""
        ...

    async def read(self, name: str) -> RecordFile: ...

    async def archive(self, file: RecordFile) -> None:
        """Put a file away as it was read; what lies there now otherwise is left to be read."""
        ...


class UnitOfWork(changes.UnitOfWork, Protocol):
    """One transaction per `async with`; for one caller at a time."""

    @property
    def usage(self) -> UsageBook: ...

    async def publish(self, events: Sequence[Event | UsageRecorded], *, now: datetime) -> None: ...
