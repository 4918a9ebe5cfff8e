"""Versions of the catalogue, and the copy of them every process keeps."""

from datetime import datetime

from sqlalchemy import bindparam, func, insert, select, text

from billing.catalogue.domain.catalogue import Catalogue, Catalogues
from billing.catalogue.domain.catalogue_diff import Document
from billing.catalogue.tables import CATALOGUE_VERSION
from billing.catalogue.wire.catalogue import catalogue_of, read_document
from runtime.database.connection import Connection
from runtime.database.database import Database

_VERSION, _DOCUMENT = CATALOGUE_VERSION.c.version, CATALOGUE_VERSION.c.document
NEWEST = select(func.coalesce(func.max(_VERSION), 0))
_ALL = select(_VERSION, _DOCUMENT).order_by(_VERSION)
_DOCUMENT_OF = select(_DOCUMENT).where(bindparam("version") == _VERSION)
_LOCK = text("LOCK TABLE catalogue_version IN SHARE ROW EXCLUSIVE MODE")
_SAME = select(_VERSION).where(
    bindparam("document") == _DOCUMENT,
    select(func.max(CATALOGUE_VERSION.alias("every").c.version)).scalar_subquery() == _VERSION,
)
_ADD = (
    insert(CATALOGUE_VERSION)
    .values({name: bindparam(name) for name in ("valid_from", "document", "loaded_at")})
    .returning(_VERSION)
)


class CatalogueCopy:
    """What this process knows; versions are never changed, so knowing the newest is enough."""

    def __init__(self) -> None:
        self._known = Catalogues()

    async def at(self, newest: int, *, connection: Connection) -> Catalogues:
        """Return all versions up to `newest`, read only when there are new ones."""
        if newest == self._known.newest:
            return self._known
        rows = (await connection.execute(_ALL)).all()
        read = Catalogues(tuple(catalogue_of(row.document, version=row.version) for row in rows))
        if read.newest > self._known.newest:
            self._known = read
        return read


async def all_catalogues(database: Database, copy: CatalogueCopy) -> Catalogues:
    """Return all versions there are."""
    async with database.reading() as connection:
        newest = (await connection.execute(NEWEST)).scalar_one()
        return await copy.at(newest, connection=connection)


class CatalogueTable:
    """In the transaction of its unit of work, which sees the same versions to its end."""

    def __init__(self, database: Database, copy: CatalogueCopy) -> None:
        self._database = database
        self._copy = copy
        self._seen: Catalogues | None = None

    async def all(self) -> Catalogues:
        if self._seen is None:
            self._seen = await all_catalogues(self._database, self._copy)
        return self._seen

    async def add(self, catalogue: Catalogue, *, document: str, at: datetime) -> int:
        """Keep a version and return its number; that of an equal newest one where there is one."""
        async with self._database.transaction() as connection:
            await connection.execute(_LOCK)
            same = (await connection.execute(_SAME, document=document)).scalar()
            if same is not None:
                return int(same)
            added = await connection.execute(
                _ADD, valid_from=catalogue.valid_from, document=document, loaded_at=at
            )
            return int(added.scalar_one())


class DocumentTable:
    """Read without a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def document(self, version: int) -> Document:
        async with self._database.reading() as connection:
            document = (await connection.execute(_DOCUMENT_OF, version=version)).scalar_one()
        return read_document(document)


class NewestCatalogues:
    """All versions there are at each look, for who asks without a transaction."""

    def __init__(self, database: Database, copy: CatalogueCopy) -> None:
        self._database = database
        self._copy = copy

    async def all(self) -> Catalogues:
        return await all_catalogues(self._database, self._copy)
