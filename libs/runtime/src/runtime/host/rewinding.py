"""A service whose database was restored to a moment: what it published is sent again, what it
consumed is consumed again. Inboxes make harmless what was known already.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError, UnknownMemberIdError

from runtime.clock import BusinessClock
from runtime.database.database import Database
from runtime.errors import Misconfigured
from runtime.host.service import Plumbing, Service, Settings
from runtime.messaging.broker import pace_of
from runtime.messaging.kafka_refusals import start
from runtime.messaging.kafka_security import connecting
from runtime.messaging.outbox import Outbox
from runtime.rpc.caller import Channels
from runtime.settings.service_settings import ServiceSettings

MARGIN = timedelta(hours=1)
"""A listener may have been so far behind at the moment: it consumes that again, too."""
RESTORED = "restored"
_FORGET = """
INSERT INTO relay_state (broker) VALUES ($1)
ON CONFLICT (one) DO UPDATE SET broker = excluded.broker, changed_at = now()
"""
_KEPT = "SELECT count(*) FROM outbox_sent"


async def rewind(
    service: Service[Settings], settings: Settings, *, to: datetime
) -> dict[str, object]:
    """Go back; returns what will be published and consumed again. Asked again, it does the same.

    Raises Misconfigured while a listener of the service runs, or no broker answers.
    """
    database = Database.connect(settings.database_url, name="rewind", pool_size=2)
    plumbing = Plumbing(
        settings=settings,
        database=database,
        clock=BusinessClock(database, settings),
        outbox=Outbox(database),
        channels=Channels(settings),
    )
    try:
        topics = [each.topic for each in service.build(plumbing).listeners]
        again = await _consumed_again(settings, topics, since=to - MARGIN)
        async with database.transaction() as connection:
            await connection.exec_driver_sql(_FORGET, (RESTORED,))
            kept = (await connection.exec_driver_sql(_KEPT)).scalar_one()
    finally:
        await plumbing.channels.close()
        await database.close()
    return {"rows_sent_again": kept, "consumed_again": again, "since": (to - MARGIN).isoformat()}


async def _consumed_again(
    settings: ServiceSettings, topics: Sequence[str], *, since: datetime
) -> dict[str, int]:
    try:
        return {topic: await _reset(settings, topic, since=since) for topic in topics}
    except UnknownMemberIdError as running:
        raise Misconfigured(
            f"{settings.service} still listens: end its doors (kubectl scale … --replicas=0) first."
        ) from running
    except KafkaError as problem:
        raise Misconfigured(f"The broker {settings.kafka} does not do it: {problem!r}") from problem


async def _reset(settings: ServiceSettings, topic: str, *, since: datetime) -> int:
    """Let the group of a topic begin at that time; answers how many records come again."""
    pace = pace_of(settings)
    consumer = AIOKafkaConsumer(
        **connecting(settings),
        client_id=f"{settings.service}-rewind",
        group_id=f"{settings.service}.{topic}",
        enable_auto_commit=False,
        request_timeout_ms=pace.request,
        metadata_max_age_ms=pace.metadata_age,
    )
    try:
        await start(consumer, settings)
        numbers = await consumer._client._wait_on_metadata(topic)
        partitions = [TopicPartition(topic, number) for number in sorted(numbers)]
        consumer.assign(partitions)
        firsts = await consumer.beginning_offsets(partitions)
        ends = await consumer.end_offsets(partitions)
        offsets = await _at(consumer, partitions, since=since, settings=settings)
        begins = {
            each: begin_of(
                committed=await consumer.committed(each),
                since=offsets.get(each),
                first=firsts[each],
                end=ends[each],
            )
            for each in partitions
        }
        if begins:
            await consumer.commit(begins)
        return sum(ends[each] - begin for each, begin in begins.items())
    finally:
        await consumer.stop()


def begin_of(*, committed: int | None, since: int | None, first: int, end: int) -> int:
    """Return where a partition is consumed again from: never behind what was not consumed at all.

    `since` is the first record since the time; None where there is none, or nobody can tell.
    """
    if committed is None:
        return first
    return max(first, min(committed, end if since is None else since))


async def _at(
    consumer: AIOKafkaConsumer,
    partitions: Sequence[TopicPartition],
    *,
    since: datetime,
    settings: ServiceSettings,
) -> dict[TopicPartition, int | None]:
    """Return each partition's first record since the time."""
    if settings.embedded_broker:
        # It knows no times; it keeps little, and all of that is consumed again.
        return dict.fromkeys(partitions, 0)
    milliseconds = int(since.timestamp() * 1000)
    records = await consumer.offsets_for_times(dict.fromkeys(partitions, milliseconds))
    return {each: None if one is None else one.offset for each, one in records.items()}
