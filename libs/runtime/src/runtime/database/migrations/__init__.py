"""Schema changes: the runtime's own branch, and that of the service whose database it is."""

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]  # it has no types
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError

from runtime.database.database import Database
from runtime.database.migrations.baseline import folded_in
from runtime.errors import Misconfigured
from runtime.settings.database_url import database_of
from runtime.settings.service_settings import MigrationSettings

_HERE = Path(__file__).parent
# Alembic keeps its context in module globals.
_ONE_AT_A_TIME = threading.Lock()
_VERSIONS = "SELECT version_num FROM alembic_version"


def run_migrations(settings: MigrationSettings, package: str) -> None:
    """Bring the database to the newest schema of the runtime and of `package`.

    Two at once wait for each other. A database that newer code has brought further is left as it
    is: revisions only add. Blocks; call it from a thread where a loop is running.
    Raises what PostgreSQL objects to as everything else does, as an error of asyncpg's.
    """
    try:
        with _ONE_AT_A_TIME:
            config = config_of(package, settings.database_url)
            config.attributes["wait_seconds"] = settings.database_wait_seconds
            command.upgrade(config, "heads")
    except DBAPIError as problem:
        objection = getattr(problem.orig, "__cause__", None)
        raise (objection or problem) from problem


def lock_number(url: str) -> int:
    """Answer the advisory lock under which a database is migrated."""
    digest = hashlib.sha256(b"kaitong migrations " + database_of(url).encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


@dataclass(frozen=True, slots=True)
class Schema:
    """The schema this code was written for."""

    heads: frozenset[str]
    known: frozenset[str]
    folded: Mapping[str, str]
    """Revisions that are none any more, and the release a database must have come to."""

    @classmethod
    def of(cls, package: str) -> "Schema":
        """Read the revisions of the runtime and of `package`."""
        scripts = ScriptDirectory.from_config(config_of(package, ""))
        known = frozenset(each.revision for each in scripts.walk_revisions())
        return cls(frozenset(scripts.get_heads()), known, folded_in(scripts))

    async def is_behind(self, database: Database) -> bool:
        """Tell whether the database lacks a revision; one of newer code beside us is no lack."""
        present = await present_revisions(database)
        if present & self.folded.keys():
            return True
        passed_by_newer_code = bool(present - self.known)
        known_but_old = (present & self.known) - self.heads
        return bool(known_but_old) or (bool(self.heads - present) and not passed_by_newer_code)


async def present_revisions(database: Database) -> frozenset[str]:
    """Return the newest revisions a database has been brought to; none where it has no tables."""
    try:
        async with database.reading() as connection:
            return frozenset((await connection.exec_driver_sql(_VERSIONS)).scalars())
    except asyncpg.UndefinedTableError:
        return frozenset()


def config_of(package: str, url: str) -> Config:
    """Return where the revisions of the runtime and of `package` lie."""
    config = Config()
    folders = [_HERE / "versions"]
    own = _folder_of(package) / "migrations/versions"
    if own.is_dir():
        folders.append(own)
    config.set_main_option("script_location", str(_HERE))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(map(str, folders)))
    config.attributes["url"] = url
    return config


def _folder_of(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise Misconfigured(f"There is no package {package}; is it installed in this environment?")
    return Path(spec.submodule_search_locations[0])
