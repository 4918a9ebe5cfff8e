"""From our commands to statements of the MML dialect, and from its replies to our answers."""

from collections.abc import Mapping
from typing import Any, TypeVar, assert_never

from provisioning.elements.domain.answers import (
    Accepted,
    Answer,
    Denied,
    NotNow,
    Reason,
    Shown,
    Silence,
)
from provisioning.elements.domain.barring import Bars, Incoming, Outgoing, Packet, Roaming
from provisioning.elements.domain.commands import (
    AddKeys,
    AddSubscription,
    HlrCommand,
    MoveNumber,
    OperateService,
    ProvideService,
    ReadNumber,
    RemoveKeys,
    RemoveSubscription,
    SetBars,
    SetPacketProfile,
)
from provisioning.elements.domain.setting import USUAL_PACKETS, Operated, Service
from provisioning.elements.domain.subscription import Record
from provisioning.elements.hlr.wire.mml import UNREADABLE, Reply, statement
from provisioning.vault.domain.authentication import CardKeys

NOT_LOGGED_IN = 3010
NOTHING = "NONE"
TEMPLATE = "1"

OUTGOING: Mapping[str, Outgoing] = {
    "NOBOC": Outgoing.NONE, "BAOC": Outgoing.ALL, "BOIC": Outgoing.INTERNATIONAL,
    "BOICEXHC": Outgoing.INTERNATIONAL_EXCEPT_HOME,
}  # fmt: skip
INCOMING: Mapping[str, Incoming] = {
    "NOBIC": Incoming.NONE, "BAIC": Incoming.ALL, "BICROAM": Incoming.ROAMING,
}  # fmt: skip
ROAMING: Mapping[str, Roaming] = {
    "NOBAR": Roaming.NONE, "BROHPLMN": Roaming.OUTSIDE_NETWORK,
    "BROHPLMNC": Roaming.OUTSIDE_COUNTRY,
}  # fmt: skip
PACKET: Mapping[str, Packet] = {"NOBPS": Packet.NONE, "BAPS": Packet.ALL}

DENIALS: Mapping[int, Reason] = {
    3001: Reason.NOT_UNDERSTOOD, 3002: Reason.NOT_UNDERSTOOD, 3003: Reason.NOT_UNDERSTOOD,
    3004: Reason.NOT_UNDERSTOOD,
    3101: Reason.UNKNOWN_SUBSCRIBER, 3102: Reason.IMSI_IN_USE, 3103: Reason.MSISDN_IN_USE,
    3104: Reason.NO_KEYS, 3105: Reason.IMSI_OUT_OF_RANGE, 3106: Reason.MSISDN_OUT_OF_RANGE,
    3107: Reason.KEYS_INVALID, 3108: Reason.TEMPLATE_UNKNOWN, 3109: Reason.KEYS_THERE,
    3110: Reason.KEYS_IN_USE, 3111: Reason.SERVICE_NOT_PROVIDED,
    3112: Reason.SERVICE_NOT_REGISTERED, 3113: Reason.SERVICE_CONFLICT,
    3114: Reason.FORWARDING_NOT_ALLOWED, 3201: Reason.NETWORK_FULL,
}  # fmt: skip
NOTHING_DONE = frozenset({3010, 3011, 3012, 3013, 3202, 3203})
"""Refused before anything was done, and only for now: sessions, sign-in, busy, locked."""

Choice = TypeVar("Choice")


class NoKeysAtHand(LookupError):
    """The vault has no keys for this card."""


def written(command: HlrCommand, keys: CardKeys | None) -> str:
    """Write a command. Raises NoKeysAtHand where it needs keys that are not given."""
    match command:
        case AddKeys(imsi=imsi):
            text = _with_keys(imsi, keys)
        case RemoveKeys(imsi=imsi):
            text = statement("RMV KI", IMSI=imsi)
        case ReadNumber(msisdn=msisdn):
            text = statement("LST SUB", ISDN=msisdn)
        case AddSubscription():
            text = _add_subscription(command)
        case RemoveSubscription():
            text = _remove_subscription(command)
        case MoveNumber():
            text = _move_number(command)
        case SetBars() | SetPacketProfile() | ProvideService() | OperateService():
            text = _set(command)
        case _:
            assert_never(command)
    return text


def _set(command: SetBars | SetPacketProfile | ProvideService | OperateService) -> str:
    whom = {"ISDN": command.msisdn, "IMSI": command.imsi}
    match command:
        case SetBars(bars=bars):
            return statement("MOD ODB", **whom, **_bars_written(bars))
        case SetPacketProfile(profile=""):
            return statement("MOD TPLGPRS", **whom, PROV="FALSE")
        case SetPacketProfile(profile=profile):
            return statement("MOD TPLGPRS", **whom, PROV="TRUE", TPLID=profile)
        case ProvideService(service=service, is_provided=is_provided):
            provided = "TRUE" if is_provided else "FALSE"
            return statement("MOD SS", **whom, SS=service.name, PROV=provided)
        case OperateService():
            return _operate(command)
        case _:
            assert_never(command)


def _operate(command: OperateService) -> str:
    said = {"ISDN": command.msisdn, "IMSI": command.imsi}
    if command.number:
        said["FTN"] = command.number
    if command.seconds:
        said["NRTIME"] = str(command.seconds)
    return statement(f"{command.operation.name} {command.service.name}", **said)


def _add_subscription(command: AddSubscription) -> str:
    return statement(
        "ADD TPLSUB", HLRSN="1", IMSI=command.imsi, ISDN=command.msisdn, TPLID=TEMPLATE
    )


def _remove_subscription(command: RemoveSubscription) -> str:
    return statement("RMV SUB", ISDN=command.msisdn, IMSI=command.imsi, RMVKI="TRUE")


def _move_number(command: MoveNumber) -> str:
    return statement(
        "MOD IMSI", ISDN=command.msisdn, IMSI=command.old_imsi, NEWIMSI=command.new_imsi
    )


def answer_of(command: HlrCommand, reply: Reply) -> Answer:
    """Understand a reply to `command`."""
    if reply.is_success:
        return _shown(reply) if isinstance(command, ReadNumber) else Accepted()
    code, says = reply.shown_code, reply.sentence
    if reply.code == UNREADABLE:
        return Silence("an answer that says neither success nor error")
    if isinstance(command, ReadNumber) and DENIALS.get(reply.code) is Reason.UNKNOWN_SUBSCRIBER:
        return Shown(None)
    if reply.code in DENIALS:
        return Denied(DENIALS[reply.code], code, says)
    if reply.code in NOTHING_DONE:
        return NotNow(code, says)
    # The element failed, or a code no manual of ours knows: it may have done it.
    return Silence(f"{code} {says}")


def record_of(shown: Mapping[str, str]) -> Record | None:
    """Return a subscription as it is shown; None where a value is none we know."""
    try:
        bars = Bars(
            OUTGOING[shown["ODBOC"]],
            INCOMING[shown["ODBIC"]],
            ROAMING[shown["ODBROAM"]],
            PACKET[shown["ODBPS"]],
        )
        locks = (shown.get(name, "FALSE") for name in ("IC", "OC", "GPRSLOCK"))
        node = shown.get("VLRNUM", NOTHING)
        return Record(
            msisdn=shown["ISDN"],
            imsi=shown["IMSI"],
            bars=bars,
            serving_node="" if node == NOTHING else node,
            is_locked="TRUE" in locks,
            packet_profile=_something(shown.get("GPRSTPLID", USUAL_PACKETS)),
            services=_services(shown.get("SS", NOTHING)),
            operated=_operated(shown.get("SSREG", NOTHING)),
        )
    except (KeyError, ValueError):
        return None


def _something(value: str) -> str:
    return "" if value == NOTHING else value


def _services(value: str) -> frozenset[Service]:
    return frozenset(Service[name] for name in _something(value).split("&") if name)


def _operated(value: str) -> frozenset[Operated]:
    """Read what is registered or active: `CFNRY:ACTIVE:8613900000002:20&CW:ACTIVE`."""
    return frozenset(_one_operated(word) for word in _something(value).split("&") if word)


def _one_operated(word: str) -> Operated:
    name, state, *rest = word.split(":")
    number, seconds = (*rest, "", "")[:2]
    return Operated(Service[name], state == "ACTIVE", number, int(seconds or 0))


def _shown(reply: Reply) -> Answer:
    record = record_of(reply.details())
    return Silence("a record that cannot be read") if record is None else Shown(record)


def _with_keys(imsi: str, keys: CardKeys | None) -> str:
    if keys is None or keys.imsi != imsi:
        raise NoKeysAtHand(imsi)
    return statement(
        "ADD KI", HLRSN="1", IMSI=imsi, KIVALUE=keys.ki.hex(), OPERTYPE="ADD", K4SNO="0",
        CARDTYPE="USIM", ALG="MILENAGE", OPCVALUE=keys.opc.hex(),
    )  # fmt: skip


def _bars_written(bars: Bars) -> dict[str, str]:
    return {
        "ODBOC": _name(OUTGOING, bars.outgoing),
        "ODBIC": _name(INCOMING, bars.incoming),
        "ODBROAM": _name(ROAMING, bars.roaming),
        "ODBPS": _name(PACKET, bars.packet),
    }


def _name(names: Mapping[str, Choice], value: Any) -> str:
    return next(name for name, one in names.items() if one is value)
