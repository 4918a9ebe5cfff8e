"""What a service remembers of steps, time and things that are due."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from boss.runtime.v1 import operations_pb2 as pb
from kernel.clock import SystemClock
from kernel.errors import NotAllowed, Refusal
from runtime.clock import BusinessClock
from runtime.database.database import Database
from runtime.database.step_log import StepLog
from runtime.database.timers import cancel, schedule
from runtime.jobs.timers import DueTimer, Timers
from runtime.jobs.work import Workers
from runtime.messaging.outbox import Outbox, Outgoing
from runtime.messaging.relay_store import RelayStore
from runtime.settings.service_settings import ServiceSettings
from runtime.wakes import wake

NEW_YEAR = datetime(2030, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Step:
    """Which step of which order, as a service says it."""

    order_id: str
    step_no: int


STEP = Step("order", 1)
Eventually = Callable[[Callable[[], Awaitable[bool]]], Awaitable[None]]


async def carry_out(database: Database, digest: str = "digest") -> bool:
    return await StepLog(database).is_new(STEP, digest=digest)


async def take_back(database: Database) -> bool:
    return await StepLog(database).is_to_be_undone(STEP)


async def test_a_step_is_done_once_and_taken_back_once(database: Database) -> None:
    done = [await carry_out(database), await carry_out(database)]
    taken_back = [await take_back(database), await take_back(database)]

    assert done == [True, False]
    assert taken_back == [True, False]


async def test_a_step_taken_back_before_it_came_is_refused_when_it_comes(
    database: Database,
) -> None:
    assert not await take_back(database)

    with pytest.raises(Refusal) as refused:
        await carry_out(database)

    assert refused.value.code == "STEP_TAKEN_BACK"


STAGE = {0: "zero", 1: "digest", 2: "two"}


async def carry_out_stage(database: Database, digests: Mapping[int, str]) -> frozenset[int]:
    return await StepLog(database).are_new("order", digests)


async def take_back_stage(database: Database, *numbers: int) -> frozenset[int]:
    return await StepLog(database).are_to_be_undone("order", numbers)


async def test_a_stage_shares_its_memory_with_who_asks_step_by_step(database: Database) -> None:
    await carry_out(database)

    fresh = [await carry_out_stage(database, STAGE), await carry_out_stage(database, STAGE)]
    alone = await take_back(database)
    undone = [await take_back_stage(database, 0, 1, 2, 3), await take_back_stage(database, 0)]

    assert fresh == [frozenset({0, 2}), frozenset()]
    assert alone
    assert undone == [frozenset({0, 2}), frozenset()]


async def test_a_stage_of_which_a_step_was_taken_back_is_refused_whole(database: Database) -> None:
    await take_back_stage(database, 2)

    with pytest.raises(Refusal) as refused:
        await carry_out_stage(database, STAGE)

    assert refused.value.code == "STEP_TAKEN_BACK"
    assert await take_back_stage(database, 0, 1) == frozenset()


async def test_a_stage_with_other_content_is_refused(database: Database) -> None:
    await carry_out_stage(database, STAGE)

    with pytest.raises(Refusal) as refused:
        await carry_out_stage(database, {**STAGE, 2: "another"})

    assert refused.value.code == "REQUEST_ID_REUSED"


async def test_a_stage_asked_many_times_at_once_is_done_once(database: Database) -> None:
    asked = await asyncio.gather(*[carry_out_stage(database, STAGE) for _ in range(8)])

    assert sorted(map(len, asked)) == [0] * 7 + [3]


async def test_a_step_with_other_content_is_refused(database: Database) -> None:
    await carry_out(database)

    with pytest.raises(Refusal) as refused:
        await carry_out(database, "another")

    assert refused.value.code == "REQUEST_ID_REUSED"


async def test_a_step_asked_twice_at_once_is_done_once(database: Database) -> None:
    done = await asyncio.gather(*(carry_out(database) for _ in range(5)))

    assert sorted(done) == [False] * 4 + [True]


@pytest.fixture
async def clock(database: Database, settings: ServiceSettings) -> BusinessClock:
    return BusinessClock(database, settings.model_copy(update={"clock": "settable"}))


async def test_a_clock_that_was_set_stands_and_others_follow(
    database: Database, settings: ServiceSettings, clock: BusinessClock, eventually: Eventually
) -> None:
    beside = BusinessClock(database, settings.model_copy(update={"clock": "settable"}))
    following = asyncio.create_task(beside.follow())

    await clock.stand_at(NEW_YEAR)

    async def has_followed() -> bool:
        return clock.now() == beside.now() == NEW_YEAR

    await eventually(has_followed)
    assert clock.stands
    assert beside.stands
    following.cancel()


async def test_a_clock_may_run_on_from_where_it_was_set(
    clock: BusinessClock, eventually: Eventually
) -> None:
    await clock.stand_at(NEW_YEAR)
    await clock.run_from(NEW_YEAR)

    async def runs() -> bool:
        return clock.now() > NEW_YEAR

    await eventually(runs)
    assert not clock.stands
    assert clock.now() - NEW_YEAR < timedelta(minutes=5)


async def test_a_clock_cannot_go_back_before_what_was_said(
    database: Database, settings: ServiceSettings, clock: BusinessClock
) -> None:
    """It waits in the outbox, or it was sent: both are facts; a copy of somebody else's is none."""
    await clock.stand_at(NEW_YEAR + timedelta(days=9))
    outbox, fact = Outbox(database), NEW_YEAR + timedelta(days=4)
    async with database.transaction() as connection:
        said = [Outgoing("boss.said.v1", "key", pb.Span(name="Anna"))]
        await outbox.put(connection, said, now=fact)
        copy = [Outgoing("boss.said.v1.runtime.dlq", "key", pb.Span(name="Anna"))]
        await outbox.put(connection, copy, now=NEW_YEAR + timedelta(days=8))

    for _ in ("waiting", "sent"):
        for move in (clock.stand_at, clock.run_from):
            with pytest.raises(NotAllowed) as refused:
                await move(fact - timedelta(seconds=1))
            assert refused.value.code == "CLOCK_CANNOT_GO_BACK"
            assert clock.now() == NEW_YEAR + timedelta(days=9)
        async with RelayStore.connect(settings.database_url) as store:
            await store.acknowledge(await store.waiting(10))

    await clock.stand_at(fact)
    assert clock.now() == fact
    await clock.stand_at(fact + timedelta(days=1))


async def test_a_clock_before_anything_happened_goes_wherever_it_is_told(
    clock: BusinessClock,
) -> None:
    await clock.stand_at(NEW_YEAR)
    await clock.stand_at(NEW_YEAR - timedelta(days=400))

    assert clock.now() == NEW_YEAR - timedelta(days=400)


async def test_the_machines_clock_cannot_be_set(
    database: Database, settings: ServiceSettings
) -> None:
    clock = BusinessClock(database, settings)

    with pytest.raises(NotAllowed) as refused:
        await clock.stand_at(NEW_YEAR)

    assert refused.value.code == "CLOCK_IS_THE_MACHINES"
    assert abs(clock.now() - SystemClock().now()) < timedelta(seconds=1)


def test_a_settable_clock_is_not_for_production(settings: ServiceSettings) -> None:
    knobs = settings.model_dump() | {"environment": "production", "clock": "settable"}

    with pytest.raises(ValueError, match="not allowed in production"):
        ServiceSettings(**knobs)


class Ringing:
    """A handler of timers that notes which rang and fails as it is told."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.rang: list[str] = []
        self.fails: list[Exception] = []

    async def ring(self, timer: DueTimer) -> None:
        self.rang.append(timer.key)
        if self.fails:
            raise self.fails.pop()

    async def set(self, key: str, moment: datetime) -> None:
        async with self.database.transaction() as connection:
            await schedule(connection, "bell", key, moment)


async def test_a_timer_rings_once_when_its_business_moment_has_come(
    database: Database, clock: BusinessClock
) -> None:
    ringing = Ringing(database)
    work = Timers({"bell": ringing.ring}, database, clock)
    await clock.stand_at(NEW_YEAR)
    await ringing.set("now", NEW_YEAR)
    await ringing.set("later", NEW_YEAR + timedelta(days=1))

    await carry_out_all(work, await work.due())

    assert ringing.rang == ["now"]
    assert await work.is_quiet()
    assert await work.next_due() == NEW_YEAR + timedelta(days=1)

    await clock.stand_at(NEW_YEAR + timedelta(days=1))
    assert not await work.is_quiet()
    await carry_out_all(work, await work.due())

    assert ringing.rang == ["now", "later"]
    assert await work.next_due() is None


async def test_a_timer_set_anew_or_cancelled_rings_no_more_for_the_old_moment(
    database: Database, clock: BusinessClock
) -> None:
    ringing = Ringing(database)
    work = Timers({"bell": ringing.ring}, database, clock)
    await clock.stand_at(NEW_YEAR)
    await ringing.set("moved", NEW_YEAR)
    await ringing.set("cancelled", NEW_YEAR)
    claimed = await work.due()
    await ringing.set("moved", NEW_YEAR + timedelta(days=1))
    async with database.transaction() as connection:
        await cancel(connection, "bell", "cancelled")

    await carry_out_all(work, claimed)

    assert ringing.rang == []
    assert await work.next_due() == NEW_YEAR + timedelta(days=1)


async def test_a_claimed_timer_is_leased_and_comes_back_when_the_lease_ends(
    database: Database, clock: BusinessClock
) -> None:
    ringing = Ringing(database)
    work = Timers({"bell": ringing.ring}, database, clock)
    await clock.stand_at(NEW_YEAR)
    await ringing.set("now", NEW_YEAR)
    lost = await work.due()

    assert await work.due() == []

    async with database.transaction() as connection:
        await connection.exec_driver_sql("UPDATE timer SET leased_until = now() - interval '1 s'")
    again = await work.due()
    await carry_out_all(work, lost)
    assert ringing.rang == []
    await carry_out_all(work, again)
    assert ringing.rang == ["now"]


async def carry_out_all(work: Timers, items: Sequence[DueTimer]) -> None:
    for item in items:
        await work.carry_out(item)


class Errands:
    """Work that hands out numbers, slowly carried out."""

    name = "errands"

    def __init__(self) -> None:
        self.waiting: list[int] = []
        self.done: list[int] = []
        self.at_once = self.most_at_once = 0
        self.asked = 0

    async def due(self) -> Sequence[int]:
        self.asked += 1
        if self.waiting == [-1]:
            self.waiting.clear()
            raise ConnectionResetError("the database is away")
        found, self.waiting = self.waiting, []
        return found

    async def carry_out(self, item: int) -> None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0.02)
        self.at_once -= 1
        if item == 13:
            raise ValueError("thirteen")
        self.done.append(item)

    async def next_due(self) -> datetime | None:
        return None

    async def is_quiet(self) -> bool:
        return not self.waiting


async def test_work_is_carried_out_when_it_is_woken_and_no_more_than_allowed(
    eventually: Eventually,
) -> None:
    errands = Errands()
    # Without being woken it would not look again as long as this test may last.
    workers = Workers([errands], concurrency=4, idle_poll_seconds=3600)
    running = asyncio.create_task(workers.run())

    async def is_idle() -> bool:
        return errands.asked >= 3

    await eventually(is_idle)
    errands.waiting = list(range(12))
    wake("errands")

    async def all_is_done() -> bool:
        return len(errands.done) == 12

    await eventually(all_is_done)
    assert sorted(errands.done) == list(range(12))
    assert errands.most_at_once == 4
    workers.stop()
    await running


async def test_work_nobody_was_woken_for_is_found_by_the_next_look(eventually: Eventually) -> None:
    errands = Errands()
    workers = Workers([errands], idle_poll_seconds=0.2)
    running = asyncio.create_task(workers.run())

    async def is_idle() -> bool:
        return errands.asked >= 4

    async def is_done() -> bool:
        return errands.done == [1]

    await eventually(is_idle)
    errands.waiting = [1]
    await eventually(is_done)
    workers.stop()
    await running


async def test_work_that_fails_or_cannot_be_claimed_does_not_stop_the_rest(
    eventually: Eventually,
) -> None:
    errands = Errands()
    errands.waiting = [-1]
    workers = Workers([errands], concurrency=4)
    running = asyncio.create_task(workers.run())

    async def has_failed() -> bool:
        return not errands.waiting

    async def is_done() -> bool:
        return errands.done == [14]

    await eventually(has_failed)
    errands.waiting = [13, 14]
    await eventually(is_done)
    workers.stop()
    await running

    assert errands.done == [14]


async def test_what_is_in_flight_is_finished_when_the_workers_stop(
    eventually: Eventually,
) -> None:
    errands = Errands()
    errands.waiting = [1, 2, 3]
    workers = Workers([errands], concurrency=4)
    running = asyncio.create_task(workers.run())

    async def is_in_flight() -> bool:
        return not errands.waiting

    await eventually(is_in_flight)
    workers.stop()
    await running

    assert sorted(errands.done) == [1, 2, 3]


async def test_idle_workers_ask_seldom() -> None:
    errands = Errands()
    workers = Workers([errands])
    running = asyncio.create_task(workers.run())
    await asyncio.sleep(1.5)
    workers.stop()
    await running

    assert errands.asked < 14
