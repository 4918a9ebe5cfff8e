"""TMF629 and TMF632: customers are registered, read and found."""

from typing import Any

import pytest
from pretend_money import ANNA
from pretend_world import World

from boss.accounts.v1.questions_pb2 import Customer
from gateway.apis.tmf632_party_management.mapping import as_person
from kernel.errors import Invalid

CUSTOMERS = "/tmf-api/customerManagement/v4/customer"
PERSONS = "/tmf-api/party/v4/individual"
PAPER = {
    "identificationType": "ID_CARD",
    "identificationId": "11010519491231002X",
    "validFor": {"endDateTime": "2035-01-01T00:00:00Z"},
    "capturedBy": "copy",
}


def anna() -> dict[str, Any]:
    return {
        "fullName": "张安娜",
        "individualIdentification": [PAPER],
        "contactMedium": [
            {"mediumType": "phone", "characteristic": {"phoneNumber": "01012345678"}},
            {"mediumType": "address", "characteristic": {"street1": "A street 1"}},
        ],
    }


async def test_a_customer_is_registered_with_the_paper_that_was_seen(world: World) -> None:
    answer = await world.http.post(CUSTOMERS, headers=world.clerk(), json={"engagedParty": anna()})

    asked = world.notes.last("RegisterCustomerRequest")
    assert (asked.name, asked.paper_type, asked.paper_number) == (
        "张安娜", "id_card", "11010519491231002X",
    )  # fmt: skip
    assert (asked.paper_valid_until, asked.captured_by) == ("2035-01-01", "copy")
    assert (asked.contact_phone, asked.address) == ("01012345678", "A street 1")
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"{CUSTOMERS}/{ANNA}"
    assert answer.json()["engagedParty"]["href"] == f"{PERSONS}/{ANNA}"


async def test_a_person_is_registered_the_same_way(world: World) -> None:
    answer = await world.http.post(PERSONS, headers=world.clerk(), json=anna())

    assert answer.status_code == 201
    assert answer.json()["@type"] == "Individual"
    assert world.notes.last("RegisterCustomerRequest").paper_number == "11010519491231002X"


async def test_a_day_on_which_a_paper_begins_is_told_and_the_refusal_names_it(world: World) -> None:
    begins = {**PAPER, "validFor": {"startDateTime": "2031-01-01T00:00:00Z"}}
    person = {**anna(), "individualIdentification": [begins]}
    wrong = Invalid("FIELD_NOT_VALID", "The paper is not valid yet.", field="paper_valid_from")
    world.notes.refusals["RegisterCustomerRequest"] = wrong

    answer = await world.http.post(PERSONS, headers=world.clerk(), json=person)

    assert world.notes.last("RegisterCustomerRequest").paper_valid_from == "2031-01-01"
    field = "individualIdentification.validFor.startDateTime"
    assert (answer.status_code, answer.json()["field"]) == (400, field)


@pytest.mark.parametrize(
    ("named", "name"),
    [
        ({"familyName": "张", "givenName": "安娜"}, "张安娜"),
        ({"familyName": "Lovelace", "givenName": "Ada"}, "Ada Lovelace"),
        (
            {"fullName": "ADA  Lovelace", "familyName": "Lovelace", "givenName": "Ada"},
            "ADA  Lovelace",
        ),
        ({"name": "Anna Zhang"}, "Anna Zhang"),
        ({"fullName": "张安娜", "name": "张安娜"}, "张安娜"),
        ({"fullName": "Anna Zhang", "familyName": "Anna", "givenName": "Zhang"}, "Anna Zhang"),
    ],
)
async def test_a_name_may_come_whole_or_in_parts(
    world: World, named: dict[str, str], name: str
) -> None:
    person = {**{key: value for key, value in anna().items() if key != "fullName"}, **named}

    await world.http.post(PERSONS, headers=world.clerk(), json=person)

    assert world.notes.last("RegisterCustomerRequest").name == name


async def test_the_parts_of_a_name_are_told_apart_where_somebody_said_them(world: World) -> None:
    person = {**anna(), "familyName": "张", "givenName": "安娜"}

    answer = await world.http.post(PERSONS, headers=world.clerk(), json=person)

    asked = world.notes.last("RegisterCustomerRequest")
    assert (asked.family_name, asked.given_name) == ("张", "安娜")
    assert (answer.json()["familyName"], answer.json()["givenName"]) == ("张", "安娜")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"fullName": 5}, "fullName"),
        ({"fullName": ""}, "fullName"),
        ({"fullName": None}, "familyName"),
        ({"individualIdentification": []}, "individualIdentification"),
        ({"individualIdentification": [PAPER, PAPER]}, "individualIdentification"),
        (
            {"individualIdentification": [{**PAPER, "identificationId": None}]},
            "individualIdentification.identificationId",
        ),
        (
            {"individualIdentification": [{**PAPER, "validFor": 1}]},
            "individualIdentification.validFor",
        ),
        ({"name": "someone"}, "fullName"),
        ({"familyName": "王", "givenName": "安娜"}, "fullName"),
        ({"nickname": "Anna"}, "nickname"),
        ({"status": "validated"}, "status"),
        (
            {"individualIdentification": [{**PAPER, "validFor": {"endDateTime": "2035-1-1"}}]},
            "individualIdentification.validFor.endDateTime",
        ),
        (
            {"contactMedium": [{"characteristic": {"phoneNumber": one}} for one in "12"]},
            "contactMedium.characteristic.phoneNumber",
        ),
        ({"contactMedium": "phone"}, "contactMedium"),
        ({"contactMedium": [{"preferred": False}]}, "contactMedium.preferred"),
        ({"birthDate": "31.12.1949"}, "birthDate"),
        ({"gender": "unknown"}, "gender"),
        (
            {"individualIdentification": [{**PAPER, "issuingAuthority": "x"}]},
            "individualIdentification.issuingAuthority",
        ),
    ],
)
async def test_what_is_wrong_with_a_person_is_named(
    world: World, change: dict[str, Any], field: str
) -> None:
    answer = await world.http.post(PERSONS, headers=world.clerk(), json={**anna(), **change})

    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert world.notes.asked == []


async def test_birth_and_gender_are_told_to_who_knows_the_paper_and_shown_with_a_reason(
    world: World,
) -> None:
    said = {**anna(), "birthDate": "1949-12-31", "gender": "女"}
    await world.http.post(PERSONS, headers=world.clerk(), json=said)
    asked = world.notes.last("RegisterCustomerRequest")
    wrong = Invalid("FIELD_NOT_VALID", "Another one.", field="birth_date")
    world.notes.refusals["RegisterCustomerRequest"] = wrong
    refused = await world.http.post(PERSONS, headers=world.clerk(), json=said)

    assert (asked.birth_date, asked.gender) == ("1949-12-31", "female")
    assert (refused.status_code, refused.json()["field"]) == (400, "birthDate")
    whole = as_person(Customer(birth_date="1949-12-31", gender="female"))
    assert (whole["birthDate"], whole["gender"]) == ("1949-12-31", "female")
    assert {"birthDate", "gender"} & set(as_person(Customer())) == set()


@pytest.mark.parametrize(
    "name",
    ["nationality", "title", "maritalStatus", "placeOfBirth", "countryOfBirth", "formattedName",
     "preferredGivenName", "aristocraticTitle", "location", "id", "href"],
)  # fmt: skip
async def test_what_is_kept_nowhere_is_refused_by_name(world: World, name: str) -> None:
    answer = await world.http.post(PERSONS, headers=world.clerk(), json={**anna(), name: "x"})

    assert (answer.status_code, answer.json()["field"]) == (400, name)
    assert world.notes.asked == []


async def test_a_customer_without_a_person_is_refused(world: World) -> None:
    answer = await world.http.post(CUSTOMERS, headers=world.clerk(), json={"name": "Anna"})

    assert (answer.status_code, answer.json()["field"]) == (400, "engagedParty")


async def test_who_reads_in_full_says_why(world: World) -> None:
    await world.http.get(f"{CUSTOMERS}/{ANNA}", headers=world.clerk())
    without = world.notes.last("GetCustomerRequest").reason
    await world.http.get(f"{PERSONS}/{ANNA}?reason=complaint", headers=world.clerk())

    assert (without, world.notes.last("GetCustomerRequest").reason) == ("", "complaint")


async def test_both_views_show_the_same_customer(world: World) -> None:
    customer = await world.http.get(f"{CUSTOMERS}/{ANNA}", headers=world.clerk())
    person = await world.http.get(f"{PERSONS}/{ANNA}?fields=fullName", headers=world.clerk())

    assert customer.json()["id"] == person.json()["id"] == ANNA
    assert set(person.json()) == {"id", "href", "@type", "fullName"}


async def test_customers_are_found_by_paper_and_page(world: World) -> None:
    asked = {"paperType": "ID_CARD", "paperNumber": "11010519491231002X", "limit": "1"}

    answer = await world.http.get(CUSTOMERS, headers=world.clerk(), params=asked)
    persons = await world.http.get(PERSONS, headers=world.clerk())

    request = world.notes.asked[0]
    assert request.paper_type == "id_card"  # type: ignore[attr-defined]  # a ListCustomersRequest
    assert (answer.status_code, len(answer.json())) == (206, 1)
    assert (persons.status_code, len(persons.json())) == (200, 2)
    assert persons.headers["X-Total-Count"] == "2"


async def test_a_customer_nobody_knows_is_not_found(world: World) -> None:
    answer = await world.http.get(f"{CUSTOMERS}/nobody", headers=world.clerk())

    assert (answer.status_code, answer.json()["code"]) == (404, "CUSTOMER_NOT_FOUND")


async def test_what_accounts_refuses_is_named_as_the_body_has_it(world: World) -> None:
    wrong = Invalid("ID_NUMBER_INVALID", "Its check digit is wrong.", field="paper_number")
    world.notes.refusals["RegisterCustomerRequest"] = wrong

    answer = await world.http.post(PERSONS, headers=world.clerk(), json=anna())

    assert (answer.status_code, answer.json()["code"]) == (400, "ID_NUMBER_INVALID")
    assert answer.json()["field"] == "individualIdentification.identificationId"


MARKET = [{"name": "segment", "value": "student"}, {"name": "region", "value": "gz"}]
CHANGE = {"characteristic": MARKET, "reason": "showed her student card"}


async def test_of_which_segment_and_region_she_is_is_registered_and_shown(world: World) -> None:
    body = {"engagedParty": anna(), "characteristic": MARKET}

    await world.http.post(CUSTOMERS, headers=world.clerk(), json=body)
    changed = await world.http.patch(f"{CUSTOMERS}/{ANNA}", headers=world.clerk(), json=CHANGE)

    asked = world.notes.last("RegisterCustomerRequest")
    assert (asked.segment, asked.region) == ("student", "gz")
    told = world.notes.last("ClassifyCustomerRequest")
    assert (told.customer_id, told.segment, told.region, told.reason) == (
        ANNA, "student", "gz", "showed her student card",
    )  # fmt: skip
    assert changed.status_code == 200
    assert changed.json()["characteristic"][-2:] == MARKET


async def test_only_what_is_said_is_changed_and_nothing_is_of_none(world: World) -> None:
    body = {"characteristic": [{"name": "segment", "value": None}], "reason": "left school"}

    changed = await world.http.patch(f"{CUSTOMERS}/{ANNA}", headers=world.clerk(), json=body)

    told = world.notes.last("ClassifyCustomerRequest")
    assert (told.HasField("segment"), told.segment, told.HasField("region")) == (True, "", False)
    assert [one["name"] for one in changed.json()["characteristic"]] == [
        "numbers", "realNameChecked",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"characteristic": []}, "characteristic"),
        ({"characteristic": [*MARKET, {"name": "numbers", "value": "9"}]}, "characteristic"),
        ({"characteristic": [MARKET[0], MARKET[0]]}, "characteristic"),
        ({"characteristic": [{"name": "segment", "value": 5}]}, "characteristic.value"),
        ({"characteristic": [{"value": "vip"}]}, "characteristic.name"),
        ({"characteristic": [{"name": "segment"}]}, "characteristic.value"),
        ({"characteristic": "vip"}, "characteristic"),
        ({"name": "Boris"}, "name"),
        ({"status": "gone"}, "status"),
    ],
)
async def test_what_is_not_changed_here_is_named(
    world: World, change: dict[str, Any], field: str
) -> None:
    body = {**CHANGE, **change}

    answer = await world.http.patch(f"{CUSTOMERS}/{ANNA}", headers=world.clerk(), json=body)

    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert world.notes.asked == []


async def test_a_customer_does_not_say_what_she_is(world: World) -> None:
    answer = await world.http.patch(f"{CUSTOMERS}/{ANNA}", headers=world.anna(), json=CHANGE)

    assert (answer.status_code, answer.json()["code"]) == (403, "ROLE_NOT_ALLOWED")


async def test_a_code_no_rule_can_name_is_named_as_the_body_has_it(world: World) -> None:
    wrong = Invalid("CODE_INVALID", "This is no code.", field="region")
    world.notes.refusals["ClassifyCustomerRequest"] = wrong

    answer = await world.http.patch(f"{CUSTOMERS}/{ANNA}", headers=world.clerk(), json=CHANGE)

    assert (answer.json()["code"], answer.json()["field"]) == (
        "FIELD_NOT_VALID", "characteristic.value",
    )  # fmt: skip
