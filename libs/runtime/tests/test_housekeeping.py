"""Days made ahead and dropped behind; what is still needed stays."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import asyncpg  # type: ignore[import-untyped]  # it has no types
import pytest
from prometheus_client import REGISTRY

from kernel.ids import new_id
from runtime.database.housekeeping import first_id, keep_house
from runtime.database.retention import Kept, Pruning
from runtime.messaging.relay_store import RelayStore
from runtime.settings.service_settings import ServiceSettings

SENT = """
INSERT INTO outbox_sent (sent_on, id, topic, key, payload, event_id, event_type, subject, order_id,
    occurred_at, traceparent, cause, put_at)
VALUES ($1, $2, 't', 'k', '', gen_random_uuid(), 'e', 's', '', now(), '', '', now())
"""


@pytest.fixture
async def connection(settings: ServiceSettings) -> AsyncIterator[Any]:
    async with RelayStore.connect(settings.database_url) as store:
        yield store.connection


@pytest.fixture
async def today(connection: Any) -> date:
    found: date = await connection.fetchval("SELECT (now() AT TIME ZONE 'UTC')::date")
    return found


async def partitions(connection: Any, table: str) -> set[str]:
    rows = await connection.fetch(
        "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = $1::regclass",
        table,
    )
    return {row["name"] for row in rows}


async def test_a_migrated_database_has_its_coming_days(connection: Any, today: date) -> None:
    days = [today + timedelta(days=ahead) for ahead in range(8)]

    for table in ("outbox_sent", "inbox"):
        made = await partitions(connection, table)
        assert made == {f"{table}_otherwise", *(f"{table}_{day:%Y%m%d}" for day in days)}


async def test_new_ids_fall_into_their_day(connection: Any, today: date) -> None:
    await connection.execute("INSERT INTO inbox VALUES ('t', $1)", UUID(new_id()))

    found = await connection.fetchval("SELECT tableoid::regclass::text FROM inbox")
    assert found == f"inbox_{today:%Y%m%d}"


async def test_what_was_sent_yesterday_is_kept_and_what_is_older_is_dropped(
    connection: Any, today: date
) -> None:
    for ago in (3, 2, 1, 0):
        day = today - timedelta(days=ago)
        if ago:
            await connection.execute(
                f"CREATE TABLE outbox_sent_{day:%Y%m%d} PARTITION OF outbox_sent "
                f"FOR VALUES FROM ('{day}') TO ('{day + timedelta(days=1)}')"
            )
        await connection.execute(SENT, day, ago)
    await connection.execute(SENT, today - timedelta(days=40), 40)

    await keep_house(connection, keep_spans_hours=1)

    left = await connection.fetch("SELECT id FROM outbox_sent ORDER BY id")
    assert [row["id"] for row in left] == [0, 1]


async def test_ids_are_forgotten_after_their_time_and_foreign_ones_never(
    connection: Any, today: date
) -> None:
    old = UUID(int=first_id(today - timedelta(days=90)).int | 0x7 << 76)
    foreign = UUID(int=0x4 << 76 | 5)
    for each in (old, foreign):
        await connection.execute("INSERT INTO inbox VALUES ('t', $1)", each)

    await keep_house(connection, keep_spans_hours=1)

    assert [row["message_id"] for row in await connection.fetch("SELECT * FROM inbox")] == [foreign]


async def test_a_day_whose_events_came_before_its_partition_stays_beside(
    connection: Any, today: date
) -> None:
    await connection.execute(f"DROP TABLE inbox_{today:%Y%m%d}")
    await connection.execute("INSERT INTO inbox VALUES ('t', $1)", UUID(new_id()))

    await keep_house(connection, keep_spans_hours=1)

    assert await connection.fetchval("SELECT count(*) FROM inbox_otherwise") == 1
    assert f"inbox_{today:%Y%m%d}" not in await partitions(connection, "inbox")


async def test_housekeeping_does_not_wait_for_a_table_somebody_holds(
    connection: Any, settings: ServiceSettings, today: date
) -> None:
    old = today - timedelta(days=5)
    await connection.execute(
        f"CREATE TABLE outbox_sent_{old:%Y%m%d} PARTITION OF outbox_sent "
        f"FOR VALUES FROM ('{old}') TO ('{old + timedelta(days=1)}')"
    )
    async with (
        RelayStore.connect(settings.database_url) as other,
        other.connection.transaction(),
    ):
        await other.connection.execute("SELECT count(*) FROM outbox_sent")

        with pytest.raises(asyncpg.LockNotAvailableError):
            await keep_house(connection, keep_spans_hours=1)


STEP = """
INSERT INTO step_log (order_id, step_no, digest, state, changed_at)
SELECT $1, number, '', 'done', now() - $2::interval FROM generate_series(1, $3) AS number
"""


async def test_what_is_older_than_it_is_kept_goes_a_batch_at_a_time(connection: Any) -> None:
    await connection.execute(STEP, "old", timedelta(days=101), 5)
    await connection.execute(STEP, "young", timedelta(days=99), 3)
    before = REGISTRY.get_sample_value("kaitong_pruned_total", {"table": "step_log"}) or 0
    clock = [0.0]
    pruning = Pruning([Kept("step_log", "changed_at", 100)], batch=2, clock=lambda: clock[0])

    first = await pruning.prune(connection)
    at_once = await pruning.prune(connection)
    more = []
    for _ in range(3):
        clock[0] += 5
        more.append(await pruning.prune(connection))
    await connection.execute(STEP, "older", timedelta(days=200), 1)
    clock[0] += 5
    rests = await pruning.prune(connection)
    clock[0] += 600
    later = await pruning.prune(connection)

    left = await connection.fetch("SELECT DISTINCT order_id FROM step_log")
    assert (first, at_once, more, rests, later) == (2, 0, [2, 1, 0], 0, 1)
    assert [row["order_id"] for row in left] == ["young"]
    after = REGISTRY.get_sample_value("kaitong_pruned_total", {"table": "step_log"})
    assert after == before + 6


async def test_where_business_time_is_behind_it_says_what_is_old(connection: Any) -> None:
    await connection.execute(STEP, "old", timedelta(days=150), 1)
    pruned = []
    for back in (60, 40):
        await connection.execute("DELETE FROM business_clock")
        await connection.execute(
            "INSERT INTO business_clock (standing_at, moved_by) VALUES ($1, '0')",
            await connection.fetchval("SELECT now() - make_interval(days => $1)", back),
        )
        pruning = Pruning([Kept("step_log", "changed_at", 100)])
        pruned.append(await pruning.prune(connection))

    assert pruned == [0, 1]


async def test_a_row_somebody_holds_is_passed_over(
    connection: Any, settings: ServiceSettings
) -> None:
    await connection.execute(STEP, "old", timedelta(days=101), 2)
    async with (
        RelayStore.connect(settings.database_url) as other,
        other.connection.transaction(),
    ):
        await other.connection.execute("SELECT FROM step_log WHERE step_no = 1 FOR UPDATE")

        pruned = await Pruning([Kept("step_log", "changed_at", 100)]).prune(connection)

    assert pruned == 1
    assert await connection.fetchval("SELECT step_no FROM step_log") == 1


async def test_its_age_is_found_without_reading_the_table(connection: Any) -> None:
    found = await connection.fetchval(
        "SELECT count(*) FROM pg_indexes WHERE tablename = 'step_log' AND indexdef LIKE '%brin%'"
    )

    assert found == 1
