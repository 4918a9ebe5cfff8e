"""Between changes, profiles and steps, and the protobuf messages that carry them."""

from datetime import UTC, datetime

from boss.orders.v1.events_pb2 import OrderCompleted
from boss.provisioning.v1 import questions_pb2 as questions
from boss.provisioning.v1.changes_pb2 import NetworkChange
from kernel.errors import Invalid
from provisioning.changes.domain.change import AskedOrder, Change, What
from provisioning.changes.kinds import KINDS, kind_of
from provisioning.vault.usecases.read_request import order_id_of


def asked_order(message: OrderCompleted) -> AskedOrder:
    """Understand what an order asks of the network. Raises Invalid, for an event nobody can do."""
    return AskedOrder(
        order_id=order_id_of(message.order_id),
        subscriber_id=message.subscriber_id,
        version=message.version,
        changes=tuple(what_of(asked) for asked in message.network),
    )


def what_of(message: NetworkChange) -> What:
    """Raises Invalid FIELD_NOT_VALID where it is none of the changes we know."""
    name = message.WhichOneof("change")
    kind = KINDS.get(name) if name else None
    if name is None or kind is None or kind.read is None:
        raise Invalid("FIELD_NOT_VALID", "This is no change we know.", field="change")
    what: What = kind.read(getattr(message, name))
    return what


def network_change(what: What) -> NetworkChange:
    """Write a change; a repair is shown as what it restores."""
    message: NetworkChange = kind_of(what).write(what)
    return message


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


def _naive(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(tzinfo=None)
