"""Watching a topic live, without a group and without memory: for progress on a screen."""

from collections.abc import AsyncGenerator, Sequence
from uuid import uuid4

from aiokafka import AIOKafkaConsumer
from google.protobuf.message import Message

from runtime.host.settings import ServiceSettings
from runtime.messaging.broker import pace_of
from runtime.messaging.incoming import read, record_of
from runtime.messaging.kafka_refusals import start
from runtime.messaging.kafka_security import connecting
from runtime.messaging.listener import Heard


async def watch(
    settings: ServiceSettings, topic: str, *, kinds: Sequence[type[Message]]
) -> AsyncGenerator[Heard, None]:
    """Give what is said on a topic from now on, until the iteration is closed or cancelled.

    Raises what a lost broker raises: hand the iteration to `keep_running`; what is said meanwhile
    is not given. Undecodable records and other types are passed over: whoever listens with an inbox
    parks them.
    """
    by_name = {kind.DESCRIPTOR.full_name: kind for kind in kinds}
    consumer = AIOKafkaConsumer(
        topic,
        **connecting(settings),
        client_id=f"{settings.service}-watch-{uuid4().hex[:8]}",
        auto_offset_reset="latest",
        fetch_max_wait_ms=pace_of(settings).fetch_wait,
        request_timeout_ms=pace_of(settings).request,
        retry_backoff_ms=pace_of(settings).retry,
    )
    try:
        await start(consumer, settings)
        async for raw in consumer:
            heard = read(record_of(raw), by_name).heard
            if heard is not None:
                yield heard
    finally:
        await consumer.stop()
