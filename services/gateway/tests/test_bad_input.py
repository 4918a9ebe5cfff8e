"""Whatever is sent to a door that changes something: it is never our fault, and it has a code."""

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pretend_desks import ORDER
from pretend_money import ANNA
from pretend_packs import ALLOWANCE
from pretend_till import ADJUSTMENT, BOOK
from pretend_world import World
from test_adjustments import ADJUSTMENTS, REFUNDS, adjusting, refunding
from test_customers import CHANGE, CUSTOMERS, anna
from test_packs import HERS, PURCHASE
from test_payments import PAYMENTS, tmf_payment
from test_prepay_balances import BALANCES, topup
from test_product_orders import asks_for, opening
from test_shop import payment
from test_till import TILL, gift, reversing, with_voucher

BASE = "/tmf-api/productOrderingManagement/v4"
PROOF = {"customerId": ANNA, "kinds": ["id_seen"], "paperType": "id_card", "paperNumber": "1"}
DOORS: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "productOrder": (f"{BASE}/productOrder", [opening(), asks_for("sim_swap", kind="lost")]),
    "cancelProductOrder": (f"{BASE}/cancelProductOrder", [{"productOrder": {"id": ORDER}}]),
    "customer": ("/tmf-api/customerManagement/v4/customer", [{"engagedParty": anna()}]),
    "individual": ("/tmf-api/party/v4/individual", [anna()]),
    "proofs": ("/v1/proofs", [PROOF]),
    "payments": ("/v1/payments", [payment()]),
    "topupBalance": (f"{BALANCES}/topupBalance", [topup()]),
    "payment": (f"{PAYMENTS}/payment", [tmf_payment()]),
    "voucher": (f"{BALANCES}/topupBalance", [with_voucher()]),
    "adjustBalance": (ADJUSTMENTS, [adjusting()]),
    "approval": (f"/v1/adjustments/{ADJUSTMENT}/approval", [{"reason": "it is so"}]),
    "rejection": (f"/v1/adjustments/{ADJUSTMENT}/rejection", [{"reason": "no proof"}]),
    "refund": (REFUNDS, [refunding(), refunding(totalAmount=None)]),
    "deposits": (f"{TILL}/deposits", [{"amount": 5000, "reason": "roaming"}]),
    "return": (f"{TILL}/deposits/{BOOK}/return", [{"reason": "she is home"}]),
    "gifts": (f"{TILL}/gifts", [gift()]),
    "credit-limit": (f"{TILL}/credit-limit", [{"limit": 0, "reason": "she asked"}]),
    "high-use": (f"{TILL}/high-use/confirmation", [{"reason": "she called"}]),
    "packs": (PURCHASE, [{"pack": "DATA5"}, {"pack": "DATA5", "renews": True}]),
    "cancellation": (f"/v1/allowances/{ALLOWANCE}/cancellation", [{}]),
    "data-openings": (f"{HERS}/data-openings", [{"reason": "she asked"}]),
    "reversals": ("/v1/payments/reversals", [reversing()]),
    "releases": ("/v1/vouchers/releases", [{"batch": "spring", "reason": "counted"}]),
    "blocks": ("/v1/vouchers/blocks", [{"serials": ["A-1"], "reason": "stolen"}]),
    "clock": ("/v1/clock", [{"to": "2027-01-01T00:00:00Z"}]),
}
ODD = [
    "\ud800", "\x00", "", "٣", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59",
    10**30, -1, 1e300, "x" * 5000, ANNA,
]  # fmt: skip
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(ODD),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(value: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to every value inside a body."""
    if isinstance(value, dict):
        return [way for name, one in value.items() for way in places(one, (*before, name))] + [
            before
        ]
    if isinstance(value, list):
        return [way for place, one in enumerate(value) for way in places(one, (*before, place))] + [
            before
        ]
    return [before]


@st.composite
def spoiled(draw: st.DrawFn, bodies: list[dict[str, Any]]) -> bytes:
    """A good body in which something was replaced or is gone; or anything at all."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.binary(max_size=40) | ANYTHING.map(lambda one: json.dumps(one).encode()))
    body = deepcopy(draw(st.sampled_from(bodies)))
    for _ in range(draw(st.integers(1, 3))):
        ways = [one for one in places(body) if one]
        if not ways:
            body = draw(st.dictionaries(st.text(max_size=5), ANYTHING, max_size=3))
            break
        way = draw(st.sampled_from(ways))
        inner = body
        for name in way[:-1]:
            inner = inner[name]
        if draw(st.booleans()):
            inner[way[-1]] = draw(ANYTHING)
        elif isinstance(inner, dict):
            del inner[way[-1]]
        if not body:
            break
    return json.dumps(body).encode()


@pytest.mark.parametrize("door", DOORS)
@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
async def test_no_body_makes_us_fail(open_world: World, door: str, data: st.DataObject) -> None:
    path, bodies = DOORS[door]
    content = data.draw(spoiled(bodies))
    headers = {**open_world.signed_in("clerk", "operations"), "Content-Type": "application/json"}

    answer = await open_world.http.post(path, headers=headers, content=content)

    body = answer.json()
    assert answer.status_code < 500, body
    if not answer.is_success:
        assert body["code"] == body["code"].upper() != ""
        assert body["reason"]
        assert body["status"] == str(answer.status_code)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=spoiled([CHANGE]))
async def test_no_change_of_a_customer_makes_us_fail(open_world: World, content: bytes) -> None:
    headers = {**open_world.signed_in("clerk"), "Content-Type": "application/json"}

    answer = await open_world.http.patch(f"{CUSTOMERS}/{ANNA}", headers=headers, content=content)

    assert answer.status_code < 500, answer.json()
    assert answer.is_success or answer.json()["code"]


@pytest.mark.parametrize("door", DOORS)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=st.binary(max_size=60) | ANYTHING.map(lambda one: json.dumps([one]).encode()))
async def test_what_is_no_json_object_is_never_taken(
    open_world: World, door: str, content: bytes
) -> None:
    headers = open_world.signed_in("clerk", "operations")

    answer = await open_world.http.post(DOORS[door][0], headers=headers, content=content)

    assert (answer.status_code, answer.json()["code"]) in {
        (400, "NOT_JSON"), (415, "MEDIA_TYPE_NOT_TAKEN"),
    }  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
async def test_the_bodies_that_are_spoiled_are_taken_when_they_are_not(
    world: World, door: str
) -> None:
    path, bodies = DOORS[door]
    headers = world.signed_in("clerk", "operations")

    answers = [await world.http.post(path, headers=headers, json=body) for body in bodies]

    assert {answer.is_success for answer in answers} == {True}
