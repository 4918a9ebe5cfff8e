"""The broker as this process sees it: its identity, its producer, and how embedded ones differ."""

import asyncio
from dataclasses import dataclass
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.consumer.group_coordinator import CoordinatorGroupRebalance

from runtime.messaging.kafka_refusals import start
from runtime.messaging.kafka_security import connecting
from runtime.settings.service_settings import ServiceSettings

_SHIM_SECONDS = 0.15


@dataclass(frozen=True, slots=True)
class Pace:
    """Waits and time-outs of a broker, milliseconds."""

    fetch_wait: int
    session: int
    heartbeat: int
    metadata_age: int
    request: int
    retry: int
    """Until what failed is tried again. A process has a dozen connections, each try asks DNS for a
    name up to eight times: a lost broker must not drown the names of a whole cluster."""
    rest: int
    """At most between two fetches of who got nothing for a while and is rung for when there is
    something; 0: a waiting fetch is woken."""


# A killed process says no goodbye, and its whole group stands still until its session is over. Who
# joins meanwhile waits as long: a request must outlast a session, or it gives up and begins anew.
REAL = Pace(
    fetch_wait=500,
    session=10_000,
    heartbeat=2_000,
    metadata_age=60_000,
    request=20_000,
    retry=500,
    rest=0,
)
# A mock cluster does not wake a waiting fetch, who sends rings instead; and re-joins wait for the
# session to end.
EMBEDDED = Pace(
    fetch_wait=50,
    session=3_000,
    heartbeat=750,
    metadata_age=10_000,
    request=10_000,
    retry=100,
    rest=1_000,
)


def pace_of(settings: ServiceSettings) -> Pace:
    """Answer the pace that suits the configured broker."""
    return EMBEDDED if settings.embedded_broker else REAL


async def new_producer(settings: ServiceSettings) -> AIOKafkaProducer:
    """Start an idempotent producer that keeps the order per key; raises `KafkaError`."""
    pace = pace_of(settings)
    producer = AIOKafkaProducer(
        **connecting(settings),
        client_id=f"{settings.service}-relay",
        acks="all",
        enable_idempotence=True,
        linger_ms=0,
        max_batch_size=256 * 1024,
        max_request_size=4 * 1024 * 1024,
        request_timeout_ms=pace.request,
        metadata_max_age_ms=pace.metadata_age,
        retry_backoff_ms=pace.retry,
    )
    try:
        await start(producer, settings)
    except BaseException:
        await producer.stop()
        raise
    return producer


async def identity_of(settings: ServiceSettings) -> str:
    """Answer which broker this is: the cluster's id and the launcher's epoch."""
    admin = AIOKafkaAdminClient(**connecting(settings), request_timeout_ms=10_000)
    try:
        await start(admin, settings)
        described: dict[str, Any] = await admin.describe_cluster()
    finally:
        await admin.close()
    return f"{described.get('cluster_id') or ''}/{settings.broker_epoch}"


def soften_joins(settings: ServiceSettings) -> None:
    """Let members of one generation join a mock cluster together.

    It refuses followers that sync before their leader; the leader waits for them to be there.
    """
    if not settings.embedded_broker or getattr(CoordinatorGroupRebalance, "is_soft", None):
        return
    original = CoordinatorGroupRebalance._on_join_leader

    async def joined(self: Any, response: Any) -> Any:
        await asyncio.sleep(_SHIM_SECONDS)
        return await original(self, response)

    CoordinatorGroupRebalance._on_join_leader = joined
    CoordinatorGroupRebalance.is_soft = True
