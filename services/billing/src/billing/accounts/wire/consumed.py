"""What billing consumes, in its own words."""

import re

from billing.accounts.domain.customer import Customer
from billing.accounts.domain.level import Barring
from billing.accounts.usecases.follow_subscriber import SubscriberSeen
from billing.accounts.wire.values import moment_of
from boss.accounts.v1 import events_pb2 as accounts_pb2
from boss.values.v1 import values_pb2
from kernel.errors import Invalid
from kernel.ids import is_id

_SUBSCRIBER = re.compile(r"[0-9A-Za-z-]{1,64}")
_BARRING = {
    values_pb2.BARRING_LEVEL_NONE: Barring.NONE,
    values_pb2.BARRING_LEVEL_DATA_ONLY: Barring.DATA_ONLY,
    values_pb2.BARRING_LEVEL_ONE_WAY: Barring.ONE_WAY,
    values_pb2.BARRING_LEVEL_TWO_WAY: Barring.TWO_WAY,
}
_CODE = re.compile(r"[!-~]{1,64}")


def subscriber_seen_of(message: accounts_pb2.SubscriberChanged) -> SubscriberSeen:
    """Return who was seen; raises `FIELD_NOT_VALID` where nobody is named."""
    if not _SUBSCRIBER.fullmatch(message.subscriber_id):
        raise Invalid("FIELD_NOT_VALID", "This names no subscriber.", field="subscriber_id")
    return SubscriberSeen(
        subscriber_id=message.subscriber_id,
        version=message.version,
        msisdn=message.msisdn,
        barring=_BARRING.get(message.level),
        open_until=moment_of(message.open_until) if message.HasField("open_until") else None,
        at=moment_of(message.occurred_at) if message.HasField("occurred_at") else None,
    )


def customer_of(message: accounts_pb2.CustomerChanged) -> Customer:
    """Return who was changed; raises `FIELD_NOT_VALID` where nobody is named."""
    if not is_id(message.customer_id):
        raise Invalid("FIELD_NOT_VALID", "This names no customer.", field="customer_id")
    if message.version < 1:
        raise Invalid("FIELD_NOT_VALID", "Versions count from 1.", field="version")
    return Customer(
        id=message.customer_id,
        version=message.version,
        segment=_code_of(message, "segment"),
        region=_code_of(message, "region"),
    )


def _code_of(message: accounts_pb2.CustomerChanged, field: str) -> str:
    code: str = getattr(message, field)
    if code and not _CODE.fullmatch(code):
        raise Invalid("FIELD_NOT_VALID", f"The {field} is no code.", field=field)
    return code
