"""Load a catalogue: the whole of it or nothing."""

from dataclasses import dataclass
from datetime import datetime

from billing.domain.catalogue import Catalogue
from billing.domain.events import AuditRecorded
from billing.domain.usage import Reason
from billing.usecases.ports import Desk
from billing.usecases.rate_waiting import RATE_WAITING
from kernel.civil import civil_date


@dataclass(frozen=True, slots=True)
class LoadCatalogue:
    """A catalogue, and the document it was read from in its one canonical form."""

    catalogue: Catalogue
    document: str


async def check_catalogue(asked: LoadCatalogue, *, desk: Desk, now: datetime) -> int:
    """Raise what speaks against it; return the number of the newest version there is."""
    async with desk:
        known = await desk.shelf.all()
        known.check_successor(asked.catalogue, today=civil_date(now))
        return known.newest


async def load_catalogue(asked: LoadCatalogue, *, desk: Desk, now: datetime) -> int:
    """Keep it as a new version; the newest again is that version and no new one."""
    async with desk:
        known = await desk.shelf.all()
        version = await desk.shelf.add(asked.catalogue, document=asked.document, at=now)
        if version == known.newest:
            return version
        known.check_successor(asked.catalogue, today=civil_date(now))
        await desk.say([_audited(version, now=now)], now=now)
        for subscriber_id in await desk.usage.subscribers_waiting(Reason.NO_TARIFF):
            key = f"{subscriber_id}/catalogue.{version}"
            await desk.timers.schedule(RATE_WAITING, key=key, at=now)
        return version


def _audited(version: int, *, now: datetime) -> AuditRecorded:
    return AuditRecorded(
        action="catalogue.loaded",
        object_id=f"catalogue {version}",
        reason="",
        outcome="done",
        at=now,
    )
