"""A use, as protobuf."""

from boss import topics
from boss.provisioning.v1 import events_pb2 as pb
from provisioning.mediation.domain.events import UsageRecorded
from provisioning.mediation.domain.usage import UsageKind
from runtime.messaging.outbox import Outgoing
from runtime.rpc.timestamps import timestamp


def usage_recorded(event: UsageRecorded) -> Outgoing:
    record = event.record
    message = pb.UsageRecorded(
        record_id=record.record_id,
        subscriber_id=event.subscriber_id,
        kind=record.kind.value,
        msisdn=record.msisdn,
        imsi=record.imsi,
        peer=record.peer,
        started_at=timestamp(record.started_at),
        duration_seconds=record.duration_seconds,
        count=record.count,
        roam_type=record.roam_type,
        cell=record.cell,
        file_seq=record.file_seq,
        rating_group=record.rating_group,
        visited_plmn=record.visited_plmn,
        element=record.element,
        record_seq=record.record_seq,
        partial=record.partial,
        session_id=record.session_id,
        alike=record.alike,
        amount_fen=record.amount_fen,
    )
    if record.kind is UsageKind.DATA:
        message.octets, message.access_point = record.octets, record.peer
    else:
        message.message_size, message.message_id = record.octets, record.message_id
    return Outgoing(topics.USAGE_RECORDED, event.subscriber_id, message)
