"""The business clock: the machine's, or a row that can be moved where a process was started so."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kernel.clock import SystemClock
from kernel.errors import NotAllowed
from runtime.database.database import Database
from runtime.jobs.keep_running import repeat
from runtime.messaging.newest_fact import newest_fact
from runtime.settings.service_settings import ServiceSettings

_REFRESH_SECONDS = 0.1
_READ = "SELECT standing_at, moved_by FROM business_clock"
_WRITE = """
INSERT INTO business_clock (standing_at, moved_by) VALUES ($1, $2)
ON CONFLICT (one) DO UPDATE SET standing_at = excluded.standing_at, moved_by = excluded.moved_by
"""


@dataclass(frozen=True, slots=True)
class _Setting:
    standing_at: datetime | None = None
    moved_by: timedelta = timedelta()


class BusinessClock:
    """Business time. Settable: at most 0.1 s behind the row all doors of the service share."""

    def __init__(self, database: Database, settings: ServiceSettings) -> None:
        self._database = database
        self._machine = SystemClock()
        self._setting = _Setting()
        self.is_settable = settings.clock == "settable"

    def now(self) -> datetime:
        """Answer the business moment, an aware UTC instant."""
        setting = self._setting
        return setting.standing_at or self._machine.now() + setting.moved_by

    @property
    def stands(self) -> bool:
        """Tell whether it stands until somebody moves it."""
        return self._setting.standing_at is not None

    async def refresh(self) -> None:
        """Read the row now."""
        if not self.is_settable:
            return
        async with self._database.reading() as connection:
            row = (await connection.exec_driver_sql(_READ)).first()
        self._setting = _Setting(row.standing_at, row.moved_by) if row else _Setting()

    async def stand_at(self, instant: datetime) -> None:
        """Let business time stand at `instant` until it is moved again.

        Raises `CLOCK_IS_THE_MACHINES` where the process was not started with a settable clock, and
        `CLOCK_CANNOT_GO_BACK` where a fact is later than `instant` and that lies before now.
        """
        await self._write(instant, _Setting(instant))

    async def run_from(self, instant: datetime) -> None:
        """Let business time run on from `instant`; raises as `stand_at` does."""
        await self._write(instant, _Setting(None, instant - self._machine.now()))

    async def _write(self, instant: datetime, setting: _Setting) -> None:
        if not self.is_settable:
            raise NotAllowed("CLOCK_IS_THE_MACHINES", "This system was started with a real clock.")
        await self.refresh()
        async with self._database.transaction() as connection:
            if instant < self.now():
                judge_going_back(await newest_fact(connection), instant)
            await connection.exec_driver_sql(_WRITE, (setting.standing_at, setting.moved_by))
        await self.refresh()

    async def follow(self) -> None:
        """Keep up with the row without end; returns at once for the machine's clock.

        Raises what reading it raises: hand it to `keep_running`.
        """
        if self.is_settable:
            await repeat(self.refresh, seconds=_REFRESH_SECONDS)


def judge_going_back(newest: datetime | None, instant: datetime) -> None:
    """Raise `CLOCK_CANNOT_GO_BACK` where a fact happened after `instant`."""
    if newest is not None and newest > instant:
        raise NotAllowed(
            "CLOCK_CANNOT_GO_BACK",
            f"Something happened at {newest.isoformat()}; business time cannot go back before it.",
        )
