"""Write down who logged in, or tried to."""

from emulator.hlr.domain.log_entry import LogEntry
from emulator.hlr.ports import UnitOfWork


async def log_session(entry: LogEntry, *, uow: UnitOfWork) -> None:
    async with uow:
        await uow.hlr.log(entry)
