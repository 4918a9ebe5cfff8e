"""One order alone, looked at from everywhere: what it made its processes do."""

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

import asyncpg  # type: ignore[import-untyped]  # it has no types

from bench.arrivals import Arrivals
from bench.counts import DESK, NETWORK, SETTLE, Counts, Sequel, heard_of
from bench.floor.setting import floor_topic
from bench.floor.town import PREFIX, Floor
from bench.ground import Ground
from bench.load import follow
from bench.said_log import Said, SaidLog
from bench.statement_log import Statement, StatementLog, by_database, written
from boss import topics
from boss.runtime.v1 import operations_pb2 as pb
from boss.runtime.v1.operations_pb2_grpc import OperationsServiceStub
from boss.topics import TOPICS
from kernel.caller import Caller
from runtime.rpc.caller import Channels
from runtime.rpc.calling import acting

AFTERWARDS_SECONDS = 1.6
"""Listeners beside the main way and the keepers of spans are done by then."""
SERVICES = ("accounts", "billing", "orders", "provisioning")
COMMANDS = "SELECT command FROM element_log WHERE order_id = $1 ORDER BY id"
CALL = "call /boss."
TO_NOBODY = "AT=NOWHERE"
"""Ends what is logged of an eviction where no node serves the card: nothing was sent."""
_ITS_NAME = re.compile(r"[A-Z ]+(?=:| IMSI=)")


@dataclass(frozen=True, slots=True)
class Traced:
    """One order's sequel, and how many statements each database was asked meanwhile."""

    sequel: Sequel
    statements: Mapping[str, int]


async def trace_order(
    ground: Ground, channels: Channels, arrivals: Arrivals, ask: Callable[[], Awaitable[str]]
) -> Traced:
    """Ask for one order and see it through; nothing else may be going on."""
    asked: list[str] = []

    async def ask_and_tell() -> str:
        asked.append(await ask())
        return asked[0]

    log, said = StatementLog(ground.server_log), SaidLog(tuple(TOPICS))
    async with said.kept(ground.operator.kafka), log.kept(ground.superuser):
        await follow(ask_and_tell, arrivals)
        await asyncio.sleep(AFTERWARDS_SECONDS)
    statements = log.statements()
    messages = [one for one in said.said if one.order == asked[0]]
    watch = Watch.of(messages)
    sequel = Sequel(said=[(watch.stage(one.at), one.service, one.topic) for one in messages])
    for at, service in await _calls(channels, asked[0]):
        sequel.calls[watch.stage(at)].append(service)
    for at, database in written(statements).acts:
        if database in SERVICES:
            sequel.commits[watch.stage_of_commit(at, database), database] += 1
    sequel.commands = await _commands(ground, asked[0])
    return Traced(sequel, _of_services(statements))


@dataclass(frozen=True, slots=True)
class Watch:
    """When (Unix seconds) the desk was done and when the network confirmed."""

    completed: float
    confirmed: float

    @classmethod
    def of(cls, messages: Sequence[Said]) -> "Watch":
        at = {one.topic: one.at for one in messages}
        return cls(at[topics.ORDER_COMPLETED], at[topics.PROVISIONING_COMPLETED])

    def stage(self, at: float) -> str:
        if at <= self.completed:
            return DESK
        return NETWORK if at <= self.confirmed else SETTLE

    def stage_of_commit(self, at: float, service: str) -> str:
        """A commit comes a little after the moment its message names."""
        if service == "provisioning":
            return DESK if at <= self.completed else NETWORK
        return DESK if at <= self.confirmed else SETTLE


OPERATOR = Caller(id="bench")
"""Spans are shown to operators, not to the clerk who asks for orders."""


async def _calls(channels: Channels, order: str) -> list[tuple[float, str]]:
    """Return when orders called whom for this order."""
    asked = pb.ListSpansRequest(order_id=order)
    with acting(OPERATOR):
        kept = await OperationsServiceStub(channels["orders"]).ListSpans(asked)
    calls = [span for span in kept.spans if span.name.startswith(CALL)]
    return sorted(
        (span.started_at.ToMicroseconds() / 1e6, span.name.removeprefix(CALL).split(".")[0])
        for span in calls
    )


async def _commands(ground: Ground, order: str) -> tuple[str, ...]:
    """Return the commands provisioning gave the network for this order, by their names."""
    database = await asyncpg.connect(f"{ground.superuser}/provisioning")
    try:
        rows = await database.fetch(COMMANDS, order)
    finally:
        await database.close()
    given = (row["command"] for row in rows)
    return tuple(_name_of(one) for one in given if not one.endswith(TO_NOBODY))


def _name_of(command: str) -> str:
    """Return the name of an MML command, or of a question at the node door."""
    named = _ITS_NAME.match(command)
    return named[0] if named else command


async def trace_floor(ground: Ground, floor: Floor, arrivals: Arrivals) -> Counts:
    """Ask the floor for one order and count what it did."""
    log = StatementLog(ground.server_log)
    said = SaidLog(tuple(map(floor_topic, TOPICS)))
    before = await floor.tally()
    async with said.kept(ground.operator.kafka), log.kept(ground.superuser):
        await follow(floor.ask, arrivals)
        await asyncio.sleep(AFTERWARDS_SECONDS)
    after = await floor.tally()
    done = {
        name: {what: number - before[name].get(what, 0) for what, number in of.items()}
        for name, of in after.items()
    }
    real = {floor_topic(topic): topic for topic in TOPICS}
    messages = Counter(real[one.topic] for one in said.said)
    acts = written(log.statements()).acts
    return Counts(
        calls={
            name: of["answered"]
            for name, of in done.items()
            if name != "orders" and of.get("answered")
        },
        commits=dict(
            Counter(database.removeprefix(PREFIX) for _, database in acts if PREFIX in database)
        ),
        said=dict(messages),
        heard=heard_of(messages),
        commands=done["provisioning"].get("commands", 0),
    )


def _of_services(statements: list[Statement]) -> Mapping[str, int]:
    counted = by_database(statements)
    return {service: counted.get(service, 0) for service in (*SERVICES, "emulator")}
