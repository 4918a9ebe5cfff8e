"""Call records that are due: put into files, and the files closed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from emulator.records.ports import RecordFolder, UnitOfWork
from emulator.records.usecases.close_record_file import Roll, begin_record_files, close_record_file


@dataclass(frozen=True, slots=True)
class RecordFiles:
    """A work of the runtime: each item is the sequence number of a file that was begun."""

    units: Callable[[], UnitOfWork]
    folder: RecordFolder
    roll: Roll
    name: str = "record_files"
    in_hand: set[int] = field(default_factory=set)

    async def due(self) -> Sequence[int]:
        """Begin the files that are due; take what was begun, by this process or one before."""
        begun = await begin_record_files(self.roll, uow=self.units())
        fresh = [sequence for sequence in begun if sequence not in self.in_hand]
        self.in_hand.update(fresh)
        return fresh

    async def carry_out(self, item: int) -> None:
        """Write and close one file; a failure leaves it to come again."""
        try:
            await close_record_file(item, uow=self.units(), folder=self.folder)
        finally:
            self.in_hand.discard(item)

    async def next_due(self) -> datetime | None:
        """Nothing waits for business time."""
        return None

    async def is_quiet(self) -> bool:
        """Tell whether every record is in a closed file."""
        return await self.units().records.is_empty()
