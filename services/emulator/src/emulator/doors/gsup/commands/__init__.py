"""One file per command of the GSUP door: what it reads of the message, its act, its answer.

A file that exists here is a message the HLR understands; there is no list to edit.
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from emulator.doors.gsup.wire.command import Command

_FOUND: list[Command] = [
    import_module(f"{__name__}.{module.name}").COMMAND for module in iter_modules(__path__)
]
COMMANDS: Mapping[int, Command] = {command.kind: command for command in _FOUND}
