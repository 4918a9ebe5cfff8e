"""The ports of probes and scrapers: nobody stands in them for long."""

import asyncio

import httpx
import pytest

from runtime.rpc.health import Health
from runtime.telemetry import exposition
from runtime.telemetry.exposition import MOST_AT_ONCE, serve_metrics


async def ended(reader: asyncio.StreamReader) -> None:
    async with asyncio.timeout(15):
        await reader.read()


@pytest.mark.parametrize("sent", [b"", b"GET /metrics HTTP/1.1\r\nHo"])
async def test_a_scraper_that_says_nothing_keeps_no_thread(
    monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(exposition._Handler, "timeout", 0.3)
    port, close = serve_metrics("127.0.0.1", 0)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)

    await ended(reader)

    writer.close()
    await asyncio.to_thread(close)


async def test_more_scrapers_than_threads_are_closed_and_the_next_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(exposition._Handler, "timeout", 3.0)
    port, close = serve_metrics("127.0.0.1", 0)
    silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(MOST_AT_ONCE)]
    await asyncio.sleep(0.2)
    one_more, writer = await asyncio.open_connection("127.0.0.1", port)
    async with asyncio.timeout(2):
        assert await one_more.read() == b""
    for reader, _ in silent:
        await ended(reader)

    async with httpx.AsyncClient() as client:
        page = await client.get(f"http://127.0.0.1:{port}/metrics")

    assert "process_open_fds" in page.text
    for each in (writer, *(one for _, one in silent)):
        each.close()
    await asyncio.to_thread(close)


async def test_a_prober_that_says_nothing_is_closed() -> None:
    health = Health()
    port = await health.start("127.0.0.1:0")
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    await ended(reader)

    writer.close()
    await health.stop()


async def test_probers_have_few_connections() -> None:
    health = Health()
    port = await health.start("127.0.0.1:0")
    first = [await asyncio.open_connection("127.0.0.1", port) for _ in range(64)]
    await asyncio.sleep(0.2)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async with asyncio.timeout(3):
        assert await reader.read() == b""

    for each in (writer, *(one for _, one in first)):
        each.close()
    await health.stop()
