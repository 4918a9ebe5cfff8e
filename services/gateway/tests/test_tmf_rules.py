"""TMF630's rules, resource by resource: mandatory attributes, partial lists, filters, errors."""

from dataclasses import dataclass
from typing import Any

import pytest
from pretend_desks import NUMBER
from pretend_money import PAYMENT
from pretend_till import ACCOUNT, ADJUSTMENT
from pretend_world import World

CATALOGUE = "/tmf-api/productCatalogManagement/v4"
BALANCES = "/tmf-api/prepayBalanceManagement/v4"
PAYMENTS = "/tmf-api/paymentManagement/v4"
CONSUMPTION = "/tmf-api/usageConsumption/v4"
USAGE = "/tmf-api/usageManagement/v4"
SOLD = ("id", "href", "@type", "name", "lifecycleStatus", "lastUpdate", "version", "validFor")


@dataclass(frozen=True)
class Resource:
    """A list of TM Forum, whose it has to be said to be, and what each in it must have."""

    path: str
    mandatory: tuple[str, ...]
    asked: str = ""
    is_sorted_here: bool = True
    """What billing pages is in its own order."""

    def __str__(self) -> str:
        return self.path.rpartition("/")[2]

    def at(self, *asked: str) -> str:
        return f"{self.path}?{'&'.join(one for one in (self.asked, *asked) if one)}"


HERS, THAT_ACCOUNT = f"logicalResource.id={NUMBER}", f"account.id={ACCOUNT}"
RESOURCES = (
    Resource(f"{CATALOGUE}/catalog", (*SOLD, "catalogType", "category")),
    Resource(f"{CATALOGUE}/category", (*SOLD, "isRoot", "productOffering")),
    Resource(
        f"{CATALOGUE}/productOffering",
        (*SOLD, "isBundle", "isSellable", "productSpecification", "productOfferingPrice"),
    ),
    Resource(f"{CATALOGUE}/productSpecification", (*SOLD, "productSpecCharacteristic")),
    Resource(f"{CATALOGUE}/productOfferingPrice", (*SOLD, "priceType", "price")),
    Resource(
        f"{BALANCES}/bucket",
        ("id", "href", "@type", "name", "usageType", "status", "remainingValue", "isShared",
         "product", "partyAccount", "relatedParty"),
        HERS,
    ),
    Resource(
        f"{BALANCES}/accumulatedBalance",
        ("id", "href", "@type", "name", "totalBalance", "bucket", "product", "partyAccount"),
        HERS,
    ),
    Resource(
        f"{BALANCES}/topupBalance",
        ("id", "href", "@type", "status", "amount", "usageType", "bucket", "partyAccount",
         "channel", "payment", "requestedDate", "confirmationDate"),
        HERS,
        is_sorted_here=False,
    ),
    Resource(
        f"{BALANCES}/adjustBalance",
        ("id", "href", "@type", "status", "amount", "usageType", "bucket", "partyAccount",
         "adjustType", "reason", "requestor", "requestedDate"),
        is_sorted_here=False,
    ),
    Resource(
        f"{PAYMENTS}/payment",
        ("id", "href", "@type", "status", "account", "paymentMethod", "totalAmount", "amount",
         "correlatorId", "paymentDate", "statusDate"),
        THAT_ACCOUNT,
        is_sorted_here=False,
    ),
    Resource(
        f"{PAYMENTS}/refund",
        ("id", "href", "@type", "status", "account", "paymentMethod", "totalAmount", "amount",
         "refundDate", "requestor"),
        THAT_ACCOUNT,
        is_sorted_here=False,
    ),
    Resource(
        f"{CONSUMPTION}/usageConsumptionReport",
        ("id", "href", "@type", "name", "bucket", "product", "validFor"),
        HERS,
    ),
)  # fmt: skip
LISTED = pytest.mark.parametrize("resource", RESOURCES, ids=str)
SORTED = pytest.mark.parametrize(
    "resource", [one for one in RESOURCES if one.is_sorted_here], ids=str
)
IDS = {"payment": PAYMENT, "topupBalance": PAYMENT, "adjustBalance": ADJUSTMENT,
       "refund": ADJUSTMENT, "bucket": ACCOUNT, "accumulatedBalance": ACCOUNT,
       "usageConsumptionReport": ACCOUNT}  # fmt: skip


async def gets(world: World, path: str) -> Any:
    return await world.http.get(path, headers=world.clerk())


@LISTED
async def test_each_in_a_list_has_what_it_must_have(world: World, resource: Resource) -> None:
    answer = await gets(world, resource.at())

    assert answer.status_code in {200, 206}
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json()
    for one in answer.json():
        assert not set(resource.mandatory) - set(one)
        assert one["href"] == f"{resource.path}/{one['id']}"


@LISTED
async def test_what_is_listed_is_found_by_its_href(world: World, resource: Resource) -> None:
    first = (await gets(world, resource.at())).json()[0]
    # What pretends to be billing knows each of these under one id.
    href = first["href"].replace(first["id"], IDS.get(str(resource), first["id"]))

    answer = await gets(world, href)

    assert answer.status_code == 200
    assert not set(resource.mandatory) - set(answer.json())


@LISTED
async def test_chosen_attributes_come_alone_but_for_what_names_it(
    world: World, resource: Resource
) -> None:
    attribute = resource.mandatory[3]

    for path in (resource.at(f"fields={attribute}"), resource.at(f"fields={attribute},nothing")):
        answer = await gets(world, path)
        assert {name for one in answer.json() for name in one} == {"id", "href", "@type", attribute}
    none = await gets(world, resource.at("fields=none"))
    assert {name for one in none.json() for name in one} == {"id", "href", "@type"}


@LISTED
async def test_a_part_of_a_list_says_so(world: World, resource: Resource) -> None:
    whole = await gets(world, resource.at())
    total, shown = int(whole.headers["X-Total-Count"]), len(whole.json())

    part = await gets(world, resource.at("limit=1"))
    beyond = await gets(world, resource.at("offset=1000"))

    assert int(whole.headers["X-Result-Count"]) == shown
    assert whole.status_code == (200 if shown == total else 206)
    assert (part.headers["X-Total-Count"], part.headers["X-Result-Count"]) == (str(total), "1")
    assert part.status_code == (206 if total > 1 else 200)
    if resource.is_sorted_here:
        assert (beyond.json(), beyond.headers["X-Total-Count"]) == ([], str(total))


@SORTED
async def test_pages_are_the_list_without_gaps(world: World, resource: Resource) -> None:
    whole = (await gets(world, resource.at("limit=100"))).json()

    pages = [
        (await gets(world, resource.at(f"offset={place}", "limit=1"))).json()
        for place in range(len(whole))
    ]

    assert [one for page in pages for one in page] == whole


@LISTED
@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("offset=-1", "offset"),
        ("offset=x", "offset"),
        ("limit=101", "limit"),
        ("limit=1.5", "limit"),
        ("limit=%F3%A0%80%81", "limit"),
    ],
)
async def test_a_page_that_is_none_is_a_bad_request(
    world: World, resource: Resource, asked: str, field: str
) -> None:
    answer = await gets(world, resource.at(asked))

    body = answer.json()
    assert (answer.status_code, body["field"], body["status"]) == (400, field, "400")
    assert {"@type", "code", "reason", "message"} <= set(body)


@SORTED
async def test_a_list_is_filtered_by_what_is_in_it(world: World, resource: Resource) -> None:
    whole = (await gets(world, resource.at())).json()
    first = whole[0]

    by_name = await gets(world, resource.at(f"name={first['name']}"))
    by_two = await gets(world, resource.at(f"name=nobody,{first['name']}", f"id={first['id']}"))
    by_operator = await gets(world, resource.at(f"id.eq={first['id']}"))
    nothing = await gets(world, resource.at("name=nobody"))

    assert by_name.json() == [one for one in whole if one["name"] == first["name"]]
    assert by_two.json() == by_operator.json() == [first]
    assert (nothing.status_code, nothing.json()) == (200, [])
    assert nothing.headers["X-Total-Count"] == "0"


@SORTED
async def test_a_list_is_sorted_either_way(world: World, resource: Resource) -> None:
    whole = (await gets(world, resource.at())).json()

    up = await gets(world, resource.at("sort=id"))
    also_up = await gets(world, resource.at("sort=%2Bid"))
    down = await gets(world, resource.at("sort=-id"))

    ids = sorted(one["id"] for one in whole)
    assert [one["id"] for one in up.json()] == [one["id"] for one in also_up.json()] == ids
    assert [one["id"] for one in down.json()] == ids[::-1]


@LISTED
async def test_what_is_not_there_is_not_found(world: World, resource: Resource) -> None:
    world.notes.accounts.clear()

    answer = await gets(world, f"{resource.path}/nobody")

    body = answer.json()
    assert (answer.status_code, body["code"], body["status"]) == (404, "RESOURCE_NOT_FOUND", "404")
    assert {"@type", "reason", "message"} <= set(body)


@LISTED
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
async def test_a_method_that_is_not_offered_says_why(
    world: World, resource: Resource, method: str
) -> None:
    answer = await world.http.request(method, f"{resource.path}/1", headers=world.clerk())

    assert (answer.status_code, answer.json()["code"]) == (405, "METHOD_NOT_ALLOWED")
    assert "GET" in answer.headers["Allow"]
    assert "see /openapi.json" not in answer.json()["reason"]


@LISTED
async def test_nobody_reads_without_signing_in(world: World, resource: Resource) -> None:
    answer = await world.http.get(resource.at())

    assert (answer.status_code, answer.json()["code"]) == (401, "NOT_SIGNED_IN")


@pytest.mark.parametrize("base", [CATALOGUE, BALANCES, PAYMENTS, CONSUMPTION, USAGE])
async def test_who_wants_to_be_called_back_is_told_where_events_are(
    world: World, base: str
) -> None:
    answer = await world.http.post(f"{base}/hub", headers=world.clerk(), json={})

    assert (answer.status_code, answer.json()["code"]) == (501, "NOT_OFFERED")
    assert "Kafka" in answer.json()["reason"]


PRICES = f"{CATALOGUE}/productOfferingPrice"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("price.value.gt=5", {"monthly.KEEP8", "fee.sim_card"}),
        (
            "price.value.gte=5",
            {"monthly.KEEP5", "monthly.KEEP8", "fee.sim_card", "fee.keep_number"},
        ),
        ("price.value.lt=0.1", {"rate.sms_cheap"}),
        ("price.value.lte=0.075", {"rate.sms_cheap"}),
        ("price.value.gt=5&price.value.lt=20", {"monthly.KEEP8"}),
        ("lastUpdate.gt=2026-11-01T00:00:00%2B08:00", set()),
        ("priceType.gt=recurring", {"rate.voice_domestic", "rate.sms_cheap"}),
    ],
)
async def test_numbers_and_moments_are_compared(world: World, asked: str, found: set[str]) -> None:
    answer = await gets(world, f"{PRICES}?{asked}")

    assert {one["id"] for one in answer.json()} == found


async def test_a_day_is_compared_with_a_moment(world: World) -> None:
    every = await gets(world, f"{PRICES}?lastUpdate.gte=2026-10-31")
    # They were changed as this day began in Shanghai, which was the day before in Greenwich.
    of_the_day = await gets(world, f"{PRICES}?lastUpdate.gte=2026-11-01&lastUpdate.lte=2026-11-01")
    on_the_day = await gets(world, f"{PRICES}?lastUpdate=2026-11-01")
    none = [
        await gets(world, f"{PRICES}?{asked}")
        for asked in (
            "lastUpdate.gt=2026-11-01",
            "lastUpdate.lt=2026-11-01",
            "lastUpdate=2026-10-31",
            "lastUpdate=2026-11-02",
        )
    ]

    assert len(every.json()) == len(of_the_day.json()) == len(on_the_day.json()) == 6
    assert [one.json() for one in none] == [[], [], [], []]


async def test_a_list_is_sorted_by_several_and_what_has_none_comes_last(world: World) -> None:
    answer = await gets(world, f"{PRICES}?sort=-recurringChargePeriodLength,price.value")

    assert [one["id"] for one in answer.json()] == [
        "monthly.KEEP5", "fee.keep_number", "monthly.KEEP8",
        "rate.sms_cheap", "rate.voice_domestic", "fee.sim_card",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("price.value.gt=much", "price.value.gt"),
        ("price.value.gt=NaN", "price.value.gt"),
        ("lastUpdate.lt=yesterday", "lastUpdate.lt"),
        ("name.regex=.*", "name.regex"),
        ("sort=-", "sort"),
        ("sort=price..value", "sort"),
    ],
)
async def test_what_cannot_be_compared_is_refused(world: World, asked: str, field: str) -> None:
    answer = await gets(world, f"{PRICES}?{asked}")

    assert (answer.status_code, answer.json()["field"]) == (400, field)


async def test_a_list_billing_pages_is_not_sorted_here(world: World) -> None:
    answer = await gets(world, f"{PAYMENTS}/payment?{THAT_ACCOUNT}&sort=status")

    assert (answer.status_code, answer.json()["field"]) == (400, "sort")
