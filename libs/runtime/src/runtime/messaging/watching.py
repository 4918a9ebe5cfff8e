"""Watching a topic live, without a group and without memory: for progress on a screen."""

from collections.abc import AsyncGenerator, Sequence
from uuid import uuid4

from google.protobuf.message import Message

from runtime.messaging.bell import bell_of
from runtime.messaging.broker import pace_of
from runtime.messaging.incoming import read, record_of
from runtime.messaging.kafka_refusals import start
from runtime.messaging.kafka_security import connecting
from runtime.messaging.listener import Received
from runtime.messaging.patient_consumer import PatientConsumer
from runtime.settings.service_settings import ServiceSettings


async def watch(
    settings: ServiceSettings, topic: str, *, kinds: Sequence[type[Message]]
) -> AsyncGenerator[Received, None]:
    """Give what is said on a topic from now on, until the iteration is closed or cancelled.

    Raises what a lost broker raises: hand the iteration to `keep_running`; what is said meanwhile
    is not given. Undecodable records and other types are passed over: whoever listens with an inbox
    parks them.
    """
    by_name = {kind.DESCRIPTOR.full_name: kind for kind in kinds}
    pace = pace_of(settings)
    async with bell_of(settings) as bell:
        consumer = PatientConsumer(
            topic,
            bell=bell,
            rest_ms=pace.rest,
            **connecting(settings),
            client_id=f"{settings.service}-watch-{uuid4().hex[:8]}",
            auto_offset_reset="latest",
            fetch_max_wait_ms=pace.fetch_wait,
            request_timeout_ms=pace.request,
            retry_backoff_ms=pace.retry,
        )
        try:
            await start(consumer, settings)
            while True:
                for records in (await consumer.getmany()).values():
                    for raw in records:
                        received = read(record_of(raw), by_name).received
                        if received is not None:
                            yield received
        finally:
            await consumer.stop()
