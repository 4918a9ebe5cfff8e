"""Between changes, profiles and steps, and the protobuf messages that carry them."""

from datetime import UTC, datetime
from typing import Any

from boss.orders.v1.events_pb2 import OrderCompleted
from boss.provisioning.v1 import changes_pb2 as changes
from boss.provisioning.v1 import questions_pb2 as questions
from boss.values.v1 import values_pb2 as values
from kernel.errors import Invalid
from kernel.numbering import Imsi, Msisdn
from provisioning.changes.domain.change import (
    AskedOrder,
    Change,
    CreateSubscription,
    DeleteSubscription,
    ReplaceImsi,
    RestoreProfile,
    SetBarring,
    What,
)
from provisioning.elements.domain.barring import Level
from provisioning.vault.usecases.read_request import order_id_of

LEVELS = {
    Level.NONE: values.BARRING_LEVEL_NONE,
    Level.ONE_WAY: values.BARRING_LEVEL_ONE_WAY,
    Level.TWO_WAY: values.BARRING_LEVEL_TWO_WAY,
}
_LEVELS_SAID = {said: level for level, said in LEVELS.items()}


def asked_order(message: OrderCompleted) -> AskedOrder:
    """Understand what an order asks of the network. Raises Invalid, for an event nobody can do."""
    return AskedOrder(
        order_id=order_id_of(message.order_id),
        subscriber_id=message.subscriber_id,
        version=message.version,
        changes=tuple(what_of(one) for one in message.network),
    )


def what_of(message: changes.NetworkChange) -> What:
    """Raises Invalid where it is none of the changes we know."""
    kind = message.WhichOneof("change")
    if kind is None:
        raise Invalid("CHANGE_UNKNOWN", "This is no change we know.", field="change")
    said: Any = getattr(message, kind)
    msisdn = _msisdn(said.msisdn)
    match kind:
        case "create_subscription":
            return CreateSubscription(msisdn, _imsi(said.imsi))
        case "delete_subscription":
            return DeleteSubscription(msisdn, _imsi(said.imsi))
        case "set_barring":
            return SetBarring(msisdn, _imsi(said.imsi), _level(said.level))
        case _:
            return ReplaceImsi(msisdn, _imsi(said.old_imsi), _imsi(said.new_imsi))


def network_change(what: What) -> changes.NetworkChange:
    """Write a change; a repair is shown as what it restores."""
    match what:
        case CreateSubscription(msisdn=msisdn, imsi=imsi):
            created = changes.CreateSubscription(msisdn=msisdn, imsi=imsi)
            return changes.NetworkChange(create_subscription=created)
        case ReplaceImsi(msisdn=msisdn, imsi=old, new_imsi=new):
            replaced = changes.ReplaceImsi(msisdn=msisdn, old_imsi=old, new_imsi=new)
            return changes.NetworkChange(replace_imsi=replaced)
        case SetBarring(level=level) | RestoreProfile(level=level, exists=True):
            barred = changes.SetBarring(msisdn=what.msisdn, imsi=what.imsi, level=LEVELS[level])
            return changes.NetworkChange(set_barring=barred)
        case _:
            deleted = changes.DeleteSubscription(msisdn=what.msisdn, imsi=what.imsi)
            return changes.NetworkChange(delete_subscription=deleted)


def change_message(change: Change) -> questions.Change:
    shown = questions.Change(
        id=change.id,
        order_id=change.order_id,
        subscriber_id=change.subscriber_id,
        state=change.state.value,
        place=change.place,
        what=network_change(change.what),
        tries=change.tries,
        element_code=change.element_code,
        element_says=change.element_says,
    )
    shown.asked_at.FromDatetime(_naive(change.asked_at))
    shown.changed_at.FromDatetime(_naive(change.changed_at))
    return shown


def _level(said: values.BarringLevel) -> Level:
    if said not in _LEVELS_SAID:
        raise Invalid("LEVEL_UNKNOWN", "This is no level we know.", field="level")
    return _LEVELS_SAID[said]


def _msisdn(said: str) -> str:
    try:
        return Msisdn(said).value
    except ValueError as problem:
        raise Invalid("MSISDN_INVALID", str(problem), field="msisdn") from problem


def _imsi(said: str) -> str:
    try:
        return Imsi(said).value
    except ValueError as problem:
        raise Invalid("IMSI_INVALID", str(problem), field="imsi") from problem


def _naive(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(tzinfo=None)
