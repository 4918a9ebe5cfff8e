"""A yes means all of it: what a body says and this door does not do is refused by its name."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pretend_desks import BORIS
from pretend_money import ANNA
from pretend_world import World
from test_bad_input import ANYTHING, DOORS
from test_customers import CHANGE, CUSTOMERS
from test_openapi import told
from test_product_orders import ORDERS, asks_for, opening

from gateway.rest.grammar.body_rules import Body
from gateway.rest.grammar.claims import CLAIMS

CANCEL = "/tmf-api/productOrderingManagement/v4/cancelProductOrder"


def with_item(**more: Any) -> dict[str, Any]:
    body = asks_for("termination")
    body["productOrderItem"][0] |= more
    return body


def with_product(**more: Any) -> dict[str, Any]:
    body = asks_for("termination")
    body["productOrderItem"][0]["product"] |= more
    return body


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (asks_for("termination") | {"requestedStartDate": "2030-01-01"}, "requestedStartDate"),
        (asks_for("termination") | {"requestedCompletionDate": "x"}, "requestedCompletionDate"),
        (asks_for("termination") | {"priority": "1"}, "priority"),
        (asks_for("termination") | {"state": "held"}, "state"),
        (asks_for("termination") | {"payment": [{"id": "1"}]}, "payment"),
        (asks_for("termination") | {"colour": "red"}, "colour"),
        (asks_for("termination") | {"description": "by telephone"}, "description"),
        (asks_for("termination") | {"externalId": "A-17"}, "externalId"),
        (asks_for("termination") | {"note": [{"text": "she called"}]}, "note"),
        (asks_for("termination") | {"relatedParty": [{"id": ANNA, "role": "owner"}]},
         "relatedParty.role"),
        (asks_for("termination") | {"relatedParty": [{"id": ANNA}]}, "relatedParty.role"),
        (asks_for("termination") | {"relatedParty": [{"id": one, "role": "customer"}
                                                     for one in (ANNA, BORIS)]}, "relatedParty"),
        (with_item(quantity=3), "productOrderItem.quantity"),
        (with_item(quantity=True), "productOrderItem.quantity"),
        (with_item(action="add"), "productOrderItem.action"),
        (with_item(action="delete"), "productOrderItem.action"),
        (with_item(action="noChange"), "productOrderItem.action"),
        (with_item(state="completed"), "productOrderItem.state"),
        (with_item(appointment={"id": "1"}), "productOrderItem.appointment"),
        (with_item(itemPrice=[{"price": 1}]), "productOrderItem.itemPrice"),
        (with_item(productOffering={"id": "prepaid-plus"}), "productOrderItem.productOffering.id"),
        (with_product(terminationDate="2030-01-01"), "productOrderItem.product.terminationDate"),
        (with_product(description="red"), "productOrderItem.product.description"),
        (with_product(status="active"), "productOrderItem.product.status"),
        (with_product(productCharacteristic=["x"]),
         "productOrderItem.product.productCharacteristic"),
        (with_product(productCharacteristic=[{"name": "x"}]), "x"),
        (asks_for("new_subscription"), "productOrderItem.action"),
    ],
)  # fmt: skip
async def test_what_would_change_an_order_is_refused_by_name(
    world: World, body: dict[str, Any], field: str
) -> None:
    answer = await world.http.post(ORDERS, headers=world.clerk(), json=body)

    assert (answer.status_code, answer.json()["field"]) == (400, field), answer.json()
    assert world.notes.said("PlaceOrderRequest") == 0


async def test_a_channel_that_is_named_otherwise_contradicts_the_token(world: World) -> None:
    body = asks_for("termination") | {"channel": [{"id": "hall", "name": "app"}]}

    answer = await world.http.post(ORDERS, headers=world.clerk(), json=body)

    told = answer.json()
    assert (answer.status_code, told["code"]) == (403, "CONTRADICTS_TOKEN")
    assert told["field"] == "channel.name"
    assert world.notes.said("PlaceOrderRequest") == 0


async def test_a_characteristic_said_twice_is_refused(world: World) -> None:
    body = asks_for("sim_swap", new_iccid="89860000000000000022")
    said = body["productOrderItem"][0]["product"]["productCharacteristic"]
    said.append({"name": "new_iccid", "value": "89860000000000000014"})
    offered = opening()
    offered["productOrderItem"][0]["productOffering"] = {"id": "another"}
    twice = opening()
    own = twice["productOrderItem"][0]["product"]["productCharacteristic"]
    own.append({"name": "customer", "value": BORIS})

    answers = [
        await world.http.post(ORDERS, headers=world.clerk(), json=one)
        for one in (body, offered, twice)
    ]

    assert [one.json()["field"] for one in answers] == [
        "new_iccid", "productOrderItem.productOffering.id", "relatedParty.id",
    ]  # fmt: skip
    assert world.notes.said("PlaceOrderRequest") == 0


@pytest.mark.parametrize("gone", ["msisdn", "iccid", "offering", "prepayment", "agreement"])
async def test_a_field_that_is_missing_is_named_and_no_order(world: World, gone: str) -> None:
    body = opening()
    product = body["productOrderItem"][0]["product"]
    kept = [one for one in product["productCharacteristic"] if one["name"] != gone]

    for value in (kept, [*kept, {"name": gone, "value": None}]):
        product["productCharacteristic"] = value
        answer = await world.http.post(ORDERS, headers=world.clerk(), json=body)

        assert (answer.status_code, answer.json()["code"]) == (400, "FIELD_MISSING")
        assert answer.json()["field"] == gone
    assert world.notes.said("PlaceOrderRequest") == 0


async def test_whose_an_order_is_said_to_be_is_told_to_who_knows(world: World) -> None:
    await world.http.post(ORDERS, headers=world.clerk(), json=asks_for("termination"))
    theirs = await world.http.post(
        ORDERS, headers=world.signed_in("customer", customer_id=BORIS), json=asks_for("termination")
    )

    assert world.notes.last("PlaceOrderRequest").customer_id == ANNA
    assert world.notes.said("PlaceOrderRequest") == 1
    assert (theirs.status_code, theirs.json()["code"]) == (403, "NOT_YOURS")


async def test_what_says_again_what_is_so_is_taken(world: World) -> None:
    body = with_item(quantity=1, **{"@type": "ProductOrderItem"}) | {
        "@type": "ProductOrder",
        "channel": [{"id": "hall", "name": "hall"}],
        "priority": None,
        "payment": [],
    }

    answer = await world.http.post(ORDERS, headers=world.clerk(), json=body)

    assert answer.status_code == 201, answer.json()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"requestedCancellationDate": "2030-01-01"}, "requestedCancellationDate"),
        ({"state": "done"}, "state"),
        ({"productOrder": {"id": "x", "state": "held"}}, "productOrder.state"),
    ],
)
async def test_a_withdrawal_is_at_once_or_not_at_all(
    world: World, change: dict[str, Any], field: str
) -> None:
    body = {"productOrder": {"id": "x"}, **change}

    answer = await world.http.post(CANCEL, headers=world.clerk(), json=body)

    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert world.notes.said("WithdrawOrderRequest") == 0


@pytest.mark.parametrize("amount", [0, {}, [], False, ""])
async def test_a_refund_of_nothing_is_not_one_of_everything(world: World, amount: Any) -> None:
    path, (body, *_) = DOORS["refund"]

    answer = await world.http.post(
        path, headers=world.clerk(), json={**body, "totalAmount": amount}
    )

    assert (answer.status_code, answer.json()["field"]) == (400, "totalAmount")
    assert world.notes.said("PayOutRefundRequest") == 0


@pytest.mark.parametrize("door", DOORS)
async def test_a_name_said_twice_is_refused(world: World, door: str) -> None:
    path, (body, *_) = DOORS[door]
    name = next(iter(body), "x")
    inside = json.dumps(body)[1:-1]
    content = f'{{{inside}{"," if inside else ""}"{name}": 1, "{name}": 2}}'

    answer = await world.http.post(
        path, headers=world.signed_in("clerk", "operations"), content=content
    )

    assert (answer.status_code, answer.json()["field"]) == (400, name)


NAMES = st.text(min_size=1, max_size=12) | st.sampled_from(
    ["requestedStartDate", "state", "status", "id", "validFor", "amount.minor", "__class__",
     "\x00", "\ud800", "priority", "quantity", "channel", "role", "customerId"]
)  # fmt: skip


def tables_of(body: Any, table: Body) -> Iterator[tuple[dict[str, Any], Body]]:
    """Return every object inside a body with its table."""
    if isinstance(body, list):
        for one in body:
            yield from tables_of(one, table)
    elif isinstance(body, dict):
        yield body, table
        for name, inner in table.taken.items():
            if inner is not None and name in body:
                yield from tables_of(body[name], inner)


@pytest.mark.parametrize("door", DOORS)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), name=NAMES, value=ANYTHING.filter(lambda one: one not in (None, "", [], {})))
async def test_no_attribute_is_silently_accepted(
    open_world: World, door: str, data: st.DataObject, name: str, value: Any
) -> None:
    path, bodies = DOORS[door]
    body = deepcopy(data.draw(st.sampled_from(bodies)))
    table = open_world.apis.bodies[await takes(open_world, path)]
    inside, of_it = data.draw(st.sampled_from(list(tables_of(body, table))))
    if name in {*of_it.taken, *of_it.harmless}:
        return
    if name in of_it.only and value in of_it.only[name]:
        return
    inside[name] = value
    open_world.notes.start_over()

    answer = await open_world.http.post(
        path, headers=open_world.signed_in("clerk", "operations"), content=json.dumps(body)
    )

    if answer.status_code == 403:
        # It says something else about who asks than the token does: see `test_claims`.
        assert answer.json()["field"].partition(".")[0] == name
        assert name in CLAIMS
        return
    assert answer.status_code == 400, answer.json()
    if answer.json()["code"] == "NOT_JSON":
        assert "Infinity" in json.dumps(body) or "NaN" in json.dumps(body)
        return
    assert answer.json()["code"] in {"FIELD_UNKNOWN", "FIELD_NOT_VALID"}
    field = answer.json()["field"]
    readable = name.encode(errors="replace").decode()
    assert readable in {field.rpartition(".")[2], field.partition(".")[0]} or "." in name
    # What was refused changed nothing.
    assert not [one for one in open_world.notes.asked if is_command(one)]


def is_command(asked: Any) -> bool:
    return "commands" in asked.DESCRIPTOR.file.name


async def takes(world: World, path: str) -> str:
    """Return the name of the schema that is taken at this path."""
    from test_openapi import template_of  # noqa: PLC0415 - only here

    document = await told(world)
    operation = document["paths"][template_of(path, document)]["post"]
    name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    return str(name.rpartition("/")[2])


async def test_a_change_of_a_customer_is_honoured_or_refused(world: World) -> None:
    fields = []
    for change in ({"name": "X"}, {"status": "x"}, {"validFor": {"a": 1}}, {"hobby": "x"}):
        answer = await world.http.patch(
            f"{CUSTOMERS}/{ANNA}", headers=world.clerk(), json={**CHANGE, **change}
        )
        assert answer.status_code == 400
        fields.append(answer.json()["field"])

    assert fields == ["name", "status", "validFor", "hobby"]
    assert world.notes.asked == []


async def test_what_takes_no_body_takes_none(world: World) -> None:
    headers = world.signed_in("operations")

    empty = await world.http.post("/v1/clock/quiet", headers=headers, content=b"")
    said = await world.http.post("/v1/clock/quiet", headers=headers, json={"seconds": 5})

    assert empty.status_code == 200
    assert (said.status_code, said.json()["field"]) == (400, "seconds")


async def test_what_the_document_says_is_taken_is_taken_and_nothing_else(world: World) -> None:
    document = await told(world)
    schemas = document["components"]["schemas"]

    for name, table in world.apis.bodies.items():
        if name:
            told_of = set(schemas[name].get("properties", {}))
            assert told_of <= {*table.taken, *table.only}, name
            assert not told_of & {*table.refused, *table.harmless}, name


def test_every_reason_is_a_reason(world: World) -> None:
    for table in world.apis.bodies.values():
        for _, inner in tables_of(sample(table), table):
            for reason in (*inner.refused.values(), *inner.harmless.values()):
                assert len(reason) > 4
            names = [*inner.taken, *inner.only, *inner.refused, *inner.harmless]
            assert len(names) == len(set(names))


def sample(table: Body) -> dict[str, Any]:
    return {name: sample(inner) if inner else 1 for name, inner in table.taken.items()}
