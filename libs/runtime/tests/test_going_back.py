"""Before an upgrade a database is asked what it lacks; after a restore a service goes back."""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from alembic.script import ScriptDirectory

from kernel.clock import SystemClock
from launch.broker import Broker
from launch.postgres import Postgres
from runtime.database.database import Database
from runtime.database.migrations import Schema, config_of, present_revisions, run_migrations
from runtime.database.migrations.checking import outlook
from runtime.database.migrations.statements import breaks_in, judged
from runtime.errors import Misconfigured
from runtime.host.acts import go_back
from runtime.host.rewinding import RESTORED, begin_of, rewind
from runtime.host.service import Parts, Service
from runtime.messaging.listener import Listener
from runtime.messaging.relay_store import RelayStore
from runtime.settings.service_settings import MigrationSettings, ServiceSettings


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("ALTER TABLE a ADD COLUMN b text", ""),
        ("ALTER TABLE a ADD COLUMN b text NOT NULL DEFAULT ''", ""),
        ("ALTER TABLE a ADD COLUMN b numeric(10, 2) NOT NULL DEFAULT 0, ADD COLUMN c text", ""),
        ("ALTER TABLE a ADD COLUMN b text NOT NULL", "wants a value for b"),
        ("ALTER TABLE a ADD COLUMN c int, ADD COLUMN b numeric(10, 2) NOT NULL", "value for b"),
        ("ALTER TABLE a DROP COLUMN b", "drops the column b"),
        ("ALTER TABLE a\n  DROP COLUMN IF EXISTS b", "drops the column b"),
        ("DROP TABLE a", "drops the table a"),
        ("DROP TABLE IF EXISTS a", "drops the table a"),
        ("ALTER TABLE a RENAME COLUMN b TO c", "renames b"),
        ("ALTER TABLE a RENAME TO c", "renames"),
        ("ALTER TABLE a ALTER COLUMN b SET NOT NULL", "b"),
        ("ALTER TABLE a ALTER b TYPE bigint", "type of b"),
        ("ALTER TABLE a ALTER COLUMN b SET STORAGE EXTERNAL", ""),
        ("ALTER TABLE a ALTER COLUMN b DROP NOT NULL", ""),
        ("ALTER TABLE a DROP CONSTRAINT once", "constraint once"),
        ("ALTER TABLE a DROP CONSTRAINT once; ALTER TABLE a ADD CONSTRAINT once UNIQUE (b, c)", ""),
        ("CREATE TABLE a (b text NOT NULL); -- DROP TABLE x", ""),
        ("DROP INDEX CONCURRENTLY IF EXISTS i; CREATE INDEX CONCURRENTLY i ON a (b)", ""),
    ],
)
def test_what_the_image_before_cannot_live_with_is_named(statement: str, said: str) -> None:
    found = list(breaks_in(statement))

    assert bool(found) == bool(said)
    assert said in " ".join(found)


def test_our_own_revisions_are_judged_by_what_they_do() -> None:
    scripts = ScriptDirectory.from_config(config_of("runtime", ""))

    steps = [judged(each) for each in scripts.walk_revisions()]

    assert steps
    assert not [step for step in steps if step.breaks]


REVISION = """
from alembic import op

revision = "{revision}"
down_revision = {before}
branch_labels = {labels}
depends_on = None
release = "0.1.0"
folded = {folded}


def upgrade() -> None:
    op.execute("{statement}")
"""


@pytest.fixture(scope="module")
def schooner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service with a baseline and one revision behind it."""
    folder = tmp_path_factory.mktemp("services")
    versions = folder / "schooner/migrations/versions"
    versions.mkdir(parents=True)
    (folder / "schooner/__init__.py").touch()
    first = REVISION.format(
        revision="mast", before=None, labels=("schooner",), folded=("keel",),
        statement="CREATE TABLE sail (id text)",
    )  # fmt: skip
    second = REVISION.format(
        revision="boom", before="'mast'", labels=None, folded=(),
        statement="ALTER TABLE sail ADD COLUMN area integer",
    )  # fmt: skip
    (versions / "mast.py").write_text(first)
    (versions / "boom.py").write_text(second)
    sys.path.insert(0, str(folder))
    yield "schooner"
    sys.path.remove(str(folder))


@pytest.fixture
def moored(postgres: Postgres, schooner: str) -> MigrationSettings:
    """Where its database is."""
    url = postgres.fresh_database(schooner)
    return MigrationSettings(service=schooner, database_url=url)


@pytest.fixture
async def afloat(moored: MigrationSettings, schooner: str) -> AsyncIterator[Database]:
    """Its database, brought to the newest."""
    await asyncio.to_thread(run_migrations, moored, schooner)
    database = Database.connect(moored.database_url, name="test")
    yield database
    await database.close()


async def stand_at(database: Database, revision: str) -> None:
    async with database.transaction() as connection:
        await connection.exec_driver_sql(
            "UPDATE alembic_version SET version_num = $1 WHERE version_num NOT LIKE 'runtime%'",
            (revision,),
        )


async def test_a_database_tells_what_it_lacks_and_stays_as_it_is(
    afloat: Database, schooner: str
) -> None:
    newest = await outlook(afloat, schooner)
    await stand_at(afloat, "mast")
    behind = await outlook(afloat, schooner)
    await stand_at(afloat, "of_next")
    ahead = await outlook(afloat, schooner)

    assert (newest.pending, newest.ahead, newest.only_expands) == ([], [], True)
    assert [step.revision for step in behind.pending] == ["boom"]
    assert (ahead.pending, ahead.ahead) == ([], ["of_next"])


async def test_a_database_from_before_the_baseline_is_behind_and_refused(
    afloat: Database, moored: MigrationSettings, schooner: str
) -> None:
    await stand_at(afloat, "keel")

    assert await Schema.of(schooner).is_behind(afloat)
    for ask in (
        outlook(afloat, schooner),
        asyncio.to_thread(run_migrations, moored, schooner),
    ):
        with pytest.raises(Misconfigured, match=r"at keel, before release 0\.1\.0"):
            await ask
    assert "keel" in await present_revisions(afloat)


@pytest.mark.parametrize(
    ("committed", "since", "begin"),
    [
        (90, 70, 70),  # what was heard since the time comes again
        (90, None, 90),  # nothing was said since
        (50, 70, 50),  # it was further behind than the time: that was never heard
        (50, None, 50),
        (None, 70, 10),  # nobody knows how far it was
        (5, 70, 10),  # what the broker forgot is gone
    ],
)
def test_nothing_that_was_not_heard_is_passed_over(
    committed: int | None, since: int | None, begin: int
) -> None:
    assert begin_of(committed=committed, since=since, first=10, end=90) == begin


async def test_a_restored_service_says_its_day_again_and_hears_again_from_before_the_moment(
    settings: ServiceSettings, broker: Broker, database: Database
) -> None:
    broker.create_topic("told", partitions=2)
    knobs = settings.model_copy(update={"kafka": broker.bootstrap})
    listens = Listener("told", {})
    service = Service("runtime", ServiceSettings, lambda _: Parts(listeners=[listens]))
    await say(broker, {0: 3, 1: 1})
    await heard_all(broker, {0: 3, 1: 1})

    answers = [await rewind(service, knobs, to=SystemClock().now()) for _ in range(2)]

    admin = AIOKafkaAdminClient(bootstrap_servers=broker.bootstrap)
    await admin.start()
    partitions = [TopicPartition("told", number) for number in range(2)]
    committed = await admin.list_consumer_group_offsets("runtime.told", partitions=partitions)
    await admin.close()
    assert {each.partition: one.offset for each, one in committed.items()} == {0: 0, 1: 0}
    assert [each["consumed_again"] for each in answers] == [{"told": 4}] * 2
    async with RelayStore.connect(settings.database_url) as store:
        assert await store.broker() == RESTORED


async def test_a_moment_without_a_zone_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    service = Service("runtime", ServiceSettings, lambda _: Parts())

    for text in ("yesterday", "2026-11-29T10:00:00"):
        with pytest.raises(Misconfigured):
            go_back(service, ServiceSettings.model_construct(), text)


async def say(broker: Broker, told: dict[int, int]) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=broker.bootstrap)
    await producer.start()
    for partition, number in told.items():
        for _ in range(number):
            await producer.send_and_wait("told", b"x", partition=partition)
    await producer.stop()


async def heard_all(broker: Broker, ends: dict[int, int]) -> None:
    consumer = AIOKafkaConsumer(
        bootstrap_servers=broker.bootstrap, group_id="runtime.told", enable_auto_commit=False
    )
    await consumer.start()
    partitions = {TopicPartition("told", number): end for number, end in ends.items()}
    consumer.assign(list(partitions))
    await consumer.commit(partitions)
    await consumer.stop()
