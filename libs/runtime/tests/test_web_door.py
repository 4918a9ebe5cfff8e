"""The web door: silent, slow and greedy connections end; every request is noted, nobody named."""

import asyncio
import json
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from runtime.host.web import Web
from runtime.http.access import Access, TooSlow, seen
from runtime.settings.service_settings import ServiceSettings
from runtime.telemetry import logs

MUCH = b"x" * 1_000_000


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Answer with what came in; `/much` with more than anybody takes at once."""
    said = seen(scope)
    said.route, said.actor = "/things/{id}", "8613900100000"
    body, more = b"", True
    try:
        while more:
            message: MutableMapping[str, Any] = await receive()
            if message["type"] == "http.disconnect":
                return
            body, more = body + message["body"], message["more_body"]
    except TooSlow:
        said.refused = "TOO_SLOW"
        await send(
            {"type": "http.response.start", "status": 408, "headers": [(b"connection", b"close")]}
        )
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for _ in range(50 if scope["path"] == "/much" else 0):
        await send({"type": "http.response.body", "body": MUCH, "more_body": True})
    await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def opened(settings: ServiceSettings, **knobs: Any) -> AsyncIterator[int]:
    web = Web(settings.model_copy(update={"drain_seconds": 1.0, **knobs}), application)
    serving = asyncio.create_task(web.run())
    try:
        yield (await web.opened())["http"]
    finally:
        await web.stop()
        await serving


def refused(reason: str) -> float:
    return REGISTRY.get_sample_value("kaitong_http_refused_total", {"reason": reason}) or 0.0


async def everything(reader: asyncio.StreamReader) -> bytes:
    """Read until they end it; fails where they do not."""
    async with asyncio.timeout(8):
        return await reader.read()


@pytest.mark.parametrize(
    ("sent", "answered", "reason"),
    [
        (b"", b"", "silent"),
        (b"\x16\x03\x01 this is no HTTP\r\n\r\n", b"400", "not_http"),
        (b"POST /things/1 HTTP/1.1\r\nHost: a\r\n", b"408", "slow_header"),
        (
            b"POST /things/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf",
            b"408",
            "TOO_SLOW",
        ),
    ],
)
async def test_a_connection_that_does_not_go_on_is_ended(
    settings: ServiceSettings, sent: bytes, answered: bytes, reason: str
) -> None:
    before = refused(reason)
    async with opened(settings, http_header_seconds=1.0, http_body_seconds=1.0) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(sent)

        answer = await everything(reader)

        writer.close()
    assert answered in answer.split(b"\r\n")[0]
    assert refused(reason) == before + 1


async def test_a_body_whose_length_is_said_in_two_ways_is_refused(
    settings: ServiceSettings,
) -> None:
    async with opened(settings) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(
            b"POST /things/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
            b"GET /things/2 HTTP/1.1\r\nHost: a\r\n\r\n"
        )

        answer = await everything(reader)

        writer.close()
    assert answer.startswith(b"HTTP/1.1 400")
    assert b'"field": "Transfer-Encoding"' in answer
    # What was sent behind it might be part of its body.
    assert answer.count(b"HTTP/1.1") == 1


CHUNKED = b"POST /things/1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ("GET /things/张伟 HTTP/1.1\r\nHost: a\r\n\r\n".encode(), 400, "NOT_HTTP"),
        ("GET /things?name=张伟 HTTP/1.1\r\nHost: a\r\n\r\n".encode(), 400, "NOT_HTTP"),
        (b"GET /things/1 2 HTTP/1.1\r\nHost: a\r\n\r\n", 400, "NOT_HTTP"),
        (b"G(T /things/1 HTTP/1.1\r\nHost: a\r\n\r\n", 400, "NOT_HTTP"),
        (b"GET /things/1 HTTP/eleven\r\nHost: a\r\n\r\n", 400, "NOT_HTTP"),
        (b"GET /things/1\r\n\r\n", 400, "NOT_HTTP"),
        (b"GET /things/1 HTTP/1.1\r\n\r\n", 400, "NOT_HTTP"),
        (b"GET /things/1 HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, "NOT_HTTP"),
        (b"GET /things/1 HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n", 400, "NOT_HTTP"),
        (b"GET /things/1 HTTP/1.1\r\nHost: a\r\nX: \x00\r\n\r\n", 400, "NOT_HTTP"),
        (b"POST /things/1 HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400, "NOT_HTTP"),
        (CHUNKED + b"no length\r\n", 400, "NOT_HTTP"),
        (CHUNKED.replace(b"chunked", b"gzip"), 501, "NOT_OFFERED"),
        (b"GET /things/1 HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 200_000, 431, "TOO_LARGE"),
        (b"GET /" + b"x" * 200_000, 431, "TOO_LARGE"),
    ],
)
async def test_what_is_no_request_is_refused_in_the_grammar_of_refusals(
    settings: ServiceSettings, sent: bytes, status: int, code: str
) -> None:
    async with opened(settings) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(sent)

        answer = await everything(reader)

        writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % status), answer
    assert b"content-type: application/json" in head.lower()
    told = json.loads(body)
    assert (told["code"], told["status"], told["@type"]) == (code, str(status), "Error")
    assert told["reason"]


async def test_a_broken_chunk_of_a_head_is_answered_without_a_body(
    settings: ServiceSettings,
) -> None:
    async with opened(settings) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(CHUNKED.replace(b"POST", b"HEAD") + b"no length\r\n")

        answer = await everything(reader)

        writer.close()
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.endswith(b"\r\n\r\n")


async def test_a_broken_chunk_behind_an_answer_that_has_begun_ends_the_connection(
    settings: ServiceSettings,
) -> None:
    async def at_once(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"x", "more_body": True})
        while (await receive())["type"] != "http.disconnect":
            pass

    web = Web(settings.model_copy(update={"drain_seconds": 1.0}), at_once)
    serving = asyncio.create_task(web.run())
    port = (await web.opened())["http"]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(CHUNKED)
    await reader.readuntil(b"x")
    writer.write(b"no length\r\n")

    answer = await everything(reader)

    writer.close()
    await web.stop()
    await serving
    assert b"HTTP/1.1" not in answer


async def test_a_header_that_comes_a_byte_at_a_time_is_too_slow_all_the_same(
    settings: ServiceSettings,
) -> None:
    async with opened(settings, http_header_seconds=0.3) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)

        async def drip() -> None:
            for octet in b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 1000:
                writer.write(bytes([octet]))
                await asyncio.sleep(0.02)

        dripping = asyncio.create_task(drip())
        answer = await everything(reader)
        dripping.cancel()
        writer.close()

    assert b"408" in answer


async def test_half_a_header_after_an_answer_keeps_no_connection(
    settings: ServiceSettings,
) -> None:
    knobs = {"http_header_seconds": 0.2, "http_idle_seconds": 60}
    async with opened(settings, **knobs) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /things/1 HTTP/1.1\r\nHost: a\r\n\r\n")
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"GET /things/1 HTTP/1.1\r\nHo")

        answer = await everything(reader)

        writer.close()
    assert b"408" in answer


async def test_who_does_not_read_is_cut_off(settings: ServiceSettings) -> None:
    before = refused("not_reading")
    async with opened(settings, http_write_seconds=0.2) as port:
        _, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
        writer.write(b"GET /much HTTP/1.1\r\nHost: a\r\n\r\n")

        async with asyncio.timeout(8):
            while refused("not_reading") == before:  # noqa: ASYNC110 - it has no event
                await asyncio.sleep(0.02)

        writer.close()


@pytest.mark.parametrize(
    ("knobs", "reason"),
    [
        ({"http_connections": 3}, "connections"),
        ({"http_connections_of_address": 3}, "connections_of_address"),
    ],
)
async def test_one_connection_too_many_is_told_to_come_again(
    settings: ServiceSettings, knobs: dict[str, int], reason: str
) -> None:
    before = refused(reason)
    async with opened(settings, **knobs) as port:
        first = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)

        answer = await everything(reader)

        first.pop()[1].close()
        await asyncio.sleep(0.05)
        again, once_more = await asyncio.open_connection("127.0.0.1", port)
        once_more.write(b"GET /things/1 HTTP/1.1\r\nHost: a\r\n\r\n")
        assert b"200" in await again.readline()
        for each in (writer, once_more, *(one for _, one in first)):
            each.close()
    assert answer.startswith(b"HTTP/1.1 503")
    assert b"Retry-After: 5" in answer
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["code"] == "TOO_MANY_CONNECTIONS"
    assert refused(reason) == before + 1


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET /things/1 HTTP/1.1\r\nHo",
        b"POST /things/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf",
        b"GET /things/1 HTTP/1.1\r\nHost: a\r\n\r\n",
    ],
    ids=["silent", "half a header", "half a body", "idle after an answer"],
)
async def test_who_keeps_us_waiting_in_a_full_door_makes_room(
    settings: ServiceSettings, sent: bytes
) -> None:
    before = refused("crowded_out")
    async with opened(settings, http_connections=3, http_crowded_seconds=0.05) as port:
        first = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        for _, one in first:
            one.write(sent)
        await asyncio.sleep(0.2)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /things/1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")

        answer = await everything(reader)

        for each in (writer, *(one for _, one in first)):
            each.close()
    assert answer.startswith(b"HTTP/1.1 200")
    assert refused("crowded_out") == before + 1


async def test_one_connection_that_asks_without_end_keeps_nobody_waiting(
    settings: ServiceSettings,
) -> None:
    async with opened(settings) as port:
        greedy, asking = await asyncio.open_connection("127.0.0.1", port)
        asking.write(b"GET /things/1 HTTP/1.1\r\nHost: a\r\n\r\n" * 3000)
        await greedy.readline()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /things/1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")

        answer = await everything(reader)

        asking.write_eof()
        asking.close()
        writer.close()
    assert answer.startswith(b"HTTP/1.1 200")


async def test_one_address_has_so_many_requests_in_hand_and_no_more(
    settings: ServiceSettings,
) -> None:
    hold, before = asyncio.Event(), refused("TOO_MANY_OF_ADDRESS")

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await hold.wait()
        await application(scope, receive, send)

    access = Access(slow, body_seconds=60.0, of_address=2)
    scopes = {"there": ("10.0.0.1", 1), "here": ("10.0.0.2", 1)}

    async def asks(address: str) -> int:
        told: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            told.append(message)

        scope = {"type": "http", "method": "GET", "path": "/", "client": scopes[address]}
        await access(scope, receive, send)
        return int(told[0]["status"])

    first = [asyncio.create_task(asks("there")) for _ in range(2)]
    await asyncio.sleep(0)
    one_more = await asks("there")
    other = asyncio.create_task(asks("here"))
    hold.set()
    answered = await asyncio.gather(*first, other)
    again = await asks("there")

    assert (one_more, answered, again) == (429, [200, 200, 200], 200)
    assert refused("TOO_MANY_OF_ADDRESS") == before + 1


async def test_who_is_being_answered_keeps_her_place_in_a_full_door(
    settings: ServiceSettings,
) -> None:
    knobs = {"http_connections": 1, "http_crowded_seconds": 0.05, "http_write_seconds": 60.0}
    async with opened(settings, **knobs) as port:
        reading, asked = await asyncio.open_connection("127.0.0.1", port, limit=1024)
        asked.write(b"GET /much HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        await reading.readline()
        await asyncio.sleep(0.2)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)

        answer = await everything(reader)
        whole = await everything(reading)

        for each in (asked, writer):
            each.close()
    assert answer.startswith(b"HTTP/1.1 503")
    assert len(whole) > 50 * len(MUCH)


async def test_a_request_is_noted_by_its_route_and_nobody_is_named(
    settings: ServiceSettings,
) -> None:
    with capture_logs() as lines:
        async with opened(settings) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET /things/8613900100000?paperNumber=1 HTTP/1.1\r\n")
            writer.write(b"Host: a\r\nConnection: close\r\n\r\n")
            await everything(reader)
            writer.close()

    (noted,) = [logs.mask_event(None, "info", line) for line in lines if line["event"] == "request"]
    assert (noted["method"], noted["route"], noted["status"]) == ("GET", "/things/{id}", 200)
    assert noted["ms"] >= 0
    assert noted["actor"] == "86139****0000"
    assert "8613900100000" not in json.dumps(noted)
    labels = {"method": "GET", "route": "/things/{id}", "status": "200"}
    assert REGISTRY.get_sample_value("kaitong_http_seconds_count", labels)
