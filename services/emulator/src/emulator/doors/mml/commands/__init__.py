"""One file per command of the MML door: its grammar, its act, its answer.

A file that exists here is a command the HLR knows; there is no list to edit.
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from emulator.doors.mml.wire.forms import Form
from emulator.doors.mml.wire.mml import Statement
from emulator.faults.domain.element_error import CommandRefused, ElementError

_FOUND: list[Form] = [
    import_module(f"{__name__}.{module.name}").FORM for module in iter_modules(__path__)
]
FORMS: Mapping[str, Form] = {form.verb: form for form in _FOUND}


def form_of(statement: Statement) -> Form:
    """Return how a statement is read. Raises CommandRefused COMMAND_UNKNOWN."""
    if statement.verb not in FORMS:
        raise CommandRefused(ElementError.COMMAND_UNKNOWN, statement.verb)
    return FORMS[statement.verb]
