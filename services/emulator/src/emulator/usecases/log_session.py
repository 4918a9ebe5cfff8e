"""Write down who logged in, or tried to."""

from emulator.domain.log_entry import LogEntry
from emulator.usecases.ports import Desk


async def log_session(entry: LogEntry, *, desk: Desk) -> None:
    async with desk:
        await desk.hlr.log(entry)
