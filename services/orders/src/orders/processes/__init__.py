"""One file per process. A file that exists here is a process the company offers."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from kernel.errors import NotFound
from orders.ordering.domain.process import AnyProcess

CATALOGUE: Mapping[str, AnyProcess] = {
    module.name: import_module(f"{__name__}.{module.name}").PROCESS
    for module in iter_modules(__path__)
}


def process(name: str) -> AnyProcess:
    """Return the process of that name; raise `NO_SUCH_PROCESS` where it is not offered."""
    try:
        return CATALOGUE[name]
    except KeyError:
        raise NotFound("NO_SUCH_PROCESS", f"We do not offer {name!r}.", field="process") from None
