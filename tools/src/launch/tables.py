"""The tables that stand in the database of a service: those of the runtime, and its own."""

import pkgutil
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

from sqlalchemy import MetaData

RUNTIME = "runtime"
_WHERE = {RUNTIME: "runtime.database.metadata"}


def tables_in_database_of(service: str) -> Sequence[MetaData]:
    """Return the runtime's tables, and those of the service's areas where it has any."""
    names = (RUNTIME,) if service == RUNTIME else (RUNTIME, service)
    return [metadata for name in names if (metadata := tables_of(name)) is not None]


def tables_of(package: str) -> MetaData | None:
    """Return the tables of all rooms called `tables` in a package; None where it has none."""
    where = _WHERE.get(package, f"{package}.metadata")
    if find_spec(where) is None:
        return None
    for module in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
        if "tables" in module.name.split("."):
            import_module(module.name)
    metadata: MetaData = import_module(where).METADATA
    return metadata
