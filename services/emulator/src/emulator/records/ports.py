"""What filing call records needs from outside."""

from collections.abc import Sequence
from typing import Protocol

from emulator.records.domain.record_file import RecordFile
from kernel.transaction import Transaction


class RecordStore(Protocol):
    async def begin_files(self, *, records: int, milliseconds: int) -> Sequence[int]:
        """Begin files of so many records each, and one where the oldest is so old.

        Return the sequence numbers of all that were begun and are not closed.
        """
        ...

    async def get_file_for_update(self, sequence: int) -> RecordFile | None:
        """Return a file that is not closed, locked; None where it is, or somebody has it."""
        ...

    async def close_file(self, sequence: int) -> None: ...
    async def is_empty(self) -> bool: ...


class UnitOfWork(Transaction, Protocol):
    """One transaction per `async with`."""

    @property
    def records(self) -> RecordStore: ...


class RecordFolder(Protocol):
    """Where files of call records are fetched from."""

    async def put(self, file: RecordFile) -> None:
        """Write a file and close it by rename; a file of this name that is there stays."""
        ...
