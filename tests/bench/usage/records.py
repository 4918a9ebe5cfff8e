"""Call records on the topic, as provisioning's mediation says them."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from aiokafka import AIOKafkaProducer

from bench.usage.crowd import Crowd
from boss import topics
from boss.provisioning.v1.events_pb2 import UsageRecorded
from kernel.ids import new_id
from runtime.messaging.envelope import Envelope, headers_of

TYPE = UsageRecorded.DESCRIPTOR.full_name
RECORDS_IN_A_FILE = 1000
_IN_FLIGHT = 2000


async def fill(kafka: str, crowd: Crowd, *, number: int) -> None:
    """Say so many calls; returns when the broker has them all."""
    producer = AIOKafkaProducer(
        bootstrap_servers=kafka, linger_ms=5, max_batch_size=128 * 1024, acks=1
    )
    await producer.start()
    try:
        begun = datetime.now(UTC) - timedelta(hours=2)
        sent = []
        for place in range(number):
            record = _call(crowd, begun + timedelta(milliseconds=place), place)
            sent.append(
                await producer.send(
                    topics.USAGE_RECORDED,
                    record.SerializeToString(),
                    key=record.subscriber_id.encode(),
                    headers=_headers(record),
                )
            )
            if len(sent) >= _IN_FLIGHT:
                for delivery in sent:
                    await delivery
                sent.clear()
        for delivery in sent:
            await delivery
    finally:
        await producer.stop()


def _call(crowd: Crowd, at: datetime, place: int) -> UsageRecorded:
    subscriber, msisdn = crowd.pick()
    record = UsageRecorded(
        record_id=new_id(),
        subscriber_id=subscriber,
        kind="voice",
        msisdn=msisdn,
        peer="8613811112222",
        duration_seconds=crowd.seconds(),
        roam_type="home",
        file_seq=place // RECORDS_IN_A_FILE + 1,
        element="MSC-A",
        record_seq=place % RECORDS_IN_A_FILE + 1,
    )
    record.started_at.FromDatetime(at)
    return record


def _headers(record: UsageRecorded) -> list[tuple[str, bytes]]:
    return headers_of(
        Envelope(
            id=UUID(new_id()),
            type=TYPE,
            source="/boss/provisioning",
            subject=record.subscriber_id,
            occurred_at=record.started_at.ToDatetime(UTC),
        )
    )
