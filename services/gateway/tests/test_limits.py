"""Flooding: what one caller may have at once, from one address, and what the door notes of it."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from pretend_desks import BORIS, ORDER
from pretend_money import ANNA
from pretend_world import World, pretend_world
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from gateway.domain.at_once import AtOnce

ORDERS = "/tmf-api/productOrderingManagement/v4/productOrder"
EVENTS = f"{ORDERS}/{ORDER}/events"


async def reading(world: World, path: str, headers: dict[str, str]) -> asyncio.Task[httpx.Response]:
    """Open a stream nothing happens on; give it time to be there."""
    task = asyncio.create_task(world.http.get(path, headers=headers, timeout=None))
    await asyncio.sleep(0.1)
    return task


async def test_one_customer_reads_few_streams_at_once_whoever_signs_them_in(
    tmp_path: Path,
) -> None:
    async with pretend_world(tmp_path, streams_of_one=2) as world:
        open_now = [
            await reading(world, EVENTS, world.signed_in("customer", sub=sub, customer_id=ANNA))
            for sub in ("her phone", "her tablet")
        ]
        one_more = await world.http.get(EVENTS, headers=world.anna())
        staff = await reading(world, EVENTS, world.clerk())
        assert not staff.done()
        for task in (*open_now, staff):
            task.cancel()
        await asyncio.gather(*open_now, staff, return_exceptions=True)
        again = await reading(world, EVENTS, world.anna())
        assert not again.done()
        again.cancel()

    assert one_more.status_code == 429
    assert one_more.json()["code"] == "TOO_MANY_STREAMS"
    assert int(one_more.headers["Retry-After"]) == 30


async def test_all_streams_together_have_a_limit(tmp_path: Path) -> None:
    async with pretend_world(tmp_path, streams=1) as world:
        task = await reading(world, EVENTS, world.anna())
        refused = await world.http.get(EVENTS, headers=world.clerk())
        task.cancel()

    assert (refused.status_code, refused.json()["code"]) == (429, "TOO_MANY_STREAMS")


async def test_a_stream_does_not_last_for_ever(tmp_path: Path) -> None:
    async with pretend_world(tmp_path, stream_seconds=0.1) as world:
        async with asyncio.timeout(5):
            answer = await world.http.get(EVENTS, headers=world.anna())

    assert answer.status_code == 200
    assert "ProductOrderStateChangeEvent" in answer.text


async def test_who_has_too_much_in_hand_waits_and_others_do_not(tmp_path: Path) -> None:
    async with pretend_world(tmp_path, calls_at_once=1) as world:
        world.notes.hold = asyncio.Event()
        first = asyncio.create_task(world.http.get(ORDERS, headers=world.anna()))
        await asyncio.sleep(0.1)
        second = await world.http.get(ORDERS, headers=world.anna())
        other = asyncio.create_task(world.http.get(ORDERS, headers=world.clerk()))
        world.notes.hold.set()
        assert (await first).is_success
        assert (await other).is_success
        assert (await world.http.get(ORDERS, headers=world.anna())).is_success

    assert (second.status_code, second.json()["code"]) == (429, "TOO_MANY_AT_ONCE")
    assert second.headers["Retry-After"] == "1"


async def test_bad_tokens_from_one_address_are_slowed_and_good_ones_are_not(
    tmp_path: Path,
) -> None:
    async with pretend_world(
        tmp_path, failed_sign_ins_per_second=0.01, failed_sign_in_burst=3
    ) as world:
        bad = {"Authorization": "Bearer guessed.by.somebody"}
        tried = [await world.http.get(ORDERS, headers=bad) for _ in range(4)]
        good = await world.http.get(ORDERS, headers=world.clerk())

    assert [one.status_code for one in tried] == [401, 401, 401, 429]
    assert tried[-1].json()["code"] == "TOO_MANY_SIGN_INS"
    assert int(tried[-1].headers["Retry-After"]) >= 1
    assert tried[-1].headers["Connection"] == "close"
    assert good.is_success


async def test_who_needs_no_token_is_counted_by_address_whatever_name_they_give(
    tmp_path: Path,
) -> None:
    async with pretend_world(tmp_path, calls_per_second=0.01, call_burst=2) as world:
        codes = [
            (
                await world.http.post(f"/v1/payment-providers/{name}/notifications", content=b"{}")
            ).status_code
            for name in ("one", "two", "three")
        ]

    assert 429 not in codes[:2]
    assert codes[2] == 429


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/openapi.json", 200),
        ("HEAD", "/docs", 200),
        ("GET", "/docs/swagger-ui.js", 200),
        ("OPTIONS", ORDERS, 204),
        ("TRACE", ORDERS, 405),
        ("GET", "/nothing", 404),
    ],
)
async def test_what_needs_no_token_is_limited_by_address(
    tmp_path: Path, method: str, path: str, status: int
) -> None:
    of_code = {"reason": "TOO_MANY_REQUESTS"}
    before = REGISTRY.get_sample_value("kaitong_http_refused_total", of_code) or 0
    # The world reads the document once itself.
    async with pretend_world(tmp_path, open_calls_per_second=0.01, open_call_burst=3) as world:
        answers = [await world.http.request(method, path) for _ in range(3)]
        health = await world.http.get("/health")
        signed_in = await world.http.get(ORDERS, headers=world.clerk())

    assert [one.status_code for one in answers] == [status, status, 429]
    assert int(answers[-1].headers["Retry-After"]) >= 1
    # What the connection sent behind it is not read.
    assert answers[-1].headers["Connection"] == "close"
    assert health.is_success
    assert signed_in.is_success
    counted = REGISTRY.get_sample_value("kaitong_http_refused_total", of_code)
    assert counted == before + 1


async def test_a_storm_of_what_is_not_allowed_is_slowed_too(tmp_path: Path) -> None:
    async with pretend_world(tmp_path, calls_per_second=0.01, call_burst=2) as world:
        payer = world.signed_in("payer")
        codes = [(await world.http.get(ORDERS, headers=payer)).status_code for _ in range(3)]

    assert codes == [403, 403, 429]


@pytest.mark.parametrize(
    ("path", "status", "refused"),
    [
        (f"{ORDERS}/{ORDER}", 200, ""),
        (f"{ORDERS}?relatedParty.id={BORIS}", 403, "NOT_YOURS"),
        ("/v1/subscribers/8613900100000/nothing", 404, "NO_SUCH_PATH"),
    ],
)
async def test_every_request_is_noted_without_what_stood_in_it(
    tmp_path: Path,
    path: str,
    status: int,
    refused: str,
) -> None:
    before = REGISTRY.get_sample_value("kaitong_http_refused_total", {"reason": refused}) or 0
    async with pretend_world(tmp_path) as world:
        with capture_logs() as lines:
            answer = await world.http.get(path, headers=world.anna())

    (noted,) = [line for line in lines if line["event"] == "request"]
    assert answer.status_code == noted["status"] == status
    assert noted["refused"] == refused
    assert noted["route"] in {ORDERS, f"{ORDERS}/{{id}}", "none"}
    for secret in (ORDER, BORIS, "8613900100000"):
        assert secret not in json.dumps(noted)
    if refused:
        counted = REGISTRY.get_sample_value("kaitong_http_refused_total", {"reason": refused})
        assert counted == before + 1


async def test_a_body_that_does_not_arrive_is_408_and_no_fault_of_ours(
    tmp_path: Path,
) -> None:
    async def half() -> AsyncIterator[bytes]:
        yield b'{"half":'
        await asyncio.sleep(0.5)

    async with pretend_world(tmp_path, http_body_seconds=0.1) as world:
        with capture_logs() as lines:
            slow = await world.http.post(ORDERS, content=half(), headers=world.clerk())

    assert (slow.status_code, slow.json()["code"]) == (408, "TOO_SLOW")
    assert slow.headers["Connection"] == "close"
    assert [line["event"] for line in lines] == ["request"]


def test_nobody_is_remembered_who_has_nothing_in_hand() -> None:
    at_once = AtOnce(1, 2)

    assert at_once.begin("anna")
    assert not at_once.begin("anna")
    assert at_once.begin("boris")
    assert not at_once.begin("carl")
    at_once.end("anna")
    assert at_once.begin("carl")
    at_once.end("boris")
    at_once.end("carl")
    assert at_once.all == 0
    assert not at_once._by_caller
