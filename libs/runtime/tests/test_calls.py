"""Calls between services: who may, until when, answered once, refused both ways."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from boss.runtime.v1.operations_pb2 import ListParkedResponse, Parked
from kernel.caller import SYSTEM, Caller
from kernel.errors import Invalid, NotAllowed, NotFound, Refusal, Stale
from runtime.database.database import Database
from runtime.errors import Misconfigured, TransientError, Unanswered
from runtime.rpc.caller import Channels
from runtime.rpc.calling import acting, calling_service, current_caller
from runtime.rpc.deadline import seconds_left, waiting_for
from runtime.rpc.keepable import unkeepable
from runtime.rpc.refusals import answered, refusal_of
from runtime.rpc.server import Answering, RpcServer
from runtime.rpc.signing import Signer, read_call_key
from runtime.settings.service_settings import ServiceSettings

GREET = "/boss.trial.v1.GreetingService/Greet"
CLERK = Caller("clerk 7", frozenset({"clerk"}), "hall", "customer 1", staff=True)


@dataclass
class Greeting:
    """A servicer that does what a test wants."""

    act: Callable[[Any], Awaitable[Any]]
    asked: list[tuple[str, Caller, float | None]] = field(default_factory=list)

    async def answer(self, request: Any, context: Any) -> Any:
        self.asked.append((calling_service(), current_caller(), seconds_left()))
        return await self.act(request)


@dataclass
class Call:
    """One service that answers and one that asks."""

    greeting: Greeting
    channels: Channels
    settings: ServiceSettings
    words: Any

    async def greet(self, said: str = "", *, request_id: str = "", seconds: float = 5) -> Any:
        stub = self.channels["runtime"].unary_unary(
            GREET,
            request_serializer=self.words.Greet.SerializeToString,
            response_deserializer=self.words.Greeted.FromString,
        )
        request = self.words.Greet(text=said, request_id=request_id)
        return await answered(stub(request, timeout=seconds))


@pytest.fixture
async def call(settings: ServiceSettings, words: Any) -> AsyncIterator[Call]:
    async def greets(request: Any) -> Any:
        return words.Greeted(text=f"hello {request.text}")

    greeting = Greeting(greets)

    def add(_: Any, server: Any) -> None:
        handler = grpc.unary_unary_rpc_method_handler(
            greeting.answer,
            request_deserializer=words.Greet.FromString,
            response_serializer=words.Greeted.SerializeToString,
        )
        generic = grpc.method_handlers_generic_handler(GREET.split("/")[1], {"Greet": handler})
        server.add_generic_rpc_handlers((generic,))

    allowed = {GREET: frozenset({"gateway"})}
    server = RpcServer(settings, [(add, None)], allowed=allowed)
    port = await server.start()
    asking = settings.model_copy(
        update={"service": "gateway", "peers": {"runtime": f"127.0.0.1:{port}"}}
    )
    channels = Channels(asking)
    yield Call(greeting, channels, asking, words)
    await channels.close()
    await server.stop(0)


async def test_a_call_carries_who_asks_and_for_whom(call: Call) -> None:
    with acting(CLERK):
        answer = await call.greet("Anna")

    assert answer.text == "hello Anna"
    assert call.greeting.asked[0][:2] == ("gateway", CLERK)


async def test_a_service_that_is_not_on_the_list_may_not_call(call: Call) -> None:
    stranger = Channels(call.settings.model_copy(update={"service": "billing"}))
    call.channels = stranger

    with pytest.raises(Refusal) as refused:
        await call.greet()

    assert refused.value.code == "CALLER_NOT_ALLOWED"
    assert call.greeting.asked == []
    await stranger.close()


async def test_a_call_signed_with_another_key_is_not_answered(call: Call, tmp_path: Path) -> None:
    other = tmp_path / "other.key"
    other.write_bytes(b"x" * 40)
    call.channels = Channels(call.settings.model_copy(update={"call_key_file": other}))

    with pytest.raises(Refusal) as refused:
        await call.greet()

    assert refused.value.code == "NOT_SIGNED"
    assert call.greeting.asked == []
    await call.channels.close()


async def test_a_call_that_is_not_signed_is_unauthenticated(call: Call) -> None:
    address = call.settings.peers["runtime"]
    async with grpc.aio.insecure_channel(address) as channel:
        bare: Any = channel.unary_unary(GREET)
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await bare(b"", timeout=5)

    assert refused.value.code() is grpc.StatusCode.UNAUTHENTICATED


def test_a_signature_holds_for_one_service_only(call_key: Path) -> None:
    key = read_call_key(call_key)
    token = Signer(key, service="gateway").sign(CLERK, audience="orders")

    assert Signer(key, service="orders").verify(token).actor == CLERK
    with pytest.raises(NotAllowed):
        Signer(key, service="billing").verify(token)


def test_while_a_key_is_exchanged_both_verify_and_the_first_signs(tmp_path: Path) -> None:
    old, new, both = (tmp_path / name for name in ("old.key", "new.key", "both.key"))
    old.write_text("0" * 64)
    new.write_text("1" * 64 + "\n")
    both.write_text(f"{old.read_text()}\n{new.read_text()}")
    before, after = (Signer(read_call_key(one), service="orders") for one in (old, new))
    between = Signer(read_call_key(both), service="orders")

    for signer in (before, after, between):
        token = signer.sign(CLERK, audience="orders")
        assert between.verify(token).actor == CLERK
    assert before.verify(between.sign(CLERK, audience="orders")).actor == CLERK
    with pytest.raises(NotAllowed):
        after.verify(between.sign(CLERK, audience="orders"))


def test_random_octets_are_one_key_whatever_is_among_them(tmp_path: Path) -> None:
    path = tmp_path / "call.key"
    path.write_bytes(b"\xff" * 20 + b"\n" + b"\x01" * 20)

    assert len(read_call_key(path)) == 1


def test_each_of_several_keys_is_long_enough(tmp_path: Path) -> None:
    path = tmp_path / "call.key"
    path.write_text("0" * 64 + "\n" + "1" * 8)

    with pytest.raises(Misconfigured):
        read_call_key(path)


def test_a_signature_expires(call_key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = read_call_key(call_key)
    monkeypatch.setattr("runtime.rpc.signing.LIFE_SECONDS", -1)
    token = Signer(key, service="gateway").sign(CLERK, audience="orders")

    with pytest.raises(NotAllowed):
        Signer(key, service="orders").verify(token)


def test_a_short_key_is_no_key(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"short")

    with pytest.raises(Misconfigured, match="shorter"):
        read_call_key(path)
    with pytest.raises(Misconfigured, match="BOSS_CALL_KEY_FILE"):
        read_call_key(tmp_path / "missing")


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (NotFound("NO_SUCH_SUBSCRIBER", "Nobody has it."), grpc.StatusCode.NOT_FOUND),
        (NotAllowed("IS_TERMINATED", "It ended."), grpc.StatusCode.FAILED_PRECONDITION),
        (Stale("CHANGED_MEANWHILE", "Read again."), grpc.StatusCode.ABORTED),
        (Refusal("OPEN_ORDER_EXISTS", "Wait."), grpc.StatusCode.FAILED_PRECONDITION),
        (Refusal("NOT_YOURS", "No."), grpc.StatusCode.PERMISSION_DENIED),
        (Refusal("BAD_MSISDN", "11 digits.", field="msisdn"), grpc.StatusCode.INVALID_ARGUMENT),
    ],
)
async def test_a_refusal_comes_out_as_it_went_in(
    call: Call, refusal: Refusal, status: grpc.StatusCode
) -> None:
    async def refuses(_: Any) -> Any:
        raise refusal

    call.greeting.act = refuses

    with pytest.raises(Refusal) as refused:
        await call.greet()

    told = refused.value
    assert type(told) is type(refusal)
    assert (told.code, told.sentence, told.field) == (
        refusal.code,
        refusal.sentence,
        refusal.field,
    )
    cause = told.__cause__
    assert isinstance(cause, grpc.aio.AioRpcError)
    assert cause.code() is status


async def test_a_fault_of_ours_tells_nothing_of_itself(call: Call) -> None:
    async def breaks(_: Any) -> Any:
        raise KeyError("secret of Anna")

    call.greeting.act = breaks

    with pytest.raises(Unanswered) as told:
        await call.greet()

    assert "Anna" not in str(told.value)
    assert isinstance(told.value.__cause__, grpc.aio.AioRpcError)
    assert refusal_of(told.value.__cause__) is None


async def test_what_may_succeed_later_is_asked_again(call: Call) -> None:
    answers: list[Any] = [TransientError("busy"), TransientError("busy")]

    async def is_busy(_: Any) -> Any:
        if answers:
            raise answers.pop()
        return call.words.Greeted(text="at last")

    call.greeting.act = is_busy

    assert (await call.greet()).text == "at last"
    assert len(call.greeting.asked) == 3


async def test_a_call_ends_at_its_deadline_and_is_unanswered(call: Call) -> None:
    async def sleeps(_: Any) -> Any:
        await asyncio.sleep(30)

    call.greeting.act = sleeps

    async with asyncio.timeout(5):
        with pytest.raises(Unanswered, match="DEADLINE_EXCEEDED"):
            await call.greet(seconds=0.3)


async def test_a_call_waits_no_longer_than_who_asked_us(call: Call) -> None:
    with waiting_for(1.0):
        await call.greet(seconds=30)

    left = call.greeting.asked[0][2]
    assert left is not None
    assert left < 1.0


async def test_a_service_whose_address_is_unknown_says_how_to_give_it(call: Call) -> None:
    with pytest.raises(Misconfigured, match="BOSS_PEERS"):
        call.channels["care"]


@pytest.fixture
async def answering(call: Call, database: Database) -> Call:
    base = Answering(database)
    async with database.transaction() as connection:
        await connection.exec_driver_sql("CREATE TABLE greeted (said text)")

    async def greets_once(request: Any) -> Any:
        async def act() -> Any:
            async with database.transaction() as connection:
                await connection.exec_driver_sql("INSERT INTO greeted VALUES ($1)", (request.text,))
            if request.text == "nobody":
                raise Refusal("NOBODY", "Nobody is greeted.")
            return call.words.Greeted(text=f"hello {request.text}")

        return await base.once(request, call.words.Greeted, act)

    call.greeting.act = greets_once
    return call


async def greeted(database: Database) -> int:
    async with database.reading() as connection:
        return int((await connection.exec_driver_sql("SELECT count(*) FROM greeted")).scalar_one())


async def test_a_command_asked_twice_is_done_once(answering: Call, database: Database) -> None:
    first = await answering.greet("Anna", request_id="one")
    second = await answering.greet("Anna", request_id="one")

    assert first == second
    assert await greeted(database) == 1


async def test_a_command_asked_twice_at_once_is_done_once(
    answering: Call, database: Database
) -> None:
    answers = await asyncio.gather(*(answering.greet("Anna", request_id="one") for _ in range(8)))

    assert {answer.text for answer in answers} == {"hello Anna"}
    assert await greeted(database) == 1


async def test_an_id_used_for_another_request_is_refused(
    answering: Call, database: Database
) -> None:
    await answering.greet("Anna", request_id="one")

    with pytest.raises(Refusal) as refused:
        await answering.greet("Boris", request_id="one")

    assert (refused.value.code, refused.value.field) == ("REQUEST_ID_REUSED", "request_id")
    assert await greeted(database) == 1


async def test_a_refused_command_changes_nothing(answering: Call, database: Database) -> None:
    with pytest.raises(Refusal) as refused:
        await answering.greet("nobody", request_id="one")

    assert refused.value.code == "NOBODY"
    assert await greeted(database) == 0


async def test_a_command_without_an_id_is_refused(answering: Call) -> None:
    with pytest.raises(Refusal) as refused:
        await answering.greet("Anna")

    assert refused.value.code == "FIELD_MISSING"


@pytest.mark.parametrize("request_id", ["one\0", "two\n", "x" * 201])
async def test_an_id_that_cannot_be_one_is_refused(answering: Call, request_id: str) -> None:
    with pytest.raises(Invalid) as refused:
        await answering.greet("Anna", request_id=request_id)

    assert (refused.value.code, refused.value.field) == ("FIELD_NOT_VALID", "request_id")


@pytest.mark.parametrize("octets", [b"\xff" * 12, b"\x1a\x02\xff\xfe", b"\x1a\x7f"])
async def test_octets_that_are_no_message_are_refused(call: Call, octets: bytes) -> None:
    bare: Any = call.channels["runtime"].unary_unary(GREET)

    with pytest.raises(Invalid) as refused:
        await answered(bare(octets, timeout=5))

    assert refused.value.code == "NOT_A_MESSAGE"
    assert call.greeting.asked == []


async def test_what_no_database_keeps_is_refused_with_its_field(
    answering: Call, database: Database
) -> None:
    with pytest.raises(Invalid) as refused:
        await answering.greet("An\0na", request_id="one")

    assert (refused.value.code, refused.value.field) == ("FIELD_NOT_VALID", "text")
    assert await greeted(database) == 0


async def test_a_refusal_that_repeats_much_still_arrives(call: Call) -> None:
    async def refuses(_: Any) -> Any:
        raise Refusal("NO_SUCH_TEXT", "安" * 100_000, field="x" * 100_000)

    call.greeting.act = refuses

    with pytest.raises(Refusal) as refused:
        await call.greet()

    assert refused.value.code == "NO_SUCH_TEXT"
    assert refused.value.sentence.startswith("安安")


async def test_a_sentence_that_says_what_to_do_at_length_arrives_whole(call: Call) -> None:
    sentence = "Record a proof of the holder. " * 25

    async def refuses(_: Any) -> Any:
        raise Refusal("NO_SUCH_TEXT", sentence)

    call.greeting.act = refuses

    with pytest.raises(Refusal) as refused:
        await call.greet()

    assert refused.value.sentence == sentence


def test_a_moment_no_calendar_has_cannot_be_kept() -> None:
    parked = Parked(parked_at=Timestamp(seconds=2**62))

    fault = unkeepable(ListParkedResponse(parked=[Parked(), parked]))

    assert fault is not None
    assert fault.field == "parked[1].parked_at"


def test_all_that_is_said_in_earnest_can_be_kept() -> None:
    moment = Timestamp(seconds=1_800_000_000, nanos=5)

    assert unkeepable(Parked(id=2**63 - 1, topic="李安娜", parked_at=moment)) is None


def test_through_the_tool_operators_act_and_are_marked(tmp_path: Path) -> None:
    key = secrets.token_bytes(32)
    tool, orders = Signer(key, service="bossctl"), Signer(key, service="orders")
    anna = Caller("anna", frozenset({"operations"}), "system", staff=True)

    shown = [orders.verify(tool.sign(one, audience="orders")) for one in (anna, SYSTEM)]
    again = replace(anna, id="anna (bossctl)")

    assert [one.actor.id for one in shown] == ["anna (bossctl)", "system (bossctl)"]
    assert SYSTEM not in [one.actor for one in shown]
    assert orders.verify(tool.sign(again, audience="orders")).actor == again


@pytest.mark.parametrize(
    "claim",
    [
        {"customer_id": "them"}, {"channel": "bank"}, {"channel": "hall"},
        {"roles": frozenset({"supervisor"})}, {"roles": frozenset({"operations", "customer"})},
    ],
)  # fmt: skip
def test_through_the_tool_nobody_is_a_customer_a_clerk_or_a_partner(claim: dict[str, Any]) -> None:
    key = secrets.token_bytes(32)
    anna = Caller("anna", frozenset({"operations"}), "system", staff=True)
    token = Signer(key, service="bossctl").sign(replace(anna, **claim), audience="orders")

    with pytest.raises(NotAllowed) as refusal:
        Signer(key, service="orders").verify(token)

    assert refusal.value.code == "CALLER_NOT_ALLOWED"
