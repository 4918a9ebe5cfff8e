"""One file per network change: its message, its course, its lanes, its keys, what it leaves.

A file that exists here is a change the network can be asked for; there is no list to edit. Its
name is that of the field of `boss.provisioning.v1.NetworkChange` which asks for it, and of its
rows.
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from provisioning.changes.domain.change import What
from provisioning.changes.domain.kind import Kind

KINDS: Mapping[str, Kind[Any]] = {
    module.name: import_module(f"{__name__}.{module.name}").KIND
    for module in iter_modules(__path__)
}
_BY_WHAT: Mapping[type[Any], Kind[Any]] = {kind.what: kind for kind in KINDS.values()}


def kind_of(what: What) -> Kind[Any]:
    """Return the kind of a change. Raises LookupError where no file has it."""
    return _BY_WHAT[type(what)]


def kind_named(name: str) -> Kind[Any]:
    """Return the kind of this name. Raises LookupError where no file has it."""
    return KINDS[name]
