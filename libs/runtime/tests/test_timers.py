"""Appointments: done in one order; refused they come again, or a person decides."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from boss.runtime.v1 import appointments_pb2 as pb
from boss.runtime.v1.operations_pb2 import DropParkedRequest
from kernel.clock import StandingClock
from kernel.errors import NotFound, Refusal, Stale
from runtime.clock import BusinessClock
from runtime.database.database import Database
from runtime.database.standing import DUE, HELD, LATE
from runtime.database.timers import hold, schedule
from runtime.jobs.timers import PAUSES, DueTimer, Timers
from runtime.messaging.outbox import Outbox
from runtime.operations.appointments import Appointments
from runtime.operations.auditing import Auditing
from runtime.operations.operations import Operations
from runtime.operations.quiet import Stillness
from runtime.settings.service_settings import ServiceSettings
from runtime.telemetry import metrics

NEW_YEAR = datetime(2030, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


class Diary:
    """Handlers of timers that note what they are told, and fail as they are told."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = StandingClock(NEW_YEAR)
        self.lines: list[tuple[str, str, datetime]] = []
        self.fails: list[Exception] = []
        names = ("gift", "fee", "look")
        self.timers = Timers({one: self.write for one in names}, database, self.clock)

    async def write(self, timer: DueTimer) -> None:
        if self.fails:
            raise self.fails.pop(0)
        self.lines.append((timer.name, timer.key, timer.due_at))
        if timer.key.endswith("/monthly"):
            await self.set(timer.name, timer.key, timer.due_at + 30 * DAY)

    async def set(self, name: str, key: str, moment: datetime = NEW_YEAR) -> None:
        async with self.database.transaction() as connection:
            await schedule(connection, name, key, moment)

    async def works_off(self) -> None:
        while items := await self.timers.due():
            await self.carries_out(items)

    async def carries_out(self, items: Sequence[DueTimer]) -> None:
        for item in items:
            await self.timers.carry_out(item)

    async def row(self) -> tuple[int, str, bool]:
        async with self.database.reading() as connection:
            found = await connection.exec_driver_sql(
                "SELECT attempts, refusal, held_at IS NOT NULL FROM timer"
            )
            return tuple(found.all()[0])


@pytest.fixture
def diary(database: Database) -> Diary:
    return Diary(database)


@pytest.fixture
def auditing(database: Database, settings: ServiceSettings) -> Auditing:
    return Auditing("orders", database, Outbox(database), BusinessClock(database, settings))


async def test_what_is_due_at_one_moment_for_one_thing_is_done_in_the_written_order(
    diary: Diary,
) -> None:
    for name, key in (("look", "a/1"), ("fee", "a/1"), ("gift", "a/9"), ("gift", "a/2")):
        await diary.set(name, key)

    first = await diary.timers.due()
    assert [(one.name, one.key) for one in first] == [("gift", "a/2")]
    # While it is carried out, nothing else of this thing is.
    assert await diary.timers.due() == []
    await diary.carries_out(first)
    await diary.works_off()

    assert [line[:2] for line in diary.lines] == [
        ("gift", "a/2"), ("gift", "a/9"), ("fee", "a/1"), ("look", "a/1"),
    ]  # fmt: skip


async def test_of_different_things_all_are_carried_out_side_by_side(diary: Diary) -> None:
    for key in ("a/1", "b/1", "c"):
        await diary.set("look", key)

    assert {one.key for one in await diary.timers.due()} == {"a/1", "b/1", "c"}


async def test_after_a_long_time_each_is_done_in_turn_and_told_its_own_moment(
    diary: Diary,
) -> None:
    await diary.set("fee", "a/monthly", NEW_YEAR)
    await diary.set("look", "a/1", NEW_YEAR + 40 * DAY)
    diary.clock.instant = NEW_YEAR + 100 * DAY

    await diary.works_off()

    assert [(name, (at - NEW_YEAR).days) for name, _, at in diary.lines] == [
        ("fee", 0), ("fee", 30), ("look", 40), ("fee", 60), ("fee", 90),
    ]  # fmt: skip
    assert await diary.timers.next_due() == NEW_YEAR + 120 * DAY


async def test_what_is_refused_comes_again_and_keeps_nobody_waiting(diary: Diary) -> None:
    await diary.set("fee", "a/1")
    await diary.set("look", "a/1")
    diary.fails = [NotFound("NO_SUCH_FEE", "The catalogue has no such fee.")]

    await diary.works_off()
    assert [line[0] for line in diary.lines] == ["look"]
    assert await diary.row() == (1, "NO_SUCH_FEE: The catalogue has no such fee.", False)
    assert await diary.timers.is_quiet()
    assert await diary.timers.next_due() == NEW_YEAR + PAUSES[0]

    diary.clock.instant = NEW_YEAR + PAUSES[0]
    await diary.works_off()

    # Late as it is, it is about its own moment.
    assert diary.lines[-1] == ("fee", "a/1", NEW_YEAR)
    assert await diary.timers.next_due() is None


async def test_what_is_refused_too_often_waits_for_a_person(diary: Diary) -> None:
    await diary.set("fee", "a/1")
    refusal = NotFound("NO_SUCH_FEE", "The catalogue has no such fee.")
    diary.fails = [refusal] * (len(PAUSES) + 1)

    for pause in (timedelta(), *PAUSES):
        diary.clock.instant += pause
        await diary.works_off()

    assert await diary.row() == (4, "NO_SUCH_FEE: The catalogue has no such fee.", True)
    assert await diary.timers.next_due() is None
    diary.clock.instant += 1000 * DAY
    assert await diary.timers.due() == []


async def test_the_metrics_tell_what_was_refused_and_what_waits(diary: Diary) -> None:
    refused = metrics.TIMERS_REFUSED.labels("fee")._value.get()
    await diary.set("fee", "a/1")
    diary.fails = [NotFound("NO_SUCH_FEE", "The catalogue has no such fee.")]
    await diary.works_off()
    # By the clock of the service; the refused one is due again.
    now = NEW_YEAR + PAUSES[0] + timedelta(seconds=5)
    async with diary.database.transaction() as connection:
        await hold(connection, "look", "b/1", NEW_YEAR, refusal="NO")
        stands = "INSERT INTO business_clock (standing_at, moved_by) VALUES ($1, interval '0')"
        await connection.exec_driver_sql(stands, (now,))
    async with diary.database.reading() as connection:
        told = {
            standing.gauge: [
                (row.label, row.number)
                for row in (await connection.exec_driver_sql(standing.text)).all()
            ]
            for standing in (HELD, LATE, DUE)
        }

    assert metrics.TIMERS_REFUSED.labels("fee")._value.get() == refused + 1
    assert told[metrics.TIMERS_HELD] == [("look", 1)]
    assert told[metrics.TIMERS_LATE] == [("fee", 5)]
    assert told[metrics.TIMERS_DUE] == [("timers", 1)]


async def test_a_person_sees_what_waits_and_decides(diary: Diary, auditing: Auditing) -> None:
    desk = Appointments(diary.database, auditing, names=["later", "earlier"])
    for key in ("a/1", "b/1"):
        async with diary.database.transaction() as connection:
            await hold(connection, "fee", key, NEW_YEAR, refusal="NO_SUCH_FEE: No fee.")
    await diary.set("look", "a/1", NEW_YEAR + DAY)

    shown = await desk.ListAppointments(pb.ListAppointmentsRequest(), None)
    every = await desk.ListAppointments(pb.ListAppointmentsRequest(all=True, thing="a"), None)
    again = pb.TryAppointmentAgainRequest(name="fee", key="a/1", reason="the fee is there")
    await desk.TryAppointmentAgain(again, None)
    drop = pb.DropAppointmentRequest(name="fee", key="b/1", reason="they have left")
    await desk.DropAppointment(drop, None)
    await diary.works_off()

    assert [(one.key, one.refusal) for one in shown.appointments] == [
        ("a/1", "NO_SUCH_FEE: No fee."), ("b/1", "NO_SUCH_FEE: No fee."),
    ]  # fmt: skip
    assert shown.held == 2
    assert [(one.name, one.key) for one in every.appointments] == [("fee", "a/1"), ("look", "a/1")]
    assert diary.lines == [("fee", "a/1", NEW_YEAR)]
    async with diary.database.reading() as connection:
        audited = await connection.exec_driver_sql("SELECT count(*) FROM outbox")
        assert audited.scalar_one() == 2
    left = await desk.ListAppointments(pb.ListAppointmentsRequest(all=True), None)
    assert [one.name for one in left.appointments] == ["look"]


@pytest.mark.parametrize(
    ("key", "reason", "code"),
    [("a/1", " ", "FIELD_MISSING"), ("b/1", "why not", "APPOINTMENT_NOT_FOUND")],
)
async def test_a_decision_without_a_reason_or_an_appointment_is_refused(
    diary: Diary, auditing: Auditing, key: str, reason: str, code: str
) -> None:
    desk = Appointments(diary.database, auditing, names=["later", "earlier"])
    async with diary.database.transaction() as connection:
        await hold(connection, "fee", "a/1", NEW_YEAR, refusal="NO")
    await diary.set("fee", "b/1", NEW_YEAR + DAY)
    said = {"name": "fee", "key": key, "reason": reason}

    for act in (
        desk.TryAppointmentAgain(pb.TryAppointmentAgainRequest(**said), None),
        desk.DropAppointment(pb.DropAppointmentRequest(**said), None),
    ):
        with pytest.raises(Refusal) as refused:
            await act
        assert refused.value.code == code

    listed = await desk.ListAppointments(pb.ListAppointmentsRequest(name="none"), None)
    assert (listed.held, list(listed.names)) == (1, ["earlier", "later"])
    with pytest.raises(Refusal):
        await desk.ListAppointments(pb.ListAppointmentsRequest(limit=-1), None)


async def test_set_anew_it_is_as_if_it_had_never_been_refused(diary: Diary) -> None:
    async with diary.database.transaction() as connection:
        await hold(connection, "fee", "a/1", NEW_YEAR, refusal="NO")
    assert await diary.timers.due() == []

    await diary.set("fee", "a/1")
    await diary.works_off()

    assert diary.lines == [("fee", "a/1", NEW_YEAR)]


async def test_where_somebody_was_faster_it_is_tried_at_once(diary: Diary) -> None:
    await diary.set("fee", "a/1")
    diary.fails = [Stale("ANSWER_OUT_OF_TURN", "Somebody was faster.")]

    await diary.works_off()

    assert diary.lines == [("fee", "a/1", NEW_YEAR)]


async def test_a_failure_that_is_no_refusal_leaves_it_to_the_lease(diary: Diary) -> None:
    await diary.set("fee", "a/1")
    diary.fails = [RuntimeError("broken")]

    with pytest.raises(RuntimeError):
        await diary.works_off()

    assert await diary.row() == (0, "", False)
    assert not await diary.timers.is_quiet()


async def test_what_is_not_parked_is_dropped_by_nobody_and_audited_as_nothing(
    database: Database, settings: ServiceSettings, auditing: Auditing
) -> None:
    stillness = Stillness(settings, database, topics=[], works=[])
    operations = Operations(settings, database, handlers={}, stillness=stillness, auditing=auditing)

    with pytest.raises(NotFound) as refused:
        await operations.DropParked(DropParkedRequest(id=7, reason="never right"), None)

    assert refused.value.code == "PARKED_NOT_FOUND"
    async with database.reading() as connection:
        audited = await connection.exec_driver_sql("SELECT count(*) FROM outbox")
        assert audited.scalar_one() == 0
