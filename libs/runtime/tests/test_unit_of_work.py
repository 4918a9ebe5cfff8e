"""The unit of work: nested it joins, the outermost commits, and a half is never kept."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from test_memory import STEP

from kernel.errors import NotAllowed, Refusal
from runtime.database.database import Database, SwallowedError
from runtime.database.timers import TIMERS
from runtime.database.unit_of_work import UnitOfWork
from runtime.messaging.outbox import Outbox, Outgoing
from runtime.wakes import wake_event

NEW_YEAR = datetime(2030, 1, 1, tzinfo=UTC)


class Names:
    """A repository, as a service's own unit of work lists them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, name: str) -> None:
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql("INSERT INTO name VALUES ($1)", (name,))

    async def all(self) -> list[str]:
        async with self._database.reading() as connection:
            rows = await connection.exec_driver_sql("SELECT name FROM name ORDER BY name")
            return list(rows.scalars())


class TrialUnitOfWork(UnitOfWork[str]):
    """As a service subclasses it."""

    def __init__(self, database: Database, outbox: Outbox, message: type) -> None:
        def message_of(event: str) -> Outgoing:
            return Outgoing("boss.trial.v1", event, message(text=event))

        super().__init__(database, publisher=outbox.publisher(message_of))
        self.names = Names(database)


@pytest.fixture
async def uow(database: Database, words: Any) -> TrialUnitOfWork:
    await database.run("CREATE TABLE name (name text PRIMARY KEY)")
    return TrialUnitOfWork(database, Outbox(database), words.Said)


@dataclass
class Woken:
    """Whether the workers of timers were woken."""

    event: asyncio.Event

    @property
    def is_so(self) -> bool:
        return self.event.is_set()


@pytest.fixture
def woken() -> Iterator[Woken]:
    yield Woken(wake_event(TIMERS))


async def published(database: Database) -> list[str]:
    rows = await database.run("SELECT key FROM outbox ORDER BY id")
    return list(rows.scalars())


async def test_what_was_done_in_it_is_there_after_it(uow: TrialUnitOfWork) -> None:
    async with uow:
        await uow.names.add("Anna")

    assert await uow.names.all() == ["Anna"]


async def test_opened_inside_itself_it_joins_and_the_outermost_commits(
    uow: TrialUnitOfWork, database: Database
) -> None:
    async with uow:
        await uow.names.add("Anna")
        async with uow:
            await uow.names.add("Boris")
            async with uow:
                await uow.names.add("Clara")
        assert await asyncio.create_task(uow.names.all()) == []
        await uow.names.add("Dora")

    assert await uow.names.all() == ["Anna", "Boris", "Clara", "Dora"]
    assert not database.in_transaction()


async def test_opened_inside_itself_all_goes_when_the_outermost_is_refused(
    uow: TrialUnitOfWork,
) -> None:
    with pytest.raises(NotAllowed):
        async with uow:
            async with uow:
                await uow.names.add("Anna")
            raise NotAllowed("NO", "No.")

    assert await uow.names.all() == []


async def test_a_refusal_in_the_inner_one_leaves_nothing_of_the_outer(
    uow: TrialUnitOfWork, database: Database
) -> None:
    with pytest.raises(NotAllowed):
        async with uow:
            await uow.names.add("Anna")
            async with uow:
                await uow.names.add("Boris")
                raise NotAllowed("NO", "No.")

    assert await uow.names.all() == []
    assert not database.in_transaction()


async def test_a_refusal_of_the_inner_one_that_is_swallowed_does_not_commit_a_half(
    uow: TrialUnitOfWork, database: Database
) -> None:
    with pytest.raises(SwallowedError) as raised:
        async with uow:
            await uow.names.add("Anna")
            try:
                async with uow:
                    await uow.names.add("Boris")
                    raise NotAllowed("NO", "No.")
            except Refusal:
                await uow.names.add("Clara")

    assert isinstance(raised.value.__cause__, NotAllowed)
    assert await uow.names.all() == []
    assert not database.in_transaction()


async def test_a_message_that_swallows_the_refusal_of_its_act_does_not_commit_a_half(
    uow: TrialUnitOfWork, database: Database
) -> None:
    with pytest.raises(SwallowedError):
        async with database.transaction():
            try:
                async with uow:
                    await uow.names.add("Anna")
                    raise NotAllowed("NO", "No.")
            except Refusal:
                pass

    assert await uow.names.all() == []


async def test_a_refusal_outside_of_any_other_spoils_nothing_after_it(
    uow: TrialUnitOfWork,
) -> None:
    with pytest.raises(NotAllowed):
        async with uow:
            raise NotAllowed("NO", "No.")
    async with uow:
        await uow.names.add("Anna")

    assert await uow.names.all() == ["Anna"]


async def test_it_joins_the_transaction_of_another_unit_of_work(
    uow: TrialUnitOfWork, database: Database, words: Any
) -> None:
    beside = TrialUnitOfWork(database, Outbox(database), words.Said)

    with pytest.raises(NotAllowed):
        async with uow:
            async with beside:
                await beside.names.add("Anna")
            raise NotAllowed("NO", "No.")

    assert await uow.names.all() == []


async def test_tasks_that_share_one_have_each_their_own_transaction(
    uow: TrialUnitOfWork,
) -> None:
    inside, leave = asyncio.Event(), asyncio.Event()

    async def anna() -> None:
        async with uow:
            await uow.names.add("Anna")
            inside.set()
            await leave.wait()
            raise NotAllowed("NO", "No.")

    async def boris() -> None:
        await inside.wait()
        async with uow:
            async with uow:
                await uow.names.add("Boris")
            leave.set()
            await asyncio.sleep(0)

    first, second = await asyncio.gather(anna(), boris(), return_exceptions=True)

    assert isinstance(first, NotAllowed)
    assert second is None
    assert await uow.names.all() == ["Boris"]


async def test_a_task_started_inside_it_has_a_transaction_of_its_own(
    uow: TrialUnitOfWork,
) -> None:
    async def boris() -> None:
        async with uow:
            await uow.names.add("Boris")

    with pytest.raises(NotAllowed):
        async with uow:
            await uow.names.add("Anna")
            await asyncio.create_task(boris())
            raise NotAllowed("NO", "No.")

    assert await uow.names.all() == ["Boris"]


async def test_who_is_cancelled_in_it_leaves_nothing_and_holds_no_connection(
    uow: TrialUnitOfWork, database: Database
) -> None:
    for name in map(str, range(20)):
        inside = asyncio.Event()

        async def wait(name: str = name, inside: asyncio.Event = inside) -> None:
            async with uow, uow:
                await uow.names.add(name)
                inside.set()
                await asyncio.Event().wait()

        task = asyncio.create_task(wait())
        await inside.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    assert await uow.names.all() == []


async def test_events_are_published_with_the_state_or_not_at_all(
    uow: TrialUnitOfWork, database: Database
) -> None:
    async with uow:
        async with uow:
            await uow.publish(["Anna", "Boris"], now=NEW_YEAR)
        await uow.publish(["Clara"], now=NEW_YEAR)
    with pytest.raises(NotAllowed):
        async with uow:
            await uow.publish(["Dora"], now=NEW_YEAR)
            raise NotAllowed("NO", "No.")

    assert await published(database) == ["Anna", "Boris", "Clara"]


async def test_who_says_nothing_publishes_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError, match="no publisher"):
        await UnitOfWork[str](database).publish(["Anna"], now=NEW_YEAR)


async def test_a_timer_wakes_its_workers_when_the_outermost_has_committed(
    uow: TrialUnitOfWork, woken: Woken
) -> None:
    async with uow:
        async with uow:
            await uow.timers.schedule("fee", key="anna/1", at=NEW_YEAR)
        assert not woken.is_so

    assert woken.is_so


async def test_a_timer_of_a_refused_act_is_not_set_and_wakes_nobody(
    uow: TrialUnitOfWork, woken: Woken
) -> None:
    with pytest.raises(NotAllowed):
        async with uow:
            await uow.timers.schedule("fee", key="anna/1", at=NEW_YEAR)
            raise NotAllowed("NO", "No.")

    assert not woken.is_so
    assert not await uow.timers.is_due("fee", key="anna/1", now=NEW_YEAR)


async def test_a_timer_is_due_from_its_moment_until_it_is_cancelled(
    uow: TrialUnitOfWork,
) -> None:
    async with uow:
        await uow.timers.schedule("fee", key="anna/1", at=NEW_YEAR)

    before = await uow.timers.is_due("fee", key="anna/1", now=NEW_YEAR - timedelta(seconds=1))
    at = await uow.timers.is_due("fee", key="anna/1", now=NEW_YEAR)
    await uow.timers.cancel("fee", key="anna/1")

    assert (before, at) == (False, True)
    assert not await uow.timers.is_due("fee", key="anna/1", now=NEW_YEAR)


async def test_what_was_refused_for_good_waits_for_a_person(
    uow: TrialUnitOfWork, database: Database
) -> None:
    async with uow:
        await uow.timers.hold("fee", key="anna/1", at=NEW_YEAR, refusal="NO: No.")

    rows = await database.run("SELECT refusal, held_at IS NOT NULL AS is_held FROM timer")
    assert [tuple(row) for row in rows] == [("NO: No.", True)]


async def test_what_was_refused_may_come_again_at_a_moment(
    uow: TrialUnitOfWork, database: Database
) -> None:
    again = NEW_YEAR + timedelta(days=1)
    async with uow:
        await uow.timers.postpone(
            "fee", key="anna/1", at=NEW_YEAR, again_at=again, refusal="NO: No."
        )

    rows = await database.run("SELECT due_at, again_at, attempts, refusal, held_at FROM timer")
    assert [tuple(row) for row in rows] == [(NEW_YEAR, again, 1, "NO: No.", None)]


async def test_a_step_is_remembered_with_its_effect_or_not_at_all(
    uow: TrialUnitOfWork,
) -> None:
    with pytest.raises(NotAllowed):
        async with uow:
            assert await uow.steps.is_new(STEP, digest="digest")
            raise NotAllowed("NO", "No.")
    async with uow:
        again = await uow.steps.is_new(STEP, digest="digest")
    async with uow:
        once_more = await uow.steps.is_new(STEP, digest="digest")
        undone = await uow.steps.is_to_be_undone(STEP)

    assert (again, once_more, undone) == (True, False, True)
