"""The bare floor: `python -m bench.usage.floor`; one set-based insert per batch, nothing else.

Reads the same topic with the same batches, parses the same messages, writes one row for each in
one statement and one transaction, then commits its offsets.
"""

import asyncio
import json
import os
import signal
import sys
import time
from contextlib import suppress
from datetime import UTC
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]  # it has no types
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from boss import topics
from boss.provisioning.v1.events_pb2 import UsageRecorded
from runtime.messaging.broker import EMBEDDED

GROUP = "floor.usage"
_LOOK_SECONDS = 0.01
_TABLE = """
CREATE TABLE IF NOT EXISTS floor_usage (
    id text PRIMARY KEY, subscriber_id text NOT NULL, kind text NOT NULL, msisdn text NOT NULL,
    peer text NOT NULL, started_at timestamptz NOT NULL, quantity bigint NOT NULL,
    roam_type text NOT NULL, file_seq bigint NOT NULL
)
"""
_INSERT = """
INSERT INTO floor_usage SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[],
    $5::text[], $6::timestamptz[], $7::bigint[], $8::text[], $9::bigint[])
"""


async def main(told: Path, go: Path, most: int) -> None:
    """Write what comes until told to stop; `told` always holds how many were written.

    It stands ready once `told` exists, and begins once `go` does: all of several at once.
    """
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    server = await asyncpg.connect(os.environ["BENCH_DATABASE"])
    # Of several that make it at once, one does.
    with suppress(asyncpg.UniqueViolationError, asyncpg.DuplicateTableError):
        await server.execute(_TABLE)
    consumer = await _joined()
    written = 0
    await asyncio.to_thread(_stand_ready, told, go)
    while not stopping.is_set():
        batches = await consumer.getmany(timeout_ms=200, max_records=most)
        records = [one for batch in batches.values() for one in batch]
        if records:
            async with server.transaction():
                await server.execute(_INSERT, *_columns(records))
            await consumer.commit()
            written += len(records)
            await asyncio.to_thread(told.write_text, json.dumps(written))
    await consumer.stop()
    await server.close()


async def _joined() -> AIOKafkaConsumer:
    """Join the group; an embedded broker refuses who comes while another one joins."""
    while True:
        consumer = AIOKafkaConsumer(
            topics.USAGE_RECORDED,
            bootstrap_servers=os.environ["BOSS_KAFKA"],
            group_id=GROUP,
            auto_offset_reset="earliest",
            enable_auto_commit=False,
            fetch_max_wait_ms=EMBEDDED.fetch_wait,
            session_timeout_ms=EMBEDDED.session,
            heartbeat_interval_ms=EMBEDDED.heartbeat,
        )
        try:
            await consumer.start()
        except KafkaError:
            await consumer.stop()
            await asyncio.sleep(_LOOK_SECONDS)
        else:
            return consumer


def _stand_ready(told: Path, go: Path) -> None:
    told.write_text("0")
    while not go.exists():
        time.sleep(_LOOK_SECONDS)


def _columns(records: list[object]) -> list[list[object]]:
    rows = [_row(UsageRecorded.FromString(one.value)) for one in records]  # type: ignore[attr-defined]
    return [list(column) for column in zip(*rows, strict=True)]


def _row(said: UsageRecorded) -> tuple[object, ...]:
    return (
        said.record_id,
        said.subscriber_id,
        said.kind,
        said.msisdn,
        said.peer,
        said.started_at.ToDatetime(UTC),
        said.duration_seconds,
        said.roam_type,
        said.file_seq,
    )


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
