"""One bare process: `python -m bench.floor.process <service> <file of the setting>`."""

import asyncio
import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import grpc

from bench.deed import CALL, COMMAND, COMMIT, Deed
from bench.floor.commits import Commits
from bench.floor.hops import BareRelay, listen, listener
from bench.floor.mml import Sessions
from bench.floor.setting import BODY, DO, SERVICE, Setting, floor_topic
from boss import topics

LANES = 32
LOOK_AFTER_SECONDS = 1.0
ORDERS, PROVISIONING, GATEWAY = "orders", "provisioning", "gateway"


class BareProcess:
    """Does the deeds of one service of the operator."""

    def __init__(self, name: str, setting: Setting, commits: Commits, relay: BareRelay) -> None:
        self._name = name
        self._setting = setting
        self._commits = commits
        self._relay = relay
        self._channels: dict[str, Any] = {
            other: grpc.aio.insecure_channel(f"127.0.0.1:{port}").unary_unary(DO)
            for other, port in setting.ports.items()
            if name == ORDERS and other not in (ORDERS, GATEWAY)
        }
        self.sessions: Sessions | None = None
        self._numbers = 0
        self._lanes = asyncio.Semaphore(LANES)
        self._tasks: set[asyncio.Task[None]] = set()
        self.tally: Counter[str] = Counter()

    async def answer(self, request: bytes, context: Any) -> bytes:
        """Answer a call: an order at the desk, or so many commits and messages."""
        self.tally["answered"] += 1
        order, commits, says = request.split(b"|", 3)[:3]
        if self._name == ORDERS:
            await self.do(self._setting.recipe.desk, order=order.decode())
        else:
            await self._commits.make(int(commits))
            self._relay.say(_topics(says.decode().split(",")), order=order.decode())
        return BODY

    async def count(self, request: bytes, context: Any) -> bytes:
        """Answer what was done so far, as JSON."""
        sessions = self.sessions
        sent = {"commands": sessions.sent, "refused": sessions.refused} if sessions else {}
        return json.dumps({**self.tally, **sent}).encode()

    async def do(self, deeds: Sequence[Deed], *, order: str) -> None:
        """Do one thing after the other."""
        number = self._next_number()
        for deed in deeds:
            if deed.kind == COMMIT:
                await self._commits.make()
            elif deed.kind == CALL:
                await self._call(deed, order)
            elif deed.kind == COMMAND and self.sessions is not None:
                await self.sessions.command(deed.subject, number=number)
            else:
                self._relay.say(_topics((deed.subject,)), order=order)

    async def hear_and_do(self, deeds: Sequence[Deed], orders: Sequence[str]) -> None:
        """Commit once for the batch; then each order goes its own way."""
        await self._commits.hear()
        for order in orders:
            task = asyncio.create_task(self._in_lane(deeds, order))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def only_hear(self, _: Sequence[str]) -> None:
        await self._commits.hear()

    async def _in_lane(self, deeds: Sequence[Deed], order: str) -> None:
        async with self._lanes:
            await self.do(deeds, order=order)

    async def _call(self, deed: Deed, order: str) -> None:
        words = f"{order}|{deed.commits}|{','.join(deed.says)}|".encode()
        await self._channels[deed.subject](words + BODY)

    def _next_number(self) -> int:
        self._numbers += 1
        return self._numbers


def _topics(said: Sequence[str]) -> list[str]:
    return [floor_topic(topic) for topic in said if topic]


async def watch(setting: Setting) -> None:
    """Read the moves of orders as the gateway does, and do nothing with them."""
    consumer = await listener(setting.kafka, floor_topic(topics.ORDER_STATE_CHANGED), group=None)
    _say_ready(GATEWAY, setting)
    async with asyncio.TaskGroup() as group:
        group.create_task(live_as_long_as(os.getppid()))
        async for _ in consumer:
            continue


async def live_as_long_as(parent: int) -> None:
    """End this process when the bench has died without ending it."""
    while os.getppid() == parent:  # noqa: ASYNC110 - nobody tells us, we must look
        await asyncio.sleep(LOOK_AFTER_SECONDS)
    os._exit(1)


async def serve(name: str, setting: Setting) -> None:
    commits = await Commits.connect(setting.databases[name], pool=setting.pool)
    relay = await BareRelay.connect(setting, name=name, commits=commits)
    process = BareProcess(name, setting, commits, relay)
    if name == PROVISIONING:
        process.sessions = await Sessions.open(setting.mml)
    server = grpc.aio.server()
    methods: dict[str, Any] = {
        "Do": grpc.unary_unary_rpc_method_handler(process.answer),
        "Tally": grpc.unary_unary_rpc_method_handler(process.count),
    }
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, methods),))
    server.add_insecure_port(f"127.0.0.1:{setting.ports[name]}")
    await server.start()
    async with asyncio.TaskGroup() as group:
        group.create_task(live_as_long_as(os.getppid()))
        group.create_task(relay.run())
        for topic, hear in _listeners(name, setting, process):
            group.create_task(
                listen(setting.kafka, floor_topic(topic), group=f"floor-{name}.{topic}", hear=hear)
            )
        _say_ready(name, setting)


def _listeners(name: str, setting: Setting, process: BareProcess) -> list[tuple[str, Any]]:
    recipe = setting.recipe
    acts: list[tuple[str, Any]] = [
        (topic, process.only_hear) for topic in recipe.sides.get(name, ())
    ]
    if name == ORDERS:
        act = partial(process.hear_and_do, recipe.settle)
        acts.append((topics.PROVISIONING_COMPLETED, act))
    if name == PROVISIONING:
        acts.append((topics.ORDER_COMPLETED, partial(process.hear_and_do, recipe.network)))
    return acts


def _say_ready(name: str, setting: Setting) -> None:
    (Path(setting.ready) / name).write_text("ready")


def main(words: Sequence[str]) -> None:
    name, setting = words[0], Setting.read(Path(words[1]))
    asyncio.run(watch(setting) if name == GATEWAY else serve(name, setting))


if __name__ == "__main__":
    main(sys.argv[1:])
