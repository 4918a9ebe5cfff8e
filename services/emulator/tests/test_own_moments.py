"""While the business clock stands, no two uses begin in the same moment."""

from datetime import UTC, datetime, timedelta

from emulator.doors.lab.edge.own_moments import OwnMoments
from kernel.clock import StandingClock

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_a_clock_that_stands_gives_each_use_its_own_moment() -> None:
    moments = OwnMoments(StandingClock(NOON))

    seen = [moments.now() for _ in range(500)]

    assert seen[0] == NOON
    assert sorted(set(seen)) == seen
    assert seen[-1] < NOON + timedelta(seconds=2)


def test_a_clock_that_goes_on_is_followed_at_once() -> None:
    clock = StandingClock(NOON)
    moments = OwnMoments(clock)
    before = [moments.now() for _ in range(10)]

    clock.instant = NOON + timedelta(seconds=1)

    assert moments.now() == clock.instant > before[-1]


def test_a_clock_that_was_set_back_is_believed() -> None:
    clock = StandingClock(NOON)
    moments = OwnMoments(clock)
    moments.now()

    clock.instant = NOON - timedelta(days=1)

    assert moments.now() == clock.instant
