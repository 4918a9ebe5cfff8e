"""Load a catalogue: the whole of it or nothing."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from billing.accounts.domain.deed import Deed, check_may
from billing.accounts.domain.due import RATE_WAITING
from billing.accounts.domain.events import AuditRecorded
from billing.catalogue.domain.catalogue import Catalogue, Catalogues
from billing.catalogue.ports import UnitOfWork
from kernel.caller import Caller
from kernel.civil import civil_date

_NO_TARIFF = "no_tariff"
"""For what records wait that have no price yet."""


@dataclass(frozen=True, slots=True)
class LoadCatalogue:
    """A catalogue, and the document it was read from in its one canonical form.

    `correction`: who corrects what should have been valid in the past; None where nobody does.
    """

    catalogue: Catalogue
    document: str
    correction: Caller | None = None
    reason: str = ""


async def check_catalogue(asked: LoadCatalogue, *, uow: UnitOfWork, now: datetime) -> int:
    """Raise what speaks against it; return the number of the newest version there is."""
    _check_corrector(asked)
    async with uow:
        known = await uow.catalogues.all()
        known.check_successor(asked.catalogue, earliest=_earliest(asked, now=now))
        return known.newest


async def load_catalogue(asked: LoadCatalogue, *, uow: UnitOfWork, now: datetime) -> int:
    """Keep it as a new version; the newest again is that version and no new one.

    Raises `CATALOGUE_IN_THE_PAST`, `CATALOGUE_DROPS_OFFERING`, and for a correction
    `ROLE_REQUIRED`, `FIELD_MISSING`.
    """
    _check_corrector(asked)
    async with uow:
        known = await uow.catalogues.all()
        if _is_newest(asked.catalogue, known):
            return known.newest
        version = await uow.catalogues.add(asked.catalogue, document=asked.document, at=now)
        if version == known.newest:
            return version
        known.check_successor(asked.catalogue, earliest=_earliest(asked, now=now))
        await uow.publish([_audited(asked, version, now=now)], now=now)
        for subscriber_id in await uow.usage.subscribers_waiting(_NO_TARIFF):
            key = f"{subscriber_id}/catalogue.{version}"
            await uow.timers.schedule(RATE_WAITING, key=key, at=now)
        return version


def _check_corrector(asked: LoadCatalogue) -> None:
    if asked.correction is not None:
        check_may(asked.correction, Deed.CORRECT_CATALOGUE, reason=asked.reason)


def _earliest(asked: LoadCatalogue, *, now: datetime) -> date | None:
    return None if asked.correction else civil_date(now)


def _is_newest(catalogue: Catalogue, known: Catalogues) -> bool:
    """Tell whether it says what the newest says, though that may have been written another way."""
    newest = (one for one in known.versions if one.version == known.newest)
    return any(replace(one, version=catalogue.version) == catalogue for one in newest)


def _audited(asked: LoadCatalogue, version: int, *, now: datetime) -> AuditRecorded:
    return AuditRecorded(
        action="catalogue.corrected" if asked.correction else "catalogue.loaded",
        object_id=f"catalogue {version}",
        reason=asked.reason,
        outcome="done",
        at=now,
    )
