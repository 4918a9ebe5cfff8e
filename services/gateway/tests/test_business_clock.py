"""The clock of all services is moved from due moment to due moment, quiet in between."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from pretend_desks import BEGINNING
from pretend_world import World, pretend_world

DAY = timedelta(days=1)
SERVED = ("accounts", "orders", "billing", "provisioning")


async def test_a_move_stops_at_every_due_moment_and_ends_at_its_goal(world: World) -> None:
    world.notes.due += [BEGINNING + 2 * DAY, BEGINNING + DAY, BEGINNING + 9 * DAY]
    goal = (BEGINNING + 5 * DAY).isoformat()

    answer = await world.http.post(
        "/v1/clock", headers=world.signed_in("operations"), json={"to": goal}
    )

    moments = [
        one.instant.ToDatetime(UTC)  # type: ignore[attr-defined]  # a SetClockRequest
        for one in world.notes.asked
        if one.DESCRIPTOR.name == "SetClockRequest"
    ]
    assert answer.json() == {"now": goal, "dueMoments": 2, "stands": True}
    assert moments[::4] == [BEGINNING + DAY, BEGINNING + 2 * DAY, BEGINNING + 5 * DAY]
    assert set(world.notes.now) == {*SERVED}


async def test_it_cannot_go_back_before_what_has_happened(world: World) -> None:
    world.notes.now |= dict.fromkeys(SERVED, BEGINNING + 9 * DAY)
    world.notes.newest_facts |= {"accounts": BEGINNING, "billing": BEGINNING + 4 * DAY}
    signed_in = world.signed_in("operations")

    async def moved_to(goal: datetime) -> httpx.Response:
        return await world.http.post("/v1/clock", headers=signed_in, json={"to": goal.isoformat()})

    refused = await moved_to(BEGINNING + 3 * DAY)
    assert (refused.status_code, refused.json()["code"]) == (409, "CLOCK_CANNOT_GO_BACK")
    assert "billing" in refused.json()["reason"]
    assert world.notes.said("SetClockRequest") == 0

    # Nothing happened after the fourth day, though all clocks are at the ninth.
    assert (await moved_to(BEGINNING + 4 * DAY)).status_code == 200
    assert {*world.notes.now.values()} == {BEGINNING + 4 * DAY}


async def test_it_says_that_it_stands_and_runs_on_when_told(world: World) -> None:
    signed_in = world.signed_in("operations")
    goal = BEGINNING + DAY
    await world.http.post("/v1/clock", headers=signed_in, json={"to": goal.isoformat()})
    shown = (await world.http.get("/v1/clock", headers=signed_in)).json()
    assert {one["stands"] for one in shown.values()} == {True}

    answer = await world.http.post("/v1/clock/run", headers=signed_in)

    assert answer.json() == {"now": goal.isoformat(), "stands": False}
    assert {*world.notes.stands.values()} == {False}
    assert {*world.notes.now.values()} == {goal}
    asked = world.notes.said("SetClockRequest")
    await world.http.post("/v1/clock/run", headers=signed_in)
    assert world.notes.said("SetClockRequest") == asked


async def test_only_operations_let_it_run_on(world: World) -> None:
    answer = await world.http.post("/v1/clock/run", headers=world.clerk())

    assert (answer.status_code, answer.json()["code"]) == (403, "ROLE_NOT_ALLOWED")


async def test_a_move_waits_until_nothing_moves(world: World) -> None:
    world.notes.busy = 3

    answer = await world.http.post("/v1/clock/quiet", headers=world.signed_in("operations"))

    assert answer.json() == {"quiet": True}
    assert world.notes.busy == 0


async def test_who_never_gets_quiet_is_named(tmp_path: Path) -> None:
    async with pretend_world(tmp_path, quiet_seconds=0.2) as world:
        world.notes.busy = 1_000_000
        answer = await world.http.post("/v1/clock/quiet", headers=world.signed_in("operations"))

    assert (answer.status_code, answer.json()["code"]) == (409, "NOT_QUIET")
    assert "orders" in answer.json()["reason"]


async def test_the_clock_of_every_service_is_shown(world: World) -> None:
    world.notes.due.append(BEGINNING + DAY)

    shown = (await world.http.get("/v1/clock", headers=world.clerk())).json()

    assert set(shown) == {*SERVED}
    assert datetime.fromisoformat(shown["orders"]["now"]) == BEGINNING
    assert datetime.fromisoformat(shown["accounts"]["nextDue"]) == BEGINNING + DAY


@pytest.mark.parametrize(
    "instant",
    [
        "tomorrow",
        "2027-01-01",
        "2027-01-01T00:00:00",
        "0001-01-01T00:00:00+01:00",
        "9999-01-01T00:00:00Z",
    ],
)
async def test_an_instant_that_cannot_be_is_refused(world: World, instant: str) -> None:
    answer = await world.http.post(
        "/v1/clock", headers=world.signed_in("operations"), json={"to": instant}
    )

    assert (answer.status_code, answer.json()["field"]) == (400, "to")
    assert world.notes.said("SetClockRequest") == 0


async def test_only_operations_move_it(world: World) -> None:
    answer = await world.http.post(
        "/v1/clock", headers=world.clerk(), json={"to": "2027-01-01T00:00:00Z"}
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "ROLE_NOT_ALLOWED")
