"""Versions of the catalogue, and the copy of them every process keeps."""

from datetime import datetime

from billing.catalogue.domain.catalogue import Catalogue, Catalogues
from billing.catalogue.domain.catalogue_diff import Document
from billing.catalogue.wire.catalogue import catalogue_of, read_document
from runtime.database.connection import Connection
from runtime.database.database import Database

_NEWEST = "SELECT coalesce(max(version), 0) FROM catalogue_version"
_ALL = "SELECT version, document FROM catalogue_version ORDER BY version"
_DOCUMENT = "SELECT document FROM catalogue_version WHERE version = $1"
_LOCK = "LOCK TABLE catalogue_version IN SHARE ROW EXCLUSIVE MODE"
_SAME = """
SELECT version FROM catalogue_version
WHERE document = $1 AND version = (SELECT max(version) FROM catalogue_version)
"""
_ADD = """
INSERT INTO catalogue_version (valid_from, document, loaded_at) VALUES ($1, $2, $3)
RETURNING version
"""


class CatalogueCopy:
    """What this process knows; versions are never changed, so knowing the newest is enough."""

    def __init__(self) -> None:
        self._known = Catalogues()

    async def at(self, newest: int, *, connection: Connection) -> Catalogues:
        """Return all versions up to `newest`, read only when there are new ones."""
        if newest == self._known.newest:
            return self._known
        rows = (await connection.exec_driver_sql(_ALL)).all()
        read = Catalogues(tuple(catalogue_of(row.document, version=row.version) for row in rows))
        if read.newest > self._known.newest:
            self._known = read
        return read


async def all_catalogues(database: Database, copy: CatalogueCopy) -> Catalogues:
    """Return all versions there are."""
    async with database.reading() as connection:
        newest = (await connection.exec_driver_sql(_NEWEST)).scalar_one()
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
            await connection.exec_driver_sql(_LOCK)
            same = (await connection.exec_driver_sql(_SAME, (document,))).scalar()
            if same is not None:
                return int(same)
            row = (catalogue.valid_from, document, at)
            return int((await connection.exec_driver_sql(_ADD, row)).scalar_one())


class DocumentTable:
    """Read without a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def document(self, version: int) -> Document:
        async with self._database.reading() as connection:
            found = (await connection.exec_driver_sql(_DOCUMENT, (version,))).scalar_one()
        return read_document(found)


class NewestCatalogues:
    """All versions there are at each look, for who asks without a transaction."""

    def __init__(self, database: Database, copy: CatalogueCopy) -> None:
        self._database = database
        self._copy = copy

    async def all(self) -> Catalogues:
        return await all_catalogues(self._database, self._copy)
