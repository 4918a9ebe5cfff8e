"""What billing hears, in its own words."""

from billing.domain.usage import UsageRecord
from billing.usecases.follow_subscriber import SubscriberSeen
from billing.wire.values import moment_of
from boss.accounts.v1 import events_pb2 as accounts_pb2
from boss.provisioning.v1 import events_pb2 as provisioning_pb2
from kernel.errors import Invalid

_QUANTITIES = {"voice": "duration_seconds", "sms": "count"}
_ROAM_TYPES = {"": "home", "intl": "international"}


def usage_record_of(message: provisioning_pb2.UsageRecorded) -> UsageRecord:
    """Return the record; raises `USAGE_INVALID` for what no switch can have written."""
    for field in ("record_id", "subscriber_id", "msisdn", "peer"):
        if not getattr(message, field):
            raise Invalid("USAGE_INVALID", f"The record has no {field}.", field=field)
    quantity_field = _QUANTITIES.get(message.kind, "duration_seconds")
    quantity = int(getattr(message, quantity_field))
    if quantity < 0 or not message.HasField("started_at"):
        raise Invalid("USAGE_INVALID", "A use has a beginning and an amount.", field=quantity_field)
    return UsageRecord(
        id=message.record_id,
        subscriber_id=message.subscriber_id,
        kind=message.kind,
        msisdn=message.msisdn,
        peer=message.peer,
        started_at=moment_of(message.started_at),
        quantity=quantity,
        roam_type=_ROAM_TYPES.get(message.roam_type, message.roam_type),
        file_seq=message.file_seq,
    )


def subscriber_seen_of(message: accounts_pb2.SubscriberChanged) -> SubscriberSeen:
    return SubscriberSeen(
        subscriber_id=message.subscriber_id,
        version=message.version,
        msisdn=message.msisdn,
        customer_id=message.customer_id,
    )
