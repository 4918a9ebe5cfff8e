"""Write down who logged in, or tried to."""

from emulator.hlr.domain.log_entry import LogEntry
from emulator.hlr.ports import Desk


async def log_session(entry: LogEntry, *, desk: Desk) -> None:
    async with desk:
        await desk.hlr.log(entry)
