"""No body says who sends it: every path of the real table is asked with one that contradicts."""

import re
from pathlib import Path
from typing import Any

import pytest
from pretend_desks import BORIS
from pretend_money import ANNA
from pretend_world import World

README = Path(__file__).parents[1] / "README.md"
SOMETHING = "0193e000-0000-7000-8000-0000000000dd"
WITHOUT_BODY = frozenset({("POST", "/v1/payment-providers/{provider}/notifications")})
"""It is signed as a whole, and says nothing of who sends it."""
OF_A_PAYMENT = {("POST", "/v1/payments/reversals"): ("channel",)}
"""What these say of the payment that is taken back, which its own channel named."""
CLAIMS: dict[str, tuple[Any, str]] = {
    "channel": ("moon", "channel"),
    "channel as TM Forum says": ({"id": "moon", "name": "hall"}, "channel.id"),
    "channel by its name": ({"name": "moon"}, "channel.name"),
    "channels": ([{"id": "moon"}], "channel.id"),
    "paymentChannel": ("moon", "paymentChannel"),
    "role": ("king", "role"),
    "roles": (["king"], "roles"),
    "actor": ("somebody else", "actor"),
    "requestor": ({"id": "somebody else"}, "requestor.id"),
    "channel with another name": ({"id": "", "name": "hall of mirrors"}, "channel.name"),
    "operator": ("somebody else", "operator"),
    "approver": ({"id": "somebody else"}, "approver.id"),
    "relatedParty": ([{"id": "somebody else", "role": "requestor"}], "relatedParty.id"),
}
"""What contradicts any token: said as, and the field that is to blame."""
NAMES = {
    "channel with another name": "channel", "channel as TM Forum says": "channel",
    "channel by its name": "channel", "channels": "channel",
}  # fmt: skip
OF_CUSTOMERS: dict[str, tuple[Any, str]] = {
    "customerId": (BORIS, "customerId"),
    "customer": ({"id": BORIS}, "customer.id"),
    "relatedParty": ([{"id": BORIS, "role": "customer"}], "relatedParty.id"),
    "payer": ({"id": BORIS}, "payer.id"),
}
"""What contradicts the token of another customer."""
QUERIES = ("customerId", "relatedParty.id")


async def operations(world: World) -> dict[tuple[str, str], dict[str, Any]]:
    told = (await world.http.get("/openapi.json")).json()["paths"]
    return {
        (method.upper(), path): operation
        for path, methods in told.items()
        for method, operation in methods.items()
    }


def roles_of(operation: dict[str, Any]) -> list[str]:
    said: str = operation["description"]
    return re.findall(r"\w+", said.partition("Roles: ")[2].partition(".")[0])


def filled(path: str) -> str:
    return re.sub(r"{\w+}", SOMETHING, path)


def signed_in(world: World, role: str) -> dict[str, str]:
    channels = {"customer": "app", "payer": "bank"}
    hers = {"customer_id": ANNA} if role == "customer" else {}
    return world.signed_in(role, channel=channels.get(role, "hall"), **hers)


def listed_in_readme() -> set[tuple[str, str]]:
    """Return the operations of the README's table of callers."""
    section = README.read_text("utf-8").partition("### Who says who they are")[2]
    rows = re.findall(r"^\| `(\w+) ([^`]+)` \|", section.partition("\n### ")[0], re.MULTILINE)
    return {(method, path) for method, path in rows}


async def test_every_operation_that_takes_a_body_is_in_the_table_of_callers(world: World) -> None:
    known = await operations(world)

    assert listed_in_readme() == {one for one in known if one[0] != "GET"}


@pytest.mark.parametrize("claim", CLAIMS)
async def test_a_body_that_contradicts_the_token_is_refused_everywhere(
    world: World, claim: str
) -> None:
    said, field = CLAIMS[claim]
    name = NAMES.get(claim, claim)
    asked = 0
    for (method, path), operation in (await operations(world)).items():
        excused = name in OF_A_PAYMENT.get((method, path), ())
        if method == "GET" or (method, path) in WITHOUT_BODY or excused:
            continue
        for role in roles_of(operation):
            headers = signed_in(world, role)
            answer = await world.http.request(
                method, filled(path), headers=headers, json={name: said}
            )
            refused = (answer.status_code, answer.json().get("code"), answer.json().get("field"))
            assert refused == (403, "CONTRADICTS_TOKEN", field), (method, path, role, answer.text)
            asked += 1

    assert asked > 40
    assert world.notes.asked == []


@pytest.mark.parametrize("claim", OF_CUSTOMERS)
async def test_a_customer_names_no_other_customer_anywhere(world: World, claim: str) -> None:
    said, field = OF_CUSTOMERS[claim]
    asked = 0
    for (method, path), operation in (await operations(world)).items():
        if method == "GET" or "customer" not in roles_of(operation):
            continue
        headers = signed_in(world, "customer")
        answer = await world.http.request(method, filled(path), headers=headers, json={claim: said})
        refused = (answer.status_code, answer.json().get("code"), answer.json().get("field"))
        assert refused == (403, "NOT_YOURS", field), (method, path, answer.text)
        asked += 1

    assert asked > 5
    assert world.notes.asked == []


async def test_a_customer_reads_nothing_in_the_name_of_another(world: World) -> None:
    asked = 0
    for (method, path), operation in (await operations(world)).items():
        if method != "GET" or "customer" not in roles_of(operation):
            continue
        named = {one["name"] for one in operation["parameters"]}
        for query in QUERIES:
            if query in named:
                answer = await world.http.get(
                    filled(path), headers=signed_in(world, "customer"), params={query: BORIS}
                )
                assert answer.json().get("code") == "NOT_YOURS", (path, query, answer.text)
                asked += 1

    assert asked > 5


async def test_a_body_that_agrees_with_the_token_says_nothing_new(world: World) -> None:
    clerk = world.signed_in("clerk", sub="lin")
    payment = {
        "subscriberId": SOMETHING,
        "amount": 1000,
        "reference": "till-1",
        "channel": "hall",
        "role": "clerk",
        "requestor": {"id": "lin"},
        "staff": True,
    }

    answer = await world.http.post("/v1/payments", headers=clerk, json=payment)

    assert answer.status_code == 201, answer.text
    assert world.notes.last("PostPaymentRequest").payment_channel == "hall"
    # Whom else it is for the token does not say, and a payment has no use for it.
    party = {"relatedParty": [{"id": ANNA, "role": "customer"}]}
    other = await world.http.post("/v1/payments", headers=clerk, json=payment | party)
    assert (other.status_code, other.json()["field"]) == (400, "relatedParty")


@pytest.mark.parametrize(
    ("said", "field"),
    [({"channel": 3}, "channel"), ({"channel": [3]}, "channel"), ({"staff": True}, "staff")],
)
async def test_what_is_no_claim_at_all_is_refused_too(
    world: World, said: dict[str, Any], field: str
) -> None:
    payer = world.signed_in("payer", channel="bank")

    answer = await world.http.post("/v1/payments", headers=payer, json=said)

    assert (answer.status_code in {400, 403}, answer.json()["field"]) == (True, field)
