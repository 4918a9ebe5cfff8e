"""The parameters of a statement of the MML door, each asked for by its form."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from emulator.doors.mml.wire.mml import Statement
from emulator.faults.domain.element_error import CommandRefused, ElementError
from emulator.hlr.domain.subject import Subject

IMSI = re.compile(r"[0-9]{6,15}")
ISDN = re.compile(r"[0-9]{8,15}")
_KEY = re.compile(r"[0-9A-Fa-f]{32}")
NUMBER = re.compile(r"[0-9]{1,6}")
_WHOLE: Mapping[str, bool] = {"TRUE": True, "FALSE": False}
_ANYWHERE = frozenset({"HLRSN"})

Choice = TypeVar("Choice", bound=StrEnum)


class Fields:
    """The parameters of one statement; every one must be asked for, or it is not known."""

    def __init__(self, statement: Statement) -> None:
        self._left = {
            name: value for name, value in statement.parameters.items() if name not in _ANYWHERE
        }

    def text(self, name: str, form: re.Pattern[str]) -> str:
        """Take a parameter that must be there."""
        value = self.optional(name, form)
        if not value:
            raise CommandRefused(ElementError.PARAMETER_MISSING, name)
        return value

    def optional(self, name: str, form: re.Pattern[str]) -> str:
        """Take a parameter that may be left out (then: empty)."""
        value = self._left.pop(name, "")
        if value and not form.fullmatch(value):
            raise invalid(name)
        return value

    def only(self, name: str, *allowed: str) -> str:
        """Take a parameter that may be left out and has few values; the first is usual."""
        value = self._left.pop(name, allowed[0]).upper()
        if value not in allowed:
            raise invalid(name)
        return value

    def key(self, name: str) -> bytes:
        """Take 16 octets in hexadecimal."""
        value = self._left.pop(name, "")
        if not value:
            raise CommandRefused(ElementError.PARAMETER_MISSING, name)
        if not _KEY.fullmatch(value):
            raise CommandRefused(ElementError.KI_INVALID)
        return bytes.fromhex(value)

    def choice(self, name: str, values: type[Choice]) -> Choice | None:
        value = self._left.pop(name, "").upper()
        if value and value not in {one.value for one in values}:
            raise invalid(name)
        return values(value) if value else None

    def flag(self, name: str) -> bool | None:
        value = self._left.pop(name, "").upper()
        if value and value not in _WHOLE:
            raise invalid(name)
        return _WHOLE.get(value)

    def subject(self) -> Subject:
        """Take who is meant: ISDN, IMSI or both."""
        isdn, imsi = self.optional("ISDN", ISDN), self.optional("IMSI", IMSI)
        if not (isdn or imsi):
            raise CommandRefused(ElementError.PARAMETER_MISSING, "ISDN or IMSI")
        return Subject(isdn=isdn, imsi=imsi)

    def finish(self) -> None:
        """Refuse what nobody asked for."""
        if self._left:
            raise CommandRefused(
                ElementError.PARAMETER_INVALID, f"unknown: {', '.join(sorted(self._left))}"
            )


def invalid(name: str) -> CommandRefused:
    return CommandRefused(ElementError.PARAMETER_INVALID, name)


def values_in(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was given. Raises CommandRefused PARAMETER_MISSING where nothing was."""
    given = {name: value for name, value in asked.items() if value is not None}
    if not given:
        raise CommandRefused(ElementError.PARAMETER_MISSING, "what to change")
    return given
