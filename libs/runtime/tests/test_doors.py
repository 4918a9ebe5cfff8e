"""A whole process: its doors, its health, what it tells operators, and how it is closed."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import grpc
import httpx
import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from boss.calls import ALLOWED
from boss.runtime.v1 import operations_pb2 as pb
from boss.runtime.v1.operations_pb2_grpc import OperationsServiceStub
from kernel.caller import SYSTEM
from kernel.errors import Invalid, Refusal
from launch.broker import Broker
from launch.postgres import Postgres
from runtime.database.migrations import run_migrations
from runtime.host.host import Host
from runtime.host.service import Parts, Plumbing, Service
from runtime.messaging.listener import Listener, Received
from runtime.messaging.outbox import Outgoing
from runtime.rpc.caller import Channels
from runtime.rpc.refusals import answered
from runtime.rpc.server import Answering
from runtime.rpc.signing import TOKEN, Signer, read_call_key
from runtime.settings.service_settings import ServiceSettings

TOPIC = "boss.said.v1"
METHOD = "/boss.trial.v1.GreetingService/Greet"
SERVING = health_pb2.HealthCheckResponse.SERVING
Eventually = Callable[[Callable[[], Awaitable[bool]]], Awaitable[None]]


class Trial:
    """A service that says what it was asked, and hears itself say it."""

    def __init__(self, words: Any) -> None:
        self.words = words
        self.is_in_hand = asyncio.Event()
        self.heard: list[str] = []
        self.closed: list[str] = []
        self.http: Any = None

    def build(self, plumbing: Plumbing) -> Parts:
        self.plumbing = plumbing
        self.answering = Answering(plumbing.database)
        return Parts(
            servicers=[(self.add, self)],
            listeners=[Listener(TOPIC, {self.words.Said: self.hear})],
            http=self.http,
            closing=[self.close],
        )

    def add(self, servicer: Any, server: Any) -> None:
        handler = grpc.unary_unary_rpc_method_handler(
            self.greet,
            request_deserializer=self.words.Greet.FromString,
            response_serializer=self.words.Greeted.SerializeToString,
        )
        generic = grpc.method_handlers_generic_handler(METHOD.split("/")[1], {"Greet": handler})
        server.add_generic_rpc_handlers((generic,))

    async def greet(self, request: Any, context: Any) -> Any:
        async def act() -> Any:
            said = self.words.Said(order_id=request.order_id, text=request.text)
            async with self.plumbing.database.transaction() as connection:
                await self.plumbing.outbox.put(
                    connection,
                    [Outgoing(TOPIC, request.order_id, said)],
                    now=self.plumbing.clock.now(),
                )
            if request.text == "slow":
                self.is_in_hand.set()
                await asyncio.sleep(0.3)
            return self.words.Greeted(text="said")

        return await self.answering.once(request, self.words.Greeted, act)

    async def hear(self, heard: Sequence[Received]) -> None:
        for each in heard:
            if each.message.text.startswith("wrong"):
                raise ValueError(each.message.text)
        self.heard += [each.message.text for each in heard]

    async def close(self) -> None:
        self.closed.append("closed")


@pytest.fixture
def trial(words: Any, monkeypatch: pytest.MonkeyPatch) -> Trial:
    everybody = {method: callers | {"gateway"} for method, callers in ALLOWED.items()}
    allowed = {METHOD: frozenset({"gateway"}), **everybody}
    monkeypatch.setattr("runtime.host.answerer.ALLOWED", allowed)
    return Trial(words)


@pytest.fixture
def at_broker(settings: ServiceSettings, broker: Broker) -> ServiceSettings:
    broker.create_topic(TOPIC, partitions=2)
    broker.create_topic(f"{TOPIC}.runtime.dlq", partitions=1)
    return settings.model_copy(
        update={
            "kafka": broker.bootstrap,
            "broker_epoch": broker.epoch,
            "clock": "settable",
        }
    )


@asynccontextmanager
async def living(
    trial: Trial, settings: ServiceSettings, door: str = "all"
) -> AsyncIterator[Host[ServiceSettings]]:
    host = Host(Service("runtime", ServiceSettings, trial.build), settings, door)
    staying = asyncio.create_task(host.stay())
    opening = asyncio.create_task(host.is_open.wait())
    await asyncio.wait([staying, opening], return_when=asyncio.FIRST_COMPLETED, timeout=20)
    opening.cancel()
    if staying.done():
        await staying
    try:
        yield host
    finally:
        host.stop()
        await staying


class Asking:
    """The gateway, as it calls the service of a host."""

    def __init__(self, host: Host[ServiceSettings], settings: ServiceSettings, words: Any) -> None:
        where = {"runtime": f"127.0.0.1:{host.ports['grpc']}"}
        self.channels = Channels(settings.model_copy(update={"service": "gateway", "peers": where}))
        self.operations: Any = OperationsServiceStub(self.channels["runtime"])
        self.words = words

    async def greet(self, said: str, *, order_id: str = "order", text: str = "") -> Any:
        call = self.channels["runtime"].unary_unary(
            METHOD,
            request_serializer=self.words.Greet.SerializeToString,
            response_deserializer=self.words.Greeted.FromString,
        )
        request = self.words.Greet(request_id=said, order_id=order_id, text=text or said)
        return await answered(call(request))


async def probe(host: Host[ServiceSettings], name: str) -> int:
    async with grpc.aio.insecure_channel(f"127.0.0.1:{host.ports['health']}") as channel:
        stub = health_pb2_grpc.HealthStub(channel)
        answer = await stub.Check(health_pb2.HealthCheckRequest(service=name), timeout=5)
    return int(answer.status)


async def test_an_orders_way_is_told_over_a_call_and_a_topic(
    trial: Trial, at_broker: ServiceSettings, eventually: Eventually
) -> None:
    async with living(trial, at_broker) as host:
        asking = Asking(host, at_broker, trial.words)
        await asking.greet("hello", order_id="order 7")

        async def is_told() -> bool:
            found = await asking.operations.ListSpans(pb.ListSpansRequest(order_id="order 7"))
            return len(found.spans) >= 2

        await eventually(is_told)
        told = (await asking.operations.ListSpans(pb.ListSpansRequest(order_id="order 7"))).spans
        await asking.channels.close()

    answer, hear = told
    assert (answer.name, answer.kind, answer.service) == (METHOD, "server", "runtime")
    assert (hear.name, hear.kind) == ("handle Said", "consumer")
    assert hear.trace_id == answer.trace_id
    assert hear.parent_span_id == answer.span_id
    assert trial.heard == ["hello"]


async def test_operators_see_what_is_parked_and_have_it_handled_again(
    trial: Trial, at_broker: ServiceSettings, eventually: Eventually, monkeypatch: Any
) -> None:
    async with living(trial, at_broker) as host:
        asking = Asking(host, at_broker, trial.words)
        operations = asking.operations
        for said in ("wrong", "later"):
            await asking.greet(said)

        async def are_parked() -> bool:
            return int((await operations.ListParked(pb.ListParkedRequest())).total) == 2

        await eventually(are_parked)
        first = (await operations.ListParked(pb.ListParkedRequest())).parked[0]
        shown = await operations.ShowParked(pb.ShowParkedRequest(id=first.id))
        with pytest.raises(Refusal, match="Say why"):
            await answered(operations.RedriveParked(pb.RedriveParkedRequest(id=first.id)))
        failed = await operations.RedriveParked(pb.RedriveParkedRequest(id=first.id, reason="try"))
        await operations.DropParked(pb.DropParkedRequest(id=first.id, reason="never right"))
        handled = await operations.RedriveParked(
            pb.RedriveParkedRequest(topic=TOPIC, reason="next")
        )
        totals = await operations.Totals(pb.TotalsRequest())
        await asking.channels.close()

    assert "wrong" in shown.payload_json
    assert (first.cause, first.behind) == ("ValueError: wrong", False)
    assert (failed.handled, failed.still_parked) == (0, 2)
    assert (handled.handled, handled.still_parked) == (1, 0)
    assert trial.heard == ["later"]
    counted = {(each.topic, each.kind): each.count for each in totals.totals}
    assert counted[(TOPIC, "said")] == 2
    assert counted[(TOPIC, "dropped")] == 1
    assert counted[(TOPIC, "redriven")] == 1


async def test_an_event_whose_fault_cannot_be_kept_as_it_is_said_is_parked_all_the_same(
    trial: Trial, at_broker: ServiceSettings, eventually: Eventually
) -> None:
    """What it was refused for may quote it; PostgreSQL keeps no NUL."""
    async with living(trial, at_broker) as host:
        asking = Asking(host, at_broker, trial.words)
        await asking.greet("first", text="wrong \0 moon")

        async def is_parked() -> bool:
            return int((await asking.operations.ListParked(pb.ListParkedRequest())).total) >= 1

        await eventually(is_parked)
        first = (await asking.operations.ListParked(pb.ListParkedRequest())).parked[0]
        again = await asking.operations.RedriveParked(
            pb.RedriveParkedRequest(id=first.id, reason="try")
        )
        await asking.channels.close()

    assert first.cause == "ValueError: wrong \ufffd moon"
    assert again.handled == 0


async def test_a_parked_event_of_garbage_is_shown_as_its_bytes(
    trial: Trial, at_broker: ServiceSettings
) -> None:
    async with living(trial, at_broker) as host:
        asking = Asking(host, at_broker, trial.words)
        async with trial.plumbing.database.transaction() as connection:
            await connection.exec_driver_sql(
                "INSERT INTO parked_message (topic, key, message_id, event_type, partition,"
                " record_offset, recorded_at, headers, payload, cause, behind) VALUES"
                " ($1, 'k', gen_random_uuid(), $2, 0, 0, now(), '{}', $3, 'garbage', false)",
                (TOPIC, trial.words.Said.DESCRIPTOR.full_name, b"\xff\xff\xff"),
            )
        parked = (await asking.operations.ListParked(pb.ListParkedRequest())).parked[0]
        shown = await answered(asking.operations.ShowParked(pb.ShowParkedRequest(id=parked.id)))
        await asking.channels.close()

    assert shown.payload_json == ""
    assert shown.payload == b"\xff\xff\xff"


async def test_a_moved_clock_is_business_time_and_the_service_falls_quiet(
    trial: Trial, at_broker: ServiceSettings, eventually: Eventually
) -> None:
    moment = Timestamp()
    moment.FromDatetime(datetime(2031, 5, 1, tzinfo=UTC))
    async with living(trial, at_broker) as host:
        asking = Asking(host, at_broker, trial.words)
        await asking.operations.SetClock(pb.SetClockRequest(instant=moment))
        await asking.greet("hello")

        async def is_quiet() -> bool:
            return bool((await asking.operations.Quiet(pb.QuietRequest())).quiet)

        await eventually(is_quiet)
        quiet = await asking.operations.Quiet(pb.QuietRequest())
        async with trial.plumbing.database.reading() as connection:
            said = (
                await connection.exec_driver_sql("SELECT occurred_at FROM outbox_sent")
            ).scalar()
        await asking.channels.close()

    assert trial.heard == ["hello"]
    assert quiet.now == moment
    assert said == datetime(2031, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize("asked", [Timestamp(seconds=2**62), Timestamp(seconds=-1), Timestamp()])
async def test_a_clock_is_not_moved_out_of_our_century(
    trial: Trial, at_broker: ServiceSettings, asked: Timestamp
) -> None:
    async with living(trial, at_broker) as host:
        asking = Asking(host, at_broker, trial.words)
        with pytest.raises(Invalid) as refused:
            await answered(asking.operations.SetClock(pb.SetClockRequest(instant=asked)))
        with pytest.raises(Invalid) as misread:
            await answered(asking.operations.ListParked(pb.ListParkedRequest(limit=-1)))
        await asking.channels.close()

    assert (refused.value.code, refused.value.field) == ("FIELD_NOT_VALID", "instant")
    assert (misread.value.code, misread.value.field) == ("FIELD_NOT_VALID", "limit")


async def test_a_service_is_alive_but_not_ready_until_its_schema_is_there(
    trial: Trial, at_broker: ServiceSettings, postgres: Postgres, eventually: Eventually
) -> None:
    empty = at_broker.model_copy(update={"database_url": postgres.fresh_database("runtime")})
    host = Host(Service("runtime", ServiceSettings, trial.build), empty, "api")
    staying = asyncio.create_task(host.stay())

    async def answers() -> bool:
        return "health" in host.ports

    await eventually(answers)
    await asyncio.sleep(0.3)
    before = [await probe(host, name) for name in ("startup", "ready", "live")]
    await asyncio.to_thread(run_migrations, empty, "runtime")

    async def is_ready() -> bool:
        return await probe(host, "ready") == int(SERVING)

    await eventually(is_ready)
    after = [await probe(host, name) for name in ("startup", "ready", "live")]
    host.stop()
    await staying

    assert [each == SERVING for each in before] == [False, False, True]
    assert [each == SERVING for each in after] == [True, True, True]


async def test_a_call_in_flight_is_answered_and_said_before_the_house_closes(
    trial: Trial, at_broker: ServiceSettings
) -> None:
    async with living(trial, at_broker) as host:
        asking = Asking(host, at_broker, trial.words)
        call = asyncio.create_task(asking.greet("slow"))
        await trial.is_in_hand.wait()
        host.stop()
        answer = await call
        await asking.channels.close()

    assert answer.text == "said"
    assert trial.closed == ["closed"]


def signed(settings: ServiceSettings) -> tuple[tuple[str, str], ...]:
    """Metadata of somebody with the key that signs calls."""
    signer = Signer(read_call_key(settings.call_key_file), service="bossctl")
    return ((TOKEN, signer.sign(SYSTEM, audience=settings.service)),)


async def asked_what_there_is(
    channel: grpc.aio.Channel, metadata: tuple[tuple[str, str], ...]
) -> list[reflection_pb2.ServerReflectionResponse]:
    stub: Any = reflection_pb2_grpc.ServerReflectionStub(channel)
    question = reflection_pb2.ServerReflectionRequest(list_services="")
    answers = stub.ServerReflectionInfo(iter([question]), metadata=metadata)
    return [answer async for answer in answers]


async def test_reflection_is_off_unless_it_is_turned_on(
    trial: Trial, at_broker: ServiceSettings
) -> None:
    async with (
        living(trial, at_broker, "api") as host,
        grpc.aio.insecure_channel(f"127.0.0.1:{host.ports['grpc']}") as channel,
    ):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await asked_what_there_is(channel, signed(at_broker))

    assert refused.value.code() is grpc.StatusCode.UNIMPLEMENTED


async def test_reflection_tells_the_services_where_it_is_turned_on_to_who_can_sign(
    trial: Trial, at_broker: ServiceSettings
) -> None:
    open_minded = at_broker.model_copy(update={"reflection": True})
    async with (
        living(trial, open_minded, "api") as host,
        grpc.aio.insecure_channel(f"127.0.0.1:{host.ports['grpc']}") as channel,
    ):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await asked_what_there_is(channel, ())
        answers = await asked_what_there_is(channel, signed(at_broker))

    assert refused.value.code() is grpc.StatusCode.UNAUTHENTICATED
    names = {each.name for each in answers[0].list_services_response.service}
    assert names >= {"boss.runtime.v1.OperationsService", "boss.trial.v1.GreetingService"}


async def test_doors_open_only_what_they_are_for(trial: Trial, at_broker: ServiceSettings) -> None:
    async with living(trial, at_broker, "relay") as relay:
        opened = set(relay.ports)
    async with living(trial, at_broker, "api") as api:
        page = await asyncio.to_thread(read, f"http://127.0.0.1:{api.ports['metrics']}/metrics")
        everything = set(api.ports)

    assert opened == {"health", "metrics"}
    assert everything == {"health", "metrics", "grpc"}
    assert "kaitong_outbox_waiting" in page


async def test_a_web_application_is_served_beside_the_calls(
    trial: Trial, at_broker: ServiceSettings
) -> None:
    async def hello(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"hello"})

    trial.http = hello
    before = signal.getsignal(signal.SIGTERM)
    async with living(trial, at_broker, "api") as host:
        page = await asyncio.to_thread(read, f"http://127.0.0.1:{host.ports['http']}/")
        kept = signal.getsignal(signal.SIGTERM)

    assert page == "hello"
    assert kept == before


async def test_a_taken_web_port_says_which_knob_to_turn(
    trial: Trial, at_broker: ServiceSettings
) -> None:
    async def nothing(scope: Any, receive: Any, send: Any) -> None:
        """Answer nothing."""

    trial.http = nothing
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = at_broker.model_copy(update={"http_port": other.getsockname()[1]})

        with pytest.raises(BaseExceptionGroup) as told:
            async with living(trial, taken, "api"):
                pass

    assert "BOSS_HTTP_PORT" in str(told.value.exceptions)


def read(address: str) -> str:
    return httpx.get(address, timeout=5).text


PROGRAM = """
import sys
from runtime.host.doors import Parts, Service, main
from runtime.settings.service_settings import ServiceSettings
raise SystemExit(main(Service("runtime", ServiceSettings, lambda plumbing: Parts()), sys.argv))
"""


async def run(
    tmp_path: Path, door: str, *more: str, **environment: str
) -> asyncio.subprocess.Process:
    program = tmp_path / "program.py"
    if not program.exists():
        program.write_text(PROGRAM)
    return await asyncio.create_subprocess_exec(
        sys.executable,
        program,
        door,
        *more,
        env={"PATH": os.environ["PATH"], "BOSS_LOG_FORMAT": "console", **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def test_a_process_that_is_told_to_stop_stops_in_order(
    tmp_path: Path, at_broker: ServiceSettings
) -> None:
    process = await run(
        tmp_path,
        "relay",
        BOSS_DATABASE_URL=at_broker.database_url,
        BOSS_KAFKA=at_broker.kafka,
        BOSS_CALL_KEY_FILE=str(at_broker.call_key_file),
        BOSS_EMBEDDED_BROKER="true",
    )
    assert process.stderr is not None
    while b"open" not in (line := await process.stderr.readline()):
        assert line, "it ended before it was open"

    process.send_signal(signal.SIGTERM)
    rest = await process.stderr.read()

    assert await process.wait() == 0, rest.decode()
    assert b"closed" in rest


@pytest.mark.parametrize(
    ("door", "said"),
    [
        ("window", b"Say which door to open"),
        ("api", b"BOSS_DATABASE_URL: Field required"),
    ],
)
async def test_a_door_that_cannot_be_opened_says_what_to_do(
    tmp_path: Path, door: str, said: bytes
) -> None:
    process = await run(tmp_path, door)

    _, told = await process.communicate()

    assert process.returncode == 2
    assert said in told
    assert b"Traceback" not in told


async def test_going_back_tells_how_without_an_environment(tmp_path: Path) -> None:
    process = await run(tmp_path, "rewind", "--help")

    said, complained = await process.communicate()

    assert process.returncode == 0
    assert b"rewind MOMENT" in said
    assert b"RFC 3339" in said
    assert complained == b""


async def test_migrating_a_database_that_is_away_says_what_to_do(
    tmp_path: Path, call_key: Path
) -> None:
    process = await run(
        tmp_path,
        "migrate",
        BOSS_DATABASE_URL="postgresql+asyncpg://role:hidden@127.0.0.1:1/database",
        BOSS_KAFKA="127.0.0.1:1",
        BOSS_CALL_KEY_FILE=str(call_key),
    )

    _, told = await process.communicate()

    assert process.returncode == 2
    assert b"Is PostgreSQL running" in told
    assert b"hidden" not in told
    assert b"Traceback" not in told


async def test_a_door_that_lacks_a_file_does_not_blame_the_database(
    tmp_path: Path, at_broker: ServiceSettings
) -> None:
    (tmp_path / "program.py").write_text(PROGRAM.replace("Parts()", "open('/nowhere/at/all')"))
    process = await run(
        tmp_path,
        "api",
        BOSS_DATABASE_URL=at_broker.database_url,
        BOSS_KAFKA=at_broker.kafka,
        BOSS_CALL_KEY_FILE=str(at_broker.call_key_file),
    )

    _, told = await process.communicate()

    assert process.returncode == 2
    assert b"/nowhere/at/all" in told
    assert b"PostgreSQL" not in told


async def test_migrating_waits_for_a_database_that_is_still_being_made(
    tmp_path: Path, postgres: Postgres, call_key: Path
) -> None:
    late = postgres.url("made_late", "runtime")
    process = await run(
        tmp_path,
        "migrate",
        BOSS_DATABASE_URL=late,
        BOSS_DATABASE_WAIT_SECONDS="60",
        BOSS_KAFKA="127.0.0.1:1",
        BOSS_CALL_KEY_FILE=str(call_key),
    )
    assert process.stderr is not None
    waiting = await process.stderr.readline()
    await asyncio.to_thread(postgres.sql, "CREATE DATABASE made_late OWNER runtime")

    rest = await process.stderr.read()

    assert b"waits for the database" in waiting
    assert await process.wait() == 0, rest.decode()


@pytest.mark.parametrize(("door", "runs"), [("api", 0), ("relay", 0), ("work", 1)])
async def test_what_wakes_the_works_runs_only_where_they_are_carried_out(
    trial: Trial, at_broker: ServiceSettings, door: str, runs: int
) -> None:
    woken: list[str] = []

    async def wakes() -> None:
        woken.append(door)
        await asyncio.Event().wait()

    def build(plumbing: Plumbing) -> Parts:
        return replace(trial.build(plumbing), beside_work={"waker": wakes})

    host = Host(Service("runtime", ServiceSettings, build), at_broker, door)
    staying = asyncio.create_task(host.stay())
    await host.is_open.wait()
    await asyncio.sleep(0)
    host.stop()
    await staying

    assert len(woken) == runs


async def test_a_taken_port_says_which_knob_to_turn(
    trial: Trial, at_broker: ServiceSettings
) -> None:
    async with living(trial, at_broker, "api") as host:
        taken = at_broker.model_copy(update={"grpc_port": host.ports["grpc"]})

        with pytest.raises(BaseExceptionGroup) as told:
            async with living(Trial(trial.words), taken, "api"):
                pass

    assert "BOSS_GRPC_PORT" in str(told.value.exceptions)
