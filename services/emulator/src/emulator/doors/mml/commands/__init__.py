"""One file per command of the MML door: its grammar, its act, its answer.

A file that exists here is a command the HLR knows; there is no list to edit. What is done alike to
several services (`REG CFU`, `REG CFB`) is one file, named after what is done.
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from emulator.doors.mml.wire.forms import Form
from emulator.doors.mml.wire.mml import Statement
from emulator.faults.domain.element_error import CommandRefused, ElementError

_FOUND: list[Any] = [
    import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)
]
FORMS: Mapping[str, Form] = {
    form.verb: form
    for module in _FOUND
    for form in (module.FORMS if hasattr(module, "FORMS") else (module.FORM,))
}


def form_of(statement: Statement) -> Form:
    """Return how a statement is read. Raises CommandRefused COMMAND_UNKNOWN."""
    if statement.verb not in FORMS:
        raise CommandRefused(ElementError.COMMAND_UNKNOWN, statement.verb)
    return FORMS[statement.verb]
