"""TMF635: the itemised list of one number, with the charge of each record explained."""

from typing import Any

import pytest
from pretend_desks import BORIS, NUMBER
from pretend_money import ANNA, SUBSCRIBER, usage
from pretend_world import World

from gateway.apis.tmf635_usage import mapping as rated_usage
from kernel.errors import Invalid, NotFound

USAGE = "/tmf-api/usageManagement/v4/usage"


async def listed(world: World, headers: dict[str, str] | None = None, /, **asked: Any) -> Any:
    return await world.http.get(USAGE, headers=headers or world.anna(), params=asked)


async def hers(world: World, **asked: Any) -> Any:
    """List what Anna used, who was checked again in the app."""
    return await listed(world, proof="seen", **asked)


async def test_a_record_shows_its_charge_with_tax_and_the_way_to_it(world: World) -> None:
    answer = await world.http.get(f"{USAGE}/r?proof=seen", headers=world.anna())

    body = answer.json()
    (rated,) = body["ratedProductUsage"]
    said = {one["name"]: one["value"] for one in body["usageCharacteristic"]}
    assert (body["id"], body["usageType"], body["status"]) == ("r", "voice", "rated")
    assert body["usageDate"] == "2026-11-22T04:00:00Z"
    assert '"value":0.15001' in answer.text
    assert (rated["isBilled"], rated["productRef"]["id"]) == (False, SUBSCRIBER)
    assert (said["quantity"], said["unit"], said["peer"]) == (60, "second", "8613900009999")
    assert "15.001 fen" in said["derivation"]


async def test_a_list_is_asked_for_by_number_kind_period_and_page(world: World) -> None:
    answer = await hers(
        world,
        **{
            "ratedProductUsage.productRef.id": SUBSCRIBER,
            "usageType": "voice",
            "usageDate.gte": "2026-11-01T00:00:00+08:00",
            "usageDate.lt": "2026-12-01T00:00:00+08:00",
            "offset": 2,
            "limit": 1,
        },
    )

    asked = world.notes.last("ListUsageRequest")
    assert (asked.subscriber_id, asked.kind) == (SUBSCRIBER, "voice")
    assert asked.since.ToJsonString() == "2026-10-31T16:00:00Z"
    assert asked.until.ToJsonString() == "2026-11-30T16:00:00Z"
    assert (asked.offset, asked.limit) == (2, 1)
    assert (answer.status_code, answer.headers["X-Total-Count"]) == (206, "7")
    assert answer.json()[0]["relatedParty"][0]["id"] == ANNA


async def test_a_customer_who_has_one_number_need_not_name_it(world: World) -> None:
    await hers(world, fields="usageDate")

    assert world.notes.last("ListSubscribersRequest").customer_id == ANNA
    assert world.notes.last("ListUsageRequest").subscriber_id == SUBSCRIBER


async def test_a_clerk_says_whose(world: World) -> None:
    nobodys = await listed(world, world.clerk())
    by_number = await listed(world, world.clerk(), msisdn=NUMBER, proof="seen")
    of_another = await listed(world, world.clerk(), msisdn=NUMBER, **{"relatedParty.id": BORIS})

    assert (nobodys.status_code, nobodys.json()["field"]) == (400, "relatedParty.id")
    assert world.notes.last("GetBalanceRequest").msisdn == NUMBER
    assert by_number.json()[0]["id"] == "r"
    assert of_another.json() == []


async def test_a_query_names_a_number_however_it_is_typed(world: World) -> None:
    await listed(world, world.clerk(), msisdn=f"+{NUMBER}", proof="seen")

    assert world.notes.last("GetBalanceRequest").msisdn == NUMBER


@pytest.mark.parametrize(
    "said", ["yesterday", "2026-11-1", "2026-11-01T00:00:00", "0000-01-01Z", "0001-01-01"]
)
async def test_a_moment_is_one_with_its_offset(world: World, said: str) -> None:
    answer = await hers(world, **{"product.id": SUBSCRIBER, "usageDate.gte": said})

    assert (answer.status_code, answer.json()["field"]) == (400, "usageDate.gte")
    assert world.notes.said("ListUsageRequest") == 0


async def test_a_day_begins_where_its_people_are(world: World) -> None:
    await hers(world, **{"product.id": SUBSCRIBER, "usageDate.gte": "2026-11-01"})

    asked = world.notes.last("ListUsageRequest")
    assert asked.since.ToJsonString() == "2026-10-31T16:00:00Z"


async def test_what_billing_refuses_names_the_field_as_it_was_sent(world: World) -> None:
    world.notes.refusals["ListUsageRequest"] = Invalid("PERIOD_NOT_ALLOWED", "No.", field="since")
    world.notes.refusals["GetUsageRequest"] = NotFound("USAGE_UNKNOWN", "There is no such use.")

    early = await listed(world, world.clerk(), msisdn=NUMBER, proof="seen")
    unknown = await world.http.get(f"{USAGE}/none", headers=world.anna())

    assert (early.status_code, early.json()["field"]) == (400, "usageDate.gte")
    assert (unknown.status_code, unknown.json()["code"]) == (403, "NOT_YOURS")


@pytest.mark.parametrize("proof", ["", "?proof=another"])
@pytest.mark.parametrize("path", [f"{USAGE}/r", f"/v1/subscribers/{SUBSCRIBER}/usage"])
@pytest.mark.parametrize("who", ["clerk", "anna"])
async def test_nobody_sees_a_list_unless_the_holder_was_checked(
    world: World, path: str, proof: str, who: str
) -> None:
    headers = getattr(world, who)()
    answer = await world.http.get(f"{path}{proof}", headers=headers)
    seen = await world.http.get(f"{path}?proof=seen", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (422, "VERIFICATION_REQUIRED")
    assert seen.is_success
    assert world.notes.last("CheckListProofRequest").subscriber_id == SUBSCRIBER


async def test_staff_without_a_proof_do_not_even_have_it_looked_up(world: World) -> None:
    answer = await listed(world, world.clerk(), msisdn=NUMBER)

    assert answer.json()["code"] == "VERIFICATION_REQUIRED"
    assert world.notes.said("ListUsageRequest") == 0


async def test_what_was_used_is_not_written_here(world: World) -> None:
    answer = await world.http.post(USAGE, headers=world.clerk(), json={})

    assert answer.status_code == 405
    assert "comes from the network" in answer.json()["reason"]


@pytest.mark.parametrize(
    ("country", "shown", "description"),
    [
        ("GB", {"visitedPlmn": "23415", "visitedCountry": "GB"}, "voice (international, GB)"),
        ("", {"visitedPlmn": "23415"}, "voice (international)"),
    ],
)
def test_use_abroad_shows_its_network_and_country(
    country: str, shown: dict[str, str], description: str
) -> None:
    used = usage()
    used.roam_type, used.visited_plmn, used.visited_country = "international", "23415", country

    record = rated_usage.shown(used, customer=ANNA)

    said = {one["name"]: one["value"] for one in record["usageCharacteristic"]}
    assert {name: said[name] for name in said if name.startswith("visited")} == shown
    assert record["description"] == description


def test_use_at_home_shows_no_network() -> None:
    names = {one["name"] for one in rated_usage.characteristics(usage())}

    assert not {"visitedPlmn", "visitedCountry"} & names
