"""From a statement of the MML door to a command of the HLR."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from emulator.doors.mml.wire.mml import Statement
from emulator.faults.domain.element_error import CommandRefused, ElementError
from emulator.hlr.domain import commands
from emulator.hlr.domain.profile import Incoming, Outgoing, Packet, Roaming
from emulator.hlr.domain.subscription import NO_AMF, Key

MOST_ROWS = 1000
USUAL_ROWS = 500

_IMSI = re.compile(r"[0-9]{6,15}")
_ISDN = re.compile(r"[0-9]{8,15}")
_KEY = re.compile(r"[0-9A-Fa-f]{32}")
_NUMBER = re.compile(r"[0-9]{1,6}")
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
        found = self.optional(name, form)
        if not found:
            raise CommandRefused(ElementError.PARAMETER_MISSING, name)
        return found

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

    def subject(self) -> commands.Subject:
        """Take who is meant: ISDN, IMSI or both."""
        isdn, imsi = self.optional("ISDN", _ISDN), self.optional("IMSI", _IMSI)
        if not (isdn or imsi):
            raise CommandRefused(ElementError.PARAMETER_MISSING, "ISDN or IMSI")
        return commands.Subject(isdn=isdn, imsi=imsi)

    def finish(self) -> None:
        """Refuse what nobody asked for."""
        if self._left:
            raise CommandRefused(
                ElementError.PARAMETER_INVALID, f"unknown: {', '.join(sorted(self._left))}"
            )


def invalid(name: str) -> CommandRefused:
    return CommandRefused(ElementError.PARAMETER_INVALID, name)


def _add_key(fields: Fields) -> commands.Command:
    fields.only("OPERTYPE", "ADD")
    fields.only("ALG", "MILENAGE")
    fields.only("K4SNO", "0")  # keys come in clear: no transport key is loaded
    fields.only("OPSNO", "0")
    amf = fields.optional("AMFVALUE", re.compile(r"[0-9A-Fa-f]{4}"))
    return commands.AddKey(
        Key(
            imsi=fields.text("IMSI", _IMSI),
            k=fields.key("KIVALUE"),
            opc=fields.key("OPCVALUE"),
            amf=bytes.fromhex(amf) if amf else NO_AMF,
            card_type=fields.only("CARDTYPE", "USIM", "SIM"),
        )
    )


def _add_from_template(fields: Fields) -> commands.Command:
    fields.only("TPLTYPE", "NORMAL")
    return commands.AddFromTemplate(
        imsi=fields.text("IMSI", _IMSI),
        isdn=fields.text("ISDN", _ISDN),
        template=int(fields.text("TPLID", _NUMBER)),
    )


def _change_profile(fields: Fields, changes: Mapping[str, Any]) -> commands.Command:
    said = {name: value for name, value in changes.items() if value is not None}
    subject = fields.subject()
    if not said:
        raise CommandRefused(ElementError.PARAMETER_MISSING, "what to change")
    return commands.ChangeProfile(subject, said)


def _set_barring(fields: Fields) -> commands.Command:
    return _change_profile(
        fields,
        {
            "outgoing": fields.choice("ODBOC", Outgoing),
            "incoming": fields.choice("ODBIC", Incoming),
            "roaming": fields.choice("ODBROAM", Roaming),
            "packet": fields.choice("ODBPS", Packet),
        },
    )


def _set_lock(fields: Fields) -> commands.Command:
    return _change_profile(
        fields,
        {
            "lock_incoming": fields.flag("IC"),
            "lock_outgoing": fields.flag("OC"),
            "lock_packet": fields.flag("GPRSLOCK"),
        },
    )


def _remove_subscription(fields: Fields) -> commands.Command:
    return commands.RemoveSubscription(fields.subject(), with_key=bool(fields.flag("RMVKI")))


def _list_subscription(fields: Fields) -> commands.Command:
    fields.flag("DETAIL")
    return commands.ListSubscription(fields.subject())


def rows_asked(statement: Statement) -> int:
    """Return how many rows a page may have."""
    return int(statement.parameters.get("COUNT") or USUAL_ROWS)


def _list_subscriptions(fields: Fields) -> commands.Command:
    count = int(fields.optional("COUNT", _NUMBER) or USUAL_ROWS)
    if not 1 <= count <= MOST_ROWS:
        raise invalid("COUNT")
    return commands.ListSubscriptions(after=fields.optional("AFTER", _IMSI), count=count)


FORMS: Mapping[str, Callable[[Fields], commands.Command]] = {
    "ADD KI": _add_key,
    "RMV KI": lambda fields: commands.RemoveKey(fields.text("IMSI", _IMSI)),
    "LST KI": lambda fields: commands.ListKey(fields.text("IMSI", _IMSI)),
    "ADD TPLSUB": _add_from_template,
    "RMV SUB": _remove_subscription,
    "MOD IMSI": lambda fields: commands.ChangeImsi(fields.subject(), fields.text("NEWIMSI", _IMSI)),
    "MOD ISDN": lambda fields: commands.ChangeIsdn(fields.subject(), fields.text("NEWISDN", _ISDN)),
    "MOD ODB": _set_barring,
    "MOD LCK": _set_lock,
    "LST SUB": _list_subscription,
    "LST ALLSUB": _list_subscriptions,
}


def command_of(statement: Statement) -> commands.Command:
    """
    Understand a statement.

    :raises CommandRefused: COMMAND_UNKNOWN, PARAMETER_MISSING, PARAMETER_INVALID or KI_INVALID.
    """
    if statement.verb not in FORMS:
        raise CommandRefused(ElementError.COMMAND_UNKNOWN, statement.verb)
    fields = Fields(statement)
    command = FORMS[statement.verb](fields)
    fields.finish()
    return command
