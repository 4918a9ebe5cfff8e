"""Flooding the gRPC door: nothing of a stranger is parsed, and nobody takes it all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import grpc
import pytest
from prometheus_client import REGISTRY

from kernel.caller import SYSTEM
from kernel.errors import TryLater
from runtime.rpc.caller import Channels
from runtime.rpc.refusals import answered
from runtime.rpc.server import RpcServer
from runtime.rpc.signing import TOKEN, Signer, read_call_key
from runtime.settings.service_settings import ServiceSettings

GREET = "/boss.trial.v1.GreetingService/Greet"


@dataclass
class Door:
    """A service that counts what it parsed, and answers when it may."""

    settings: ServiceSettings
    words: Any
    port: int = 0
    parsed: int = 0
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, _: Any, server: Any) -> None:
        def parse(octets: bytes) -> Any:
            self.parsed += 1
            return self.words.Greet.FromString(octets)

        async def answer(request: Any, context: Any) -> Any:
            await self.may_answer.wait()
            return self.words.Greeted(text=request.text)

        handler = grpc.unary_unary_rpc_method_handler(
            answer,
            request_deserializer=parse,
            response_serializer=self.words.Greeted.SerializeToString,
        )
        generic = grpc.method_handlers_generic_handler(GREET.split("/")[1], {"Greet": handler})
        server.add_generic_rpc_handlers((generic,))

    def signed(self, *, service: str = "gateway") -> tuple[tuple[str, str], ...]:
        signer = Signer(read_call_key(self.settings.call_key_file), service=service)
        return ((TOKEN, signer.sign(SYSTEM, audience=self.settings.service)),)

    async def send(self, octets: bytes, metadata: tuple[tuple[str, str], ...] = ()) -> Any:
        async with grpc.aio.insecure_channel(f"127.0.0.1:{self.port}") as channel:
            bare: Any = channel.unary_unary(GREET)
            return await bare(octets, metadata=metadata, timeout=5)

    def channels(self, service: str) -> Channels:
        told = {"service": service, "peers": {"runtime": f"127.0.0.1:{self.port}"}}
        return Channels(self.settings.model_copy(update=told))


@asynccontextmanager
async def opened(settings: ServiceSettings, words: Any, **knobs: Any) -> AsyncIterator[Door]:
    door = Door(settings.model_copy(update=knobs), words)
    allowed = {GREET: frozenset({"gateway", "orders"})}
    server = RpcServer(door.settings, [(door.add, None)], allowed=allowed)
    door.port = await server.start()
    yield door
    await server.stop(0)


def refused(reason: str, caller: str) -> float:
    labels = {"reason": reason, "caller": caller}
    return REGISTRY.get_sample_value("kaitong_rpc_refused_total", labels) or 0.0


@pytest.mark.parametrize(
    ("service", "status", "counted"),
    [
        ("", grpc.StatusCode.UNAUTHENTICATED, ("NOT_SIGNED", "unknown")),
        ("billing", grpc.StatusCode.PERMISSION_DENIED, ("CALLER_NOT_ALLOWED", "billing")),
    ],
)
async def test_what_is_not_let_in_is_refused_before_it_is_parsed(
    settings: ServiceSettings,
    words: Any,
    service: str,
    status: grpc.StatusCode,
    counted: tuple[str, str],
) -> None:
    before = refused(*counted)
    async with opened(settings, words, max_message_bytes=32 * 1024 * 1024) as door:
        fifteen_megabytes = words.Greet(text="x" * 15_000_000).SerializeToString()
        metadata = door.signed(service=service) if service else ()

        with pytest.raises(grpc.aio.AioRpcError) as error:
            await door.send(fifteen_megabytes, metadata)

    assert error.value.code() is status
    assert door.parsed == 0
    assert refused(*counted) == before + 1


async def test_a_stranger_is_refused_without_waiting_for_the_rest_of_what_they_send(
    settings: ServiceSettings, words: Any
) -> None:
    async with opened(settings, words) as door:
        address = f"127.0.0.1:{door.port}"
        async with grpc.aio.insecure_channel(address) as channel:
            never_sends: Any = channel.stream_unary(GREET)()

            async with asyncio.timeout(5):
                status = await never_sends.code()

    assert status is grpc.StatusCode.UNAUTHENTICATED


async def test_a_request_that_is_too_large_is_refused_whoever_signed_it(
    settings: ServiceSettings, words: Any
) -> None:
    async with opened(settings, words) as door:
        five_megabytes = words.Greet(text="x" * 5_000_000).SerializeToString()

        with pytest.raises(grpc.aio.AioRpcError) as error:
            await door.send(five_megabytes, door.signed())

    assert error.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert door.parsed == 0


async def test_one_service_does_not_take_the_place_of_all_others(
    settings: ServiceSettings, words: Any
) -> None:
    async with opened(settings, words, max_calls_of_one=2) as door:
        gateway, orders = door.channels("gateway"), door.channels("orders")

        def greet(channels: Channels) -> Any:
            stub = channels["runtime"].unary_unary(
                GREET,
                request_serializer=words.Greet.SerializeToString,
                response_deserializer=words.Greeted.FromString,
            )
            return asyncio.create_task(answered(stub(words.Greet(text="x"), timeout=5)))

        taken = [greet(gateway), greet(gateway)]
        while door.parsed < 2:  # noqa: ASYNC110 - it has no event
            await asyncio.sleep(0.01)
        with pytest.raises(TryLater) as too_many:
            await greet(gateway)
        other = greet(orders)
        door.may_answer.set()
        await asyncio.gather(*taken, other)
        await greet(gateway)
        await gateway.close()
        await orders.close()

    assert (too_many.value.code, too_many.value.seconds) == ("TOO_MANY_CALLS", 0.1)


async def test_a_connection_that_says_nothing_is_closed(
    settings: ServiceSettings, words: Any
) -> None:
    async with opened(settings, words, connect_seconds=0.5) as door:
        reader, writer = await asyncio.open_connection("127.0.0.1", door.port)

        async with asyncio.timeout(5):
            await reader.read()

        writer.close()


async def test_one_connection_too_many_is_closed_at_once(
    settings: ServiceSettings, words: Any
) -> None:
    async with opened(settings, words, max_connections=3) as door:
        first = [await asyncio.open_connection("127.0.0.1", door.port) for _ in range(3)]
        await asyncio.sleep(0.2)
        reader, writer = await asyncio.open_connection("127.0.0.1", door.port)

        async with asyncio.timeout(5):
            assert await reader.read() == b""

        for each in (writer, *(one for _, one in first)):
            each.close()
