"""What the acts of the catalogue need from outside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from billing.catalogue.domain.catalogue import Catalogue, Catalogues
from billing.catalogue.domain.catalogue_diff import Document
from billing.ledger.ports import unit_of_work


class CatalogueReads(Protocol):
    """Versions of the catalogue, read without a transaction."""

    async def all(self) -> Catalogues: ...


class CatalogueVersions(CatalogueReads, Protocol):
    """Versions of the catalogue."""

    async def add(self, catalogue: Catalogue, *, document: str, at: datetime) -> int:
        """Keep a version and return its number; that of an equal newest one where there is one."""
        ...


class Documents(Protocol):
    """Versions as they were loaded, with all they say."""

    async def document(self, version: int) -> Document:
        """Return all that a version says, also what its files left to say because it is usual."""
        ...


class Unpriced(Protocol):
    """Records that wait until there is a price for them."""

    async def subscribers_waiting(self, reason: str) -> Sequence[str]: ...


class UnitOfWork(unit_of_work.UnitOfWork, Protocol):
    """What the acts of the catalogue change together."""

    @property
    def catalogues(self) -> CatalogueVersions: ...
    @property
    def usage(self) -> Unpriced: ...
