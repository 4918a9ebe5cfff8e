"""What billing hears, in its own words."""

import re

from billing.domain.customer import Customer
from billing.domain.usage import UsageRecord
from billing.usecases.follow_subscriber import SubscriberSeen
from billing.wire.values import PLMN, moment_of
from boss.accounts.v1 import events_pb2 as accounts_pb2
from boss.provisioning.v1 import events_pb2 as provisioning_pb2
from kernel.errors import Invalid
from kernel.ids import is_id
from kernel.money import Rounding, divided

_QUANTITIES = {"voice": "duration_seconds", "sms": "count", "mms": "count", "data": "octets"}
_MOST = {"duration_seconds": 31 * 86_400, "count": 1000, "octets": 2**50}
"""A month of talking, the parts of the longest text: what is more was never used."""
_UNITS = {"octets": 1024}
"""Data is counted by started KB of a session (domain 7.5)."""
_FORMS = {
    "record_id": re.compile(r"[!-~]{1,200}"),
    "subscriber_id": re.compile(r"[0-9A-Za-z-]{1,64}"),
    "kind": re.compile(r"[a-z_]{1,20}"),
    "msisdn": re.compile(r"[0-9]{8,15}"),
    "peer": re.compile(r"[!-~]{1,40}"),
}
"""What a switch writes; anything else was not written by one."""
_CODE = re.compile(r"[!-~]{1,64}")
_FORM = re.compile("\n".join(form.pattern for form in _FORMS.values()))
"""All of them at once: a record is looked at as a whole, for there are many."""
_ROAM_TYPES = {"": "home", "intl": "international"}


def usage_record_of(
    message: provisioning_pb2.UsageRecorded, *, message_id: str = ""
) -> UsageRecord:
    """Return the record; raises `USAGE_INVALID` for what no switch can have written."""
    record_id, subscriber_id, kind = message.record_id, message.subscriber_id, message.kind
    msisdn, peer = message.msisdn, message.peer
    if not _FORM.fullmatch(f"{record_id}\n{subscriber_id}\n{kind}\n{msisdn}\n{peer}"):
        raise _not_written_by_a_switch(message)
    quantity_field = _QUANTITIES.get(kind, "duration_seconds")
    quantity = int(getattr(message, quantity_field))
    if not 0 <= quantity <= _MOST[quantity_field] or not message.HasField("started_at"):
        raise Invalid("USAGE_INVALID", "A use has a beginning and an amount.", field=quantity_field)
    plmn = message.visited_plmn
    if plmn and not PLMN.fullmatch(plmn):
        raise Invalid("USAGE_INVALID", "A network has 5 or 6 digits.", field="visited_plmn")
    roam_type, unit = message.roam_type, _UNITS.get(quantity_field)
    return UsageRecord(
        id=record_id,
        subscriber_id=subscriber_id,
        kind=kind,
        msisdn=msisdn,
        peer=peer,
        started_at=moment_of(message.started_at),
        quantity=divided(quantity, unit, rounding=Rounding.UP) if unit else quantity,
        roam_type=_ROAM_TYPES.get(roam_type, roam_type),
        file_seq=message.file_seq,
        message_id=message_id,
        visited_plmn=plmn,
    )


def _not_written_by_a_switch(message: provisioning_pb2.UsageRecorded) -> Invalid:
    field = next(
        name for name, form in _FORMS.items() if not form.fullmatch(getattr(message, name))
    )
    return Invalid("USAGE_INVALID", f"The record has no {field}.", field=field)


def subscriber_seen_of(message: accounts_pb2.SubscriberChanged) -> SubscriberSeen:
    """Return who was seen; raises `SUBSCRIBER_INVALID` where nobody is named."""
    if not _FORMS["subscriber_id"].fullmatch(message.subscriber_id):
        raise Invalid("SUBSCRIBER_INVALID", "This names no subscriber.", field="subscriber_id")
    return SubscriberSeen(
        subscriber_id=message.subscriber_id,
        version=message.version,
        msisdn=message.msisdn,
        customer_id=message.customer_id,
    )


def customer_of(message: accounts_pb2.CustomerChanged) -> Customer:
    """Return who was changed; raises `CUSTOMER_INVALID` where nobody is named."""
    if not is_id(message.customer_id):
        raise Invalid("CUSTOMER_INVALID", "This names no customer.", field="customer_id")
    if message.version < 1:
        raise Invalid("CUSTOMER_INVALID", "Versions count from 1.", field="version")
    return Customer(
        id=message.customer_id,
        version=message.version,
        segment=_code_of(message, "segment"),
        region=_code_of(message, "region"),
    )


def _code_of(message: accounts_pb2.CustomerChanged, field: str) -> str:
    code: str = getattr(message, field)
    if code and not _CODE.fullmatch(code):
        raise Invalid("CUSTOMER_INVALID", f"The {field} is no code.", field=field)
    return code
