"""TMF622: orders are placed, read, listed, withdrawn and watched."""

import asyncio
import json
from typing import Any

import pytest
from pretend_desks import BORIS, NUMBER, ORDER
from pretend_money import ANNA, SUBSCRIBER
from pretend_world import World

from boss.orders.v1.events_pb2 import OrderStateChanged
from boss.orders.v1.process_pb2 import FieldDescription, ProcessDescription
from boss.orders.v1.processes.new_subscription_pb2 import NewSubscription
from boss.orders.v1.processes.sim_swap_pb2 import SimSwap
from boss.orders.v1.questions_pb2 import Order
from gateway.apis.tmf622_product_ordering.mapping.states import TMF_STATES, our_states
from gateway.apis.tmf622_product_ordering.mapping.wish import Wish
from kernel.errors import Invalid, NotAllowed, Refusal
from runtime.errors import TransientError

BASE = "/tmf-api/productOrderingManagement/v4"
ORDERS = f"{BASE}/productOrder"
STATES = {name.lower() for name in TMF_STATES}


def asks_for(process: str, **fields: Any) -> dict[str, Any]:
    characteristics = [{"name": name, "value": value} for name, value in fields.items()]
    return {
        "category": process,
        "relatedParty": [{"id": ANNA, "role": "customer"}],
        "proof": ["proof"],
        "productOrderItem": [
            {
                "id": "1",
                "action": "modify",
                "product": {"id": SUBSCRIBER, "productCharacteristic": characteristics},
            }
        ],
    }


def opening() -> dict[str, Any]:
    body = asks_for(
        "new_subscription",
        msisdn=NUMBER,
        iccid="89860000000000000014",
        offering="prepaid-basic",
        prepayment=1000,
        agreement={"service_types": "voice", "agreement_version": "1"},
    )
    del body["productOrderItem"][0]["product"]["id"]
    body["productOrderItem"][0]["action"] = "add"
    return body


async def test_an_order_is_placed_with_its_fields_proofs_and_subscriber(world: World) -> None:
    body = asks_for("sim_swap", new_iccid="89860000000000000022", kind="lost")

    answer = await world.http.post(ORDERS, headers=world.clerk(), json=body)

    asked, request = world.notes.last("PlaceOrderRequest"), SimSwap()
    assert asked.request.Unpack(request)
    assert request == SimSwap(new_iccid="89860000000000000022", kind="lost")
    assert (asked.process, asked.subscriber_id) == ("sim_swap", SUBSCRIBER)
    assert asked.proof_ids == ["proof"]
    assert answer.status_code == 201
    assert answer.headers["Location"] == answer.json()["href"] == f"{ORDERS}/{ORDER}"
    assert answer.json()["productOrderItem"][0]["product"] == {
        "id": SUBSCRIBER,
        "productCharacteristic": [
            {"name": "new_iccid", "value": "89860000000000000022"},
            {"name": "kind", "value": "lost"},
        ],
    }


@pytest.mark.parametrize("said", [NUMBER, "139 0010 0000", "+86 139 0010 0000"])
async def test_who_names_a_number_for_a_product_is_told_where_its_id_is(
    world: World, said: str
) -> None:
    body = asks_for("sim_swap", new_iccid="89860000000000000022")
    body["productOrderItem"][0]["product"]["id"] = said

    placed = await world.http.post(ORDERS, headers=world.clerk(), json=body)
    listed = await world.http.get(
        ORDERS, headers=world.clerk(), params={"productOrderItem.product.id": said}
    )

    for answer in (placed, listed):
        told = answer.json()
        assert (answer.status_code, told["field"]) == (400, "productOrderItem.product.id")
        assert "GET /v1/subscribers/<number>" in told["reason"]
    assert world.notes.asked == []


async def test_an_opening_carries_money_in_fen_the_agreement_and_the_customer(
    world: World,
) -> None:
    answer = await world.http.post(ORDERS, headers=world.clerk(), json=opening())

    asked, request = world.notes.last("PlaceOrderRequest"), NewSubscription()
    assert answer.status_code == 201
    assert asked.request.Unpack(request)
    assert (request.customer, request.msisdn) == (ANNA, NUMBER)
    assert (request.prepayment.currency, request.prepayment.minor) == ("CNY", 1000)
    assert request.agreement.service_types == "voice"
    assert asked.subscriber_id == ""


@pytest.mark.parametrize(
    ("process", "action"),
    [
        ("second_number", "add"),
        ("new_subscription", "add"),
        ("sim_swap", "modify"),
        ("not_offered_any_more", "modify"),
    ],
)
async def test_an_order_adds_a_product_where_its_process_says_so(
    world: World, process: str, action: str
) -> None:
    world.notes.order.process = process

    one = await world.http.get(f"{ORDERS}/{ORDER}", headers=world.clerk())
    listed = await world.http.get(ORDERS, headers=world.clerk())

    for shown in (one.json(), *listed.json()):
        assert shown["productOrderItem"][0]["action"] == action


async def test_the_offering_may_stand_where_tmf622_has_it(world: World) -> None:
    body = opening()
    item = body["productOrderItem"][0]
    item["product"]["productCharacteristic"] = [
        one for one in item["product"]["productCharacteristic"] if one["name"] != "offering"
    ]
    item["productOffering"] = {"id": "prepaid-plus"}

    await world.http.post(ORDERS, headers=world.clerk(), json=body)

    request = NewSubscription()
    world.notes.last("PlaceOrderRequest").request.Unpack(request)
    assert request.offering == "prepaid-plus"


def test_a_number_is_known_by_its_kind_whatever_its_field_is_called() -> None:
    fields = [
        FieldDescription(name="kept_number", kind="msisdn", required=True),
        FieldDescription(name="msisdn", kind="text"),
    ]
    form = ProcessDescription(name="number_change", fields=fields)
    said = {"kept_number": "+86 139-0010-0000", "msisdn": "+86 139-0010-0000"}
    wish = Wish("number_change", "", SUBSCRIBER, "", "", said)

    assert wish.fields_for(form) == {
        "kept_number": "8613900100000", "msisdn": "+86 139-0010-0000",
    }  # fmt: skip


async def test_an_order_the_desk_still_works_on_is_accepted_not_created(world: World) -> None:
    states = {}
    for state in TMF_STATES:
        world.notes.order.state = state
        answer = await world.http.post(ORDERS, headers=world.clerk(), json=asks_for("termination"))
        states[state] = answer.status_code
        assert answer.json()["state"] == TMF_STATES[state]

    assert {state for state, status in states.items() if status == 202} == {
        "waiting", "judging", "preparing", "undoing", "in_approval",
    }  # fmt: skip
    assert set(states.values()) == {201, 202}


async def test_a_rejected_order_says_which_rule_refused(world: World) -> None:
    world.notes.order.MergeFrom(
        Order(state="rejected", refused_with="NEW_SIM_NOT_IN_STOCK", sentence="Not in stock.")
    )

    answer = await world.http.post(ORDERS, headers=world.clerk(), json=asks_for("termination"))

    assert answer.status_code == 201
    assert answer.json()["state"] == "rejected"
    assert answer.json()["refusal"] == {"code": "NEW_SIM_NOT_IN_STOCK", "reason": "Not in stock."}


async def test_the_same_key_is_the_same_request_for_the_same_person(world: World) -> None:
    async def request_id(headers: dict[str, str], key: str = "") -> str:
        more = {"Idempotency-Key": key} if key else {}
        await world.http.post(ORDERS, headers={**headers, **more}, json=asks_for("termination"))
        return str(world.notes.last("PlaceOrderRequest").request_id)

    first = await request_id(world.clerk(), "till-1")

    assert await request_id(world.clerk(), "till-1") == first
    assert await request_id(world.clerk(), "till-2") != first
    assert await request_id(world.signed_in("supervisor"), "till-1") != first
    assert await request_id(world.clerk()) != await request_id(world.clerk())


async def test_a_key_that_is_too_long_is_refused(world: World) -> None:
    headers = {**world.clerk(), "Idempotency-Key": "k" * 201}

    answer = await world.http.post(ORDERS, headers=headers, json=asks_for("termination"))

    assert (answer.status_code, answer.json()["field"]) == (400, "Idempotency-Key")
    assert world.notes.said("PlaceOrderRequest") == 0


@pytest.mark.parametrize(
    ("refusal", "status", "field"),
    [
        (Invalid("ICCID_NOT_VALID", "Not a card.", field="new_iccid"), 400, "new_iccid"),
        (Refusal("SIM_NOT_AVAILABLE", "Somebody has it."), 422, None),
        (NotAllowed("NOT_YOURS", "Not yours."), 403, None),
        (NotAllowed("CHANNEL_NOT_ALLOWED", "Only in a hall."), 403, None),
        (NotAllowed("OPEN_ORDER_EXISTS", "One at a time."), 409, None),
        (
            Refusal("REQUEST_ID_REUSED", "Another content.", field="request_id"),
            409,
            "Idempotency-Key",
        ),
    ],
)
async def test_a_refusal_keeps_its_code_sentence_and_field(
    world: World, refusal: Refusal, status: int, field: str | None
) -> None:
    world.notes.refusals["PlaceOrderRequest"] = refusal

    answer = await world.http.post(ORDERS, headers=world.clerk(), json=asks_for("termination"))

    body = answer.json()
    assert answer.status_code == status
    assert (body["code"], body["reason"]) == (refusal.code, refusal.sentence)
    assert (body["status"], body["@type"]) == (str(status), "Error")
    assert body.get("field") == field


async def test_a_service_that_is_away_asks_to_try_again_with_the_same_key(world: World) -> None:
    world.notes.refusals["WithdrawOrderRequest"] = TransientError("the database is away")
    body = {"productOrder": {"id": ORDER}}

    answer = await world.http.post(f"{BASE}/cancelProductOrder", headers=world.clerk(), json=body)

    assert (answer.status_code, answer.json()["code"]) == (503, "TRY_AGAIN")
    assert answer.headers["Retry-After"] == "1"
    assert "database" not in answer.text


async def test_a_bug_in_a_service_tells_nobody_its_inside(world: World) -> None:
    world.notes.refusals["ListOrdersRequest"] = ValueError("secret inside")

    answer = await world.http.get(ORDERS, headers=world.clerk())

    assert answer.json()["code"] in {"INTERNAL", "TRY_AGAIN"}
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"category": "moon_landing"}, "NO_SUCH_PROCESS", "category"),
        ({"category": 7}, "FIELD_NOT_VALID", "category"),
        ({"productOrderItem": []}, "FIELD_NOT_VALID", "productOrderItem"),
        ({"productOrderItem": [{}, {}]}, "FIELD_NOT_VALID", "productOrderItem"),
        ({"productOrderItem": "one"}, "FIELD_NOT_VALID", "productOrderItem"),
        ({"proof": [1]}, "FIELD_NOT_VALID", "proof"),
        ({"proof": "proof"}, "FIELD_NOT_VALID", "proof"),
    ],
)
async def test_what_cannot_be_understood_names_the_field(
    world: World, change: dict[str, Any], code: str, field: str
) -> None:
    body = {**asks_for("termination"), **change}

    answer = await world.http.post(ORDERS, headers=world.clerk(), json=body)

    assert (answer.json()["code"], answer.json()["field"]) == (code, field)
    assert world.notes.said("PlaceOrderRequest") == 0


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"colour": "red"}, "FIELD_UNKNOWN", "colour"),
        ({"new_iccid": 7}, "FIELD_NOT_VALID", "new_iccid"),
        ({"kind": ["lost"]}, "FIELD_NOT_VALID", "kind"),
        ({"kind": "\ud800"}, "FIELD_NOT_VALID", "kind"),
    ],
)
async def test_a_characteristic_that_does_not_belong_there_is_named(
    world: World, fields: dict[str, Any], code: str, field: str
) -> None:
    content = json.dumps(asks_for("sim_swap", **fields))

    answer = await world.http.post(ORDERS, headers=world.clerk(), content=content)

    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert answer.json()["field"] == field


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 400, "NOT_JSON"),
        (b"{", 400, "NOT_JSON"),
        (b"[]", 400, "NOT_JSON"),
        (b"\xff\xfe", 415, "MEDIA_TYPE_NOT_TAKEN"),
        (b"\xc3", 400, "NOT_JSON"),
        (b"[" * 100_000, 400, "NOT_JSON"),
        (b'{"amount":' + b"9" * 5_000 + b"}", 400, "NOT_JSON"),
        (b'"' + b"x" * 300_000 + b'"', 413, "TOO_LARGE"),
    ],
)
async def test_a_body_that_is_no_json_object_is_refused(
    world: World, content: bytes, status: int, code: str
) -> None:
    answer = await world.http.post(ORDERS, headers=world.clerk(), content=content)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_an_order_is_read_with_its_history(world: World) -> None:
    answer = await world.http.get(f"{ORDERS}/{ORDER}", headers=world.clerk())

    shown = answer.json()
    assert answer.status_code == 200
    assert (shown["id"], shown["state"], shown["category"]) == (ORDER, "inProgress", "sim_swap")
    assert shown["relatedParty"][0]["id"] == ANNA
    assert shown["note"][0]["author"] == "all_held"
    assert "completionDate" not in shown


async def test_what_an_order_appoints_is_shown_with_its_day(world: World) -> None:
    world.notes.order.due_at.FromJsonString("2027-02-28T15:00:00Z")

    answer = await world.http.get(f"{ORDERS}/{ORDER}", headers=world.clerk())

    assert answer.json()["x-dueAt"] == "2027-02-28T15:00:00Z"


async def test_only_the_fields_asked_for_are_shown(world: World) -> None:
    one = await world.http.get(f"{ORDERS}/{ORDER}?fields=state", headers=world.clerk())
    many = await world.http.get(f"{ORDERS}?fields=state,category", headers=world.clerk())

    assert set(one.json()) == {"id", "href", "@type", "state"}
    assert set(many.json()[0]) == {"id", "href", "@type", "state", "category"}


async def test_an_order_that_is_not_there_is_not_found(world: World) -> None:
    answer = await world.http.get(f"{ORDERS}/{BORIS}", headers=world.clerk())

    assert (answer.status_code, answer.json()["code"]) == (404, "ORDER_NOT_FOUND")


async def test_orders_are_listed_by_filter_and_page(world: World) -> None:
    asked = {
        "state": "completed",
        "category": "sim_swap",
        "productOrderItem.product.id": SUBSCRIBER,
        "relatedParty.id": ANNA,
        "offset": "2",
        "limit": "1",
    }

    answer = await world.http.get(ORDERS, headers=world.clerk(), params=asked)

    request = world.notes.last("ListOrdersRequest")
    assert (request.state, request.process) == ("fulfilled", "sim_swap")
    assert (request.subscriber_id, request.customer_id) == (SUBSCRIBER, ANNA)
    assert (request.offset, request.limit) == (2, 1)
    assert answer.status_code == 206
    assert (answer.headers["X-Total-Count"], answer.headers["X-Result-Count"]) == ("7", "1")


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"state": "happy"}, "state"),
        ({"limit": "-1"}, "limit"),
        ({"limit": "101"}, "limit"),
        ({"limit": "٣"}, "limit"),
        ({"offset": "x"}, "offset"),
        ({"offset": "9" * 400}, "offset"),
        ({"category": "a\x00b"}, "category"),
        ({"category": "a" * 2000}, "category"),
    ],
)
async def test_a_filter_that_cannot_be_is_refused(
    world: World, asked: dict[str, str], field: str
) -> None:
    answer = await world.http.get(ORDERS, headers=world.clerk(), params=asked)

    assert (answer.status_code, answer.json()["field"]) == (400, field)


def test_every_state_of_ours_has_a_tmf622_state_and_back() -> None:
    assert our_states("inProgress") == ("preparing", "completed", "settling", "undoing")
    assert our_states("nothing") == ()
    assert {ours for tmf in set(TMF_STATES.values()) for ours in our_states(tmf)} == STATES


async def test_an_order_is_withdrawn(world: World) -> None:
    world.notes.order.state = "cancelled"
    body = {"productOrder": {"id": ORDER}, "cancellationReason": "She changed her mind."}

    answer = await world.http.post(f"{BASE}/cancelProductOrder", headers=world.clerk(), json=body)

    request = world.notes.last("WithdrawOrderRequest")
    assert (request.order_id, request.reason) == (ORDER, "She changed her mind.")
    assert (answer.status_code, answer.json()["state"]) == (201, "done")


async def test_every_move_is_told_once_in_order_until_the_end(world: World) -> None:
    async def moves() -> None:
        while not world.watch.is_watched(ORDER):  # noqa: ASYNC110 - it begins when it begins
            await asyncio.sleep(0.01)
        for version, state in ((2, "preparing"), (3, "completed"), (4, "settling"), (4, "settling"),
                               (5, "fulfilled"), (6, "never")):  # fmt: skip
            world.watch.tell(OrderStateChanged(order_id=ORDER, version=version, state=state))
        world.watch.tell(OrderStateChanged(order_id="another", version=9, state="failed"))

    telling = asyncio.create_task(moves())
    answer = await asyncio.wait_for(
        world.http.get(f"{ORDERS}/{ORDER}/events", headers=world.clerk()), 10
    )
    await telling

    events = [
        dict(line.split(": ", 1) for line in event.splitlines())
        for event in answer.text.strip().split("\n\n")
    ]
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert [event["id"] for event in events] == ["3", "4", "5"]
    assert {event["event"] for event in events} == {"ProductOrderStateChangeEvent"}
    assert [json.loads(event["data"])["x-state"] for event in events] == [
        "completed", "settling", "fulfilled",
    ]  # fmt: skip
    assert not world.watch.is_watched(ORDER)


async def test_an_order_that_has_ended_is_told_at_once(world: World) -> None:
    world.notes.order.MergeFrom(Order(state="failed", refused_with="NUMBER_IN_USE"))

    answer = await asyncio.wait_for(
        world.http.get(f"{ORDERS}/{ORDER}/events", headers=world.clerk()), 10
    )

    assert answer.text.count("event:") == 1
    assert json.loads(answer.text.split("data: ")[1])["refusedWith"] == "NUMBER_IN_USE"


async def test_on_whose_word_the_operator_stopped_a_number_is_for_staff_alone(world: World) -> None:
    order = world.notes.order
    order.capacity = "back_office"
    order.request.Pack(SimSwap(new_iccid="a case of the police"))
    order.history.add(act="refused", state="rejected", note="a report of the police")
    told = []
    for who in (world.anna(), world.clerk()):
        for path in (f"{ORDERS}/{ORDER}", ORDERS, f"{ORDERS}?id={ORDER}"):
            answer = await world.http.get(path, headers=who)
            told.append((answer.status_code < 400, answer.text.count("of the police")))

    assert told == [(True, 0)] * 3 + [(True, 2)] * 3


async def test_what_staff_typed_is_for_staff_alone(world: World) -> None:
    order = world.notes.order
    order.process = "sim_swap"
    order.request.Pack(SimSwap(new_iccid="89860000000000000027", despite_arrears="typed: let be"))
    for act in ("withdrawn", "settled_by_hand", "undone_by_hand", "settling_tried_again"):
        order.history.add(act=act, state="cancelled", note="typed: as they said")
    order.history.add(act="step_refused", state="undoing", note="FEE_UNKNOWN", step="TakeFee")
    told = []
    for who in (world.anna(), world.clerk()):
        for path in (f"{ORDERS}/{ORDER}", ORDERS, f"{ORDERS}?id={ORDER}"):
            answer = await world.http.get(path, headers=who)
            seen = answer.text
            told.append((seen.count("typed:"), "89860000000000000027" in seen))
            assert "FEE_UNKNOWN" in seen

    assert told == [(0, True)] * 3 + [(5, True)] * 3


async def test_what_people_asked_is_shown_to_the_holder_whole(world: World) -> None:
    world.notes.order.request.Pack(SimSwap(new_iccid="89860000000000000027"))

    answer = await world.http.get(f"{ORDERS}/{ORDER}", headers=world.anna())

    (item,) = answer.json()["productOrderItem"]
    assert item["product"]["productCharacteristic"] == [
        {"name": "new_iccid", "value": "89860000000000000027"},
    ]
