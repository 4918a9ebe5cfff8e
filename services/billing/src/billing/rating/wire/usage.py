"""Records of use, from their messages."""

from datetime import datetime, timedelta

from billing.accounts.wire.consumed import _SUBSCRIBER
from billing.accounts.wire.values import EPOCH, NANOS
from billing.allowances.domain.usage import OF_BEFORE, Origin, UsageRecord
from boss.provisioning.v1 import events_pb2 as provisioning_pb2
from kernel.errors import Invalid
from kernel.money import Rounding, divided
from kernel.use import KINDS, ROAM_TYPES_BEFORE, is_moment, misfit


def usage_record_of(
    message: provisioning_pb2.UsageRecorded, *, message_id: str = ""
) -> UsageRecord:
    """Return the record; raises `FIELD_NOT_VALID` for what no switch can have written."""
    if (field := misfit(message)) is not None:
        raise Invalid("FIELD_NOT_VALID", f"No record has such a {field}.", field=field)
    subscriber_id = message.subscriber_id
    if not _SUBSCRIBER.fullmatch(subscriber_id):
        raise Invalid("FIELD_NOT_VALID", "The record is of nobody.", field="subscriber_id")
    kind, roam_type = message.kind, message.roam_type
    quantity_field = KINDS[kind]
    units: int = getattr(message, quantity_field)
    unit = _UNITS.get(quantity_field)
    return UsageRecord(
        id=message.record_id,
        subscriber_id=subscriber_id,
        kind=kind,
        msisdn=message.msisdn,
        peer=message.peer,
        started_at=_beginning_of(message),
        quantity=divided(units, unit, rounding=Rounding.UP) if unit else units,
        roam_type=ROAM_TYPES_BEFORE.get(roam_type, roam_type),
        file_seq=message.file_seq,
        message_id=message_id,
        visited_plmn=message.visited_plmn,
        origin=_origin_of(message, units=units) if message.element else OF_BEFORE,
    )


_UNITS = {"octets": 1024}
"""Data is counted by started KB of a session (rules 7.5)."""


def _origin_of(message: provisioning_pb2.UsageRecorded, *, units: int) -> Origin:
    rating_group, partial, alike = message.rating_group, message.partial, message.alike
    if not (rating_group or partial or alike):
        return Origin(element=message.element, record_seq=message.record_seq, units=units)
    return Origin(
        element=message.element,
        record_seq=message.record_seq,
        rating_group=rating_group,
        partial=partial,
        session_id=message.session_id,
        alike=alike,
        units=units,
    )


def _beginning_of(message: provisioning_pb2.UsageRecorded) -> datetime:
    # Where nothing is said it is 1970, which is none of them.
    stamp = message.started_at
    seconds, nanos = stamp.seconds, stamp.nanos
    if is_moment(seconds) and 0 <= nanos < NANOS:
        return EPOCH + timedelta(0, seconds, nanos // 1000)
    raise Invalid("FIELD_NOT_VALID", "A use has a beginning in our time.", field="started_at")
