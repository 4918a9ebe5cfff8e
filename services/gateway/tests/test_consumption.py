"""TMF677: what was used this month, and what is left."""

from pretend_desks import BORIS, NUMBER
from pretend_money import SUBSCRIBER
from pretend_world import World

REPORT = "/tmf-api/usageConsumption/v4/usageConsumptionReport"


async def test_a_report_counts_every_kind_and_shows_the_money_left(world: World) -> None:
    answer = await world.http.get(REPORT, params={"msisdn": NUMBER}, headers=world.anna())

    (report,) = answer.json()
    voice, *_, money = report["bucket"]
    used = {one["value"]["units"]: one["value"] for one in voice["bucketCounter"]}
    assert world.notes.last("SumUsageRequest").subscriber_id == SUBSCRIBER
    assert used["second"] == {"amount": 121, "units": "second"}
    assert used["record"]["amount"] == 2
    assert '"amount":0.45000' in answer.text
    assert (money["usageType"], money["bucketBalance"][0]["remainingValue"]["amount"]) == (
        "monetary",
        -1.2,
    )
    assert report["product"][0]["id"] == SUBSCRIBER
    assert report["validFor"]["startDateTime"] == "2026-11-22T04:00:00Z"


async def test_a_report_is_read_by_its_subscriber_and_in_part(world: World) -> None:
    answer = await world.http.get(f"{REPORT}/{SUBSCRIBER}?fields=bucket", headers=world.clerk())

    assert set(answer.json()) == {"id", "href", "@type", "bucket"}
    assert world.notes.last("GetBalanceRequest").subscriber_id == SUBSCRIBER


async def test_looking_at_sums_looks_at_no_record(world: World) -> None:
    await world.http.get(REPORT, headers=world.anna())

    assert world.notes.said("ListUsageRequest") == 0


async def test_a_customer_sees_nothing_of_anothers(world: World) -> None:
    boris = world.signed_in("customer", customer_id=BORIS)

    for path in (f"{REPORT}?msisdn={NUMBER}", f"{REPORT}/{SUBSCRIBER}"):
        answer = await world.http.get(path, headers=boris)

        assert (answer.status_code, answer.json()["code"]) == (403, "NOT_YOURS")
    assert world.notes.said("SumUsageRequest") == 0
