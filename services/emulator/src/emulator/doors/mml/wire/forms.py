"""A command of the MML door: its verb, how its parameters are read, what it is then."""

from collections.abc import Callable
from dataclasses import dataclass

from emulator.doors.mml.ports import Change, Reading
from emulator.doors.mml.wire.fields import Fields
from emulator.doors.mml.wire.mml import Reply, Statement
from emulator.faults.domain.element_error import ElementError


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """A command that changes the HLR; its answer is that it was done."""

    verb: str
    read: Callable[[Fields], Change]
    when_full: ElementError = ElementError.BUSY
    """What a full element says to it."""

    def command_of(self, statement: Statement) -> Change:
        """Raises CommandRefused PARAMETER_MISSING, PARAMETER_INVALID or KI_INVALID."""
        fields = Fields(statement)
        command = self.read(fields)
        fields.finish()
        return command


@dataclass(frozen=True, slots=True)
class ReadingForm:
    """A command that only looks, and answers what it saw."""

    verb: str
    read: Callable[[Fields], Reading[Reply]]

    def command_of(self, statement: Statement) -> Reading[Reply]:
        """Raises CommandRefused PARAMETER_MISSING or PARAMETER_INVALID."""
        fields = Fields(statement)
        command = self.read(fields)
        fields.finish()
        return command


Form = ChangeForm | ReadingForm
