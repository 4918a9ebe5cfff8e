"""Two attributes of one body that say different things: refused by name, nobody chooses."""

from collections.abc import Sequence
from typing import Any

import pytest
from pretend_desks import BORIS, NUMBER
from pretend_money import ANNA
from pretend_till import ACCOUNT
from pretend_world import World
from test_bad_input import DOORS
from test_honoured import is_command, with_product
from test_product_orders import asks_for


def with_party(**more: Any) -> dict[str, Any]:
    return asks_for("termination") | {"relatedParty": [{"id": ANNA, "role": "customer", **more}]}


def person(**more: Any) -> dict[str, Any]:
    (body, *_) = DOORS["individual"][1]
    return {**body, **more}


ANOTHER = "0193e000-0000-7000-8000-0000000000b1"


def with_paper(**valid_for: str) -> dict[str, Any]:
    (body, *_) = DOORS["individual"][1]
    (paper,) = body["individualIdentification"]
    return {**body, "individualIdentification": [{**paper, "validFor": valid_for}]}


OF_A_NUMBER = {"id": NUMBER, "href": f"/x/{NUMBER}/", "value": f"+{NUMBER}"}
CONTRADICTIONS: Sequence[tuple[str, dict[str, Any], str]] = [
    ("productOrder", with_party(href=f"/customer/{BORIS}"), "relatedParty.href"),
    ("productOrder", with_product(href="/v1/subscribers/another"), "productOrderItem.product.href"),
    ("productOrder", {"channel": [{"id": "hall", "href": "/channel/app"}]}, "channel.href"),
    ("payment", {"paymentMethod": {"id": "cash", "name": "wallet"}}, "paymentMethod.name"),
    ("payment", {"paymentMethod": {"id": "voucher"}}, "paymentMethod.id"),
    ("payment", {"paymentMethod": {"name": "cash", "href": "/method/card"}}, "paymentMethod.href"),
    ("payment", {"account": {"id": ACCOUNT, "href": "/account/another"}}, "account.href"),
    ("topupBalance", {"logicalResource": {**OF_A_NUMBER, "value": "8613900999999"}},
     "logicalResource.value"),
    ("topupBalance", {"logicalResource": {**OF_A_NUMBER, "href": "/x/8613900999999"}},
     "logicalResource.href"),
    ("adjustBalance", {"partyAccount": {"id": ACCOUNT, "href": "/account/another"}},
     "partyAccount.href"),
    ("individual", person(fullName="张安娜", familyName="李"), "familyName"),
    ("individual", with_paper(startDateTime="2036-01-01", endDateTime="2035-01-01"),
     "individualIdentification.validFor.startDateTime"),
    ("individual", with_paper(startDateTime="soon", endDateTime="2035-01-01"),
     "individualIdentification.validFor.startDateTime"),
    ("individual", person(fullName="张安娜", givenName="安"), "givenName"),
    ("individual",
     person(contactMedium=[{"mediumType": "postal address",
                            "characteristic": {"phoneNumber": "01012345678"}}]),
     "contactMedium.mediumType"),
    ("individual",
     person(contactMedium=[{"mediumType": "email", "characteristic": {"street1": "x"}}]),
     "contactMedium.mediumType"),
]  # fmt: skip


@pytest.mark.parametrize(("door", "change", "field"), CONTRADICTIONS)
async def test_two_attributes_that_contradict_each_other_are_refused_by_name(
    world: World, door: str, change: dict[str, Any], field: str
) -> None:
    path, (body, *_) = DOORS[door]

    answer = await world.http.post(
        path, headers=world.signed_in("clerk", "operations"), json={**body, **change}
    )

    assert (answer.status_code, answer.json()["code"]) == (400, "FIELD_NOT_VALID"), answer.json()
    assert answer.json()["field"] == field
    assert not [one for one in world.notes.asked if is_command(one)]


async def test_a_query_of_use_is_about_one_account_wherever_it_is_said(world: World) -> None:
    path = "/tmf-api/usageConsumption/v4/queryUsageConsumption"
    criteria = {"searchCriteria": {"logicalResource": {"id": NUMBER}}}

    same = await world.http.post(
        path, headers=world.clerk(), json={**criteria, "partyAccount": {"id": ACCOUNT}}
    )
    world.notes.accounts[f'account_id: "{ANOTHER}"'] = ANOTHER
    other = await world.http.post(
        path,
        headers=world.clerk(),
        json={
            "searchCriteria": {"partyAccount": {"id": ACCOUNT}},
            "partyAccount": {"id": ANOTHER},
        },
    )

    assert (same.status_code, other.status_code) == (201, 400), (same.json(), other.json())
    assert other.json()["field"] == "partyAccount"


async def test_what_repeats_the_id_beside_it_is_taken(world: World) -> None:
    path, (body, *_) = DOORS["topupBalance"]
    said = {**body, "logicalResource": OF_A_NUMBER}

    answer = await world.http.post(path, headers=world.signed_in("clerk", "operations"), json=said)

    assert answer.status_code == 201, answer.json()


@pytest.mark.parametrize(
    ("claim", "said"),
    [("channel", {"name": None}), ("channel", {"id": "", "name": None}),
     ("channel", [{"id": None}]), ("role", {"name": "clerk"}), ("operator", {"name": True})],
)  # fmt: skip
async def test_an_object_that_names_nobody_repeats_no_token(
    world: World, claim: str, said: Any
) -> None:
    path, (body, *_) = DOORS["rejection"]

    answer = await world.http.post(
        path, headers=world.signed_in("clerk", "operations"), json={**body, claim: said}
    )

    assert (answer.status_code, answer.json()["field"]) == (400, claim)
