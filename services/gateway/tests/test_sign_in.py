"""Who may come in: tokens, roles, and how fast."""

import base64
import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from pretend_desks import BORIS, NUMBER, ORDER
from pretend_money import ANNA, SUBSCRIBER
from pretend_world import Issuer, World, pretend_world

from gateway.domain.rate_limit import Buckets
from gateway.domain.roles import may
from gateway.records.roles import COLLECT, LIST_BALANCES
from gateway.rest.door.sign_in import KeySet
from kernel.clock import SystemClock
from runtime.errors import Misconfigured

ORDERS = "/tmf-api/productOrderingManagement/v4/productOrder"
CUSTOMERS = "/tmf-api/customerManagement/v4/customer"


async def refused(world: World, path: str, headers: Mapping[str, str]) -> tuple[int, str]:
    answer = await world.http.get(path, headers=headers)
    return answer.status_code, answer.json()["code"]


async def test_without_a_token_nobody_comes_in(world: World) -> None:
    assert await refused(world, ORDERS, {}) == (401, "NOT_SIGNED_IN")
    assert await refused(world, ORDERS, {"Authorization": "Basic eA=="}) == (401, "NOT_SIGNED_IN")
    assert world.notes.asked == []


async def test_a_token_that_has_expired_is_not_taken(world: World) -> None:
    past = SystemClock().now() - timedelta(minutes=1)

    assert await refused(world, ORDERS, world.signed_in("clerk", exp=past)) == (
        401,
        "TOKEN_NOT_VALID",
    )


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another shop"},
        {"aud": None},
        {"exp": None},
        {"sub": None},
        {"channel": "moon"},
        {"channel": ["hall"]},
        {"roles": "clerk"},
    ],
)
async def test_a_token_made_for_something_else_is_not_taken(
    world: World, claims: dict[str, Any]
) -> None:
    found = await refused(world, ORDERS, world.signed_in("clerk", **claims))

    assert found == (401, "TOKEN_NOT_VALID")


ODD: list[Any] = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "\udfff",
    "\n",
    "\u2028",
    "x" * 201,
    7,
    True,
    {},
]

WRONG_ROLES: list[Any] = ["clerk", {"clerk": 1}, 7, ["clerk"] * 33]
WRONG_TIMES: list[Any] = [float("inf"), 1e400, "soon", [], {}]


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        *(("sub", one) for one in (*ODD, [])),
        *(("customer_id", one) for one in (*ODD, [], "x" * 65)),
        *(("channel", one) for one in (*ODD, [], None)),
        *(("roles", one) for one in WRONG_ROLES),
        *(("roles", ["clerk", one]) for one in (*ODD, None, [], "x" * 65)),
        *((name, one) for name in ("exp", "nbf", "iat") for one in WRONG_TIMES),
    ],
)
async def test_a_claim_that_cannot_be_carried_on_is_no_sign_in(
    world: World, claim: str, said: Any
) -> None:
    told = {"sub": "a clerk", "aud": "kaitong", "exp": 4_000_000_000, "roles": ["clerk"],
            "channel": "hall", claim: said}  # fmt: skip

    for method, path in (("GET", ORDERS), ("GET", f"{CUSTOMERS}/{ANNA}"), ("POST", ORDERS)):
        answer = await world.http.request(
            method, path, headers={"Authorization": f"Bearer {signed(world.issuer, told)}"}, json={}
        )

        assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_NOT_VALID")
        if claim not in {"exp", "nbf", "iat"} and isinstance(said, str):
            assert answer.json()["field"] == claim
    assert world.notes.asked == []


def signed(issuer: Issuer, claims: dict[str, Any]) -> str:
    """Sign claims as they are, odd ones too: a library would refuse to make such a token."""
    header = {"alg": "ES256", "kid": issuer.kid, "typ": "JWT"}
    parts = [
        base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=") for one in (header, claims)
    ]
    content = b".".join(parts)
    made = jwt.algorithms.ECAlgorithm(jwt.algorithms.ECAlgorithm.SHA256, ec.SECP256R1)
    signature = base64.urlsafe_b64encode(made.sign(content, issuer.private)).rstrip(b"=")
    return (content + b"." + signature).decode()


@pytest.mark.parametrize("header", ["Idempotency-Key", "traceparent", "tracestate", "baggage"])
@pytest.mark.parametrize("value", [b"\x00", b"a\x00b", b"\xed\xa0\x80", b"\xff", b"\x7f"])
async def test_a_header_nobody_can_read_is_no_fault_of_ours(
    world: World, header: str, value: bytes
) -> None:
    headers = httpx.Headers([*((name.encode(), said.encode()) for name, said in
                               world.clerk().items()), (header.encode(), value)])  # fmt: skip

    read = await world.http.get(ORDERS, headers=headers)
    asked = await world.http.post(
        "/v1/clock/quiet", headers=httpx.Headers([*world.signed_in("operations").items()])
    )
    told = await world.http.post("/v1/vouchers/blocks", headers=headers, json={})

    assert (read.status_code, asked.status_code) == (206, 200)
    assert told.status_code in {400, 403}


@pytest.mark.parametrize("odd", ["%00", "a%00b", "%ED%A0%80", "%FF", "%0A", "x" * 1001])
async def test_a_path_or_query_nobody_can_read_is_refused(world: World, odd: str) -> None:
    for path in (
        f"{ORDERS}/{odd}",
        f"{ORDERS}/{odd}/events",
        f"{CUSTOMERS}/{odd}",
        f"/v1/subscribers/{odd}",
        f"/v1/subscribers/{odd}/balance",
        f"/v1/accounts/{odd}/books",
        f"{ORDERS}?category={odd}",
        f"{ORDERS}?{odd}=1",
        f"{ORDERS}?fields={odd}",
        f"{CUSTOMERS}?paperNumber={odd}&paperType=id_card",
        f"/{odd}",
    ):
        answer = await world.http.get(path, headers=world.clerk())
        assert answer.status_code < 500, (path, answer.text)


async def test_a_token_signed_with_a_foreign_key_is_not_taken(world: World) -> None:
    stranger, unknown = Issuer().token("clerk"), Issuer(kid="unknown").token("clerk")

    for token in (stranger, unknown, "not.a.token", "ü"):
        header = httpx.Headers([(b"Authorization", f"Bearer {token}".encode())])
        assert await refused(world, ORDERS, header) == (401, "TOKEN_NOT_VALID")


@pytest.mark.parametrize("algorithm", ["none", "HS256", "RS256", "EdDSA"])
async def test_a_token_cannot_choose_how_it_is_verified(world: World, algorithm: str) -> None:
    _, claims, signature = world.issuer.token("clerk").split(".")
    header = json.dumps({"alg": algorithm, "kid": "key", "typ": "JWT"}).encode()
    forged = f"{base64.urlsafe_b64encode(header).rstrip(b'=').decode()}.{claims}.{signature}"

    found = await refused(world, ORDERS, {"Authorization": f"Bearer {forged}"})

    assert found == (401, "TOKEN_NOT_VALID")


async def test_only_the_issuer_that_was_named_is_believed(tmp_path: Path) -> None:
    async with pretend_world(tmp_path, token_issuer="https://id.example") as world:
        own = world.signed_in("clerk", iss="https://id.example")
        other = world.signed_in("clerk", iss="https://elsewhere.example")

        assert (await world.http.get(ORDERS, headers=own)).status_code == 206
        assert await refused(world, ORDERS, other) == (401, "TOKEN_NOT_VALID")


async def test_the_services_learn_who_asks_and_from_where(world: World) -> None:
    await world.http.get(ORDERS, headers=world.anna())

    actor = world.notes.actors[-1]
    assert (actor.channel, actor.customer_id, actor.staff) == ("app", ANNA, False)
    assert actor.roles == {"customer"}


async def test_a_role_that_may_not_is_told_so(world: World) -> None:
    payer = world.signed_in("payer")

    assert await refused(world, ORDERS, payer) == (403, "ROLE_NOT_ALLOWED")
    assert await refused(world, CUSTOMERS, world.anna()) == (403, "ROLE_NOT_ALLOWED")
    assert world.notes.asked == []


def test_every_act_is_somebodys_and_none_is_everybodys(world: World) -> None:
    acts = {path.act for path in world.apis.paths} | {COLLECT, LIST_BALANCES}

    assert len({act.name for act in acts}) == len(acts) > 25
    for act in acts:
        assert act.roles
        assert not may(frozenset(), act)
        assert not may(frozenset({"stranger"}), act)


async def test_a_customer_sees_nothing_of_another(world: World) -> None:
    world.notes.order.state = "fulfilled"
    boris = world.signed_in("customer", customer_id=BORIS)
    nobody = world.signed_in("customer")

    for path in (
        f"{ORDERS}/{ORDER}",
        f"{ORDERS}/{ORDER}/events",
        f"{ORDERS}?relatedParty.id={ANNA}",
        f"{CUSTOMERS}/{ANNA}",
        f"/v1/subscribers/{SUBSCRIBER}",
        f"/v1/subscribers/{SUBSCRIBER}/balance",
        f"/v1/subscribers/{SUBSCRIBER}/usage?proof=seen",
        f"/v1/subscribers/{SUBSCRIBER}/postings",
        f"/v1/subscribers?customerId={ANNA}",
    ):
        assert await refused(world, path, boris) == (403, "NOT_YOURS"), path
        assert await refused(world, path, nobody) == (403, "NOT_YOURS"), path
        assert (await world.http.get(path, headers=world.clerk())).is_success, path


async def test_a_customer_lists_only_own_orders(world: World) -> None:
    await world.http.get(ORDERS, headers=world.anna())

    assert world.notes.last("ListOrdersRequest").customer_id == ANNA


async def test_who_asks_too_fast_is_told_when_to_come_back(tmp_path: Path) -> None:
    async with pretend_world(tmp_path, calls_per_second=0.01, call_burst=2) as world:
        fast = [(await world.http.get(ORDERS, headers=world.clerk())) for _ in range(3)]
        other = await world.http.get(ORDERS, headers=world.signed_in("supervisor"))

    assert [one.status_code for one in fast] == [206, 206, 429]
    assert fast[-1].json()["code"] == "TOO_MANY_REQUESTS"
    assert int(fast[-1].headers["Retry-After"]) > 1
    assert other.status_code == 206


def test_a_bucket_fills_again_with_time() -> None:
    buckets = Buckets(2.0, 1)

    assert buckets.take("anna", seconds=10.0) == 0
    assert buckets.take("anna", seconds=10.0) == 0.5
    assert buckets.take("anna", seconds=10.5) == 0


@pytest.mark.parametrize("content", ["", "{}", '{"keys": [{"kid": "x"}]}', "[]"])
def test_a_bad_key_set_stops_the_start_and_says_what_to_do(tmp_path: Path, content: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(content)

    with pytest.raises(Misconfigured, match="BOSS_TOKEN_KEYS_FILE"):
        KeySet(path, issuer="", audience="kaitong")


@pytest.mark.parametrize(
    ("roles", "told", "is_staff"),
    [
        (("customer", "operations"), {"customer"}, False),
        (("customer", "payer"), {"customer"}, False),
        (("customer", "clerk"), {"customer", "clerk"}, True),
        (("operations", "clerk"), {"clerk"}, True),
    ],
)
async def test_an_act_is_done_in_the_roles_that_may_do_it_and_in_no_other(
    world: World, roles: tuple[str, ...], told: set[str], *, is_staff: bool
) -> None:
    signed_in = world.signed_in(*roles, customer_id=ANNA, channel="app")

    await world.http.post(
        f"/v1/subscribers/{SUBSCRIBER}/packs", headers=signed_in, json={"pack": "DATA5"}
    )

    who = world.notes.actors[-1]
    assert (set(who.roles), who.staff, who.customer_id) == (told, is_staff, ANNA)


async def test_who_works_here_and_is_a_customer_has_no_more_than_either_alone(world: World) -> None:
    both = world.signed_in("customer", "operations", customer_id="another", channel="app")

    codes = await world.http.post(f"/v1/subscribers/{NUMBER}/codes", headers=both, json={})
    balance = await world.http.get(f"/v1/subscribers/{NUMBER}/balance", headers=both)

    assert (codes.status_code, codes.json()["code"]) == (403, "NOT_YOURS")
    assert balance.status_code == 200
