"""The bare processes and their databases, beside a running operator."""

import asyncio
import json
import shutil
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # it has no types
import grpc

from bench.deed import COMMAND, Recipe
from bench.floor.commits import SCHEMA
from bench.floor.mml import KNOWN
from bench.floor.process import GATEWAY, ORDERS
from bench.floor.setting import BODY, DO, TALLY, Mml, Setting
from kernel.clock import monotonic
from kernel.ids import new_id
from launch.environment import ELEMENT_USER
from launch.free_port import LOOPBACK, free_port
from launch.operator import Operator
from launch.plan import REPOSITORY
from launch.program import Program, Running

OWNERS = (ORDERS, "accounts", "billing", "provisioning")
PREFIX = "floor_"
UP_SECONDS = 30.0
POOL = 8
"""Connections of one service, as `database_pool` of the settings has it."""
SESSIONS = 16
"""Sessions to the element, as provisioning holds."""


@dataclass(frozen=True, slots=True)
class Floor:
    """The bare floor, running."""

    pids: Mapping[str, int]
    asking: Any
    counting: Mapping[str, Any]

    async def ask(self) -> str:
        """Ask for one order that is none."""
        order = new_id()
        await self.asking(f"{order}|0||".encode() + BODY, timeout=30)
        return order

    async def tally(self) -> Mapping[str, Mapping[str, int]]:
        """Return what each process says it has done."""
        return {name: json.loads(await count(b"")) for name, count in self.counting.items()}


@asynccontextmanager
async def floor(
    operator: Operator, recipe: Recipe, *, superuser: str, folder: Path
) -> AsyncIterator[Floor]:
    """Run the floor inside the block; raises RuntimeError naming a log where it does not come.

    Raises LookupError where the order gave commands the floor does not know.
    """
    if unknown := {deed.subject for deed in recipe.network if deed.kind == COMMAND} - KNOWN:
        raise LookupError(f"The floor does not know {', '.join(sorted(unknown))}: floor/mml.py")
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "ready").mkdir(parents=True)
    setting = Setting(
        kafka=operator.kafka,
        epoch=operator.processes.broker.epoch,
        call_key_file=str(operator.surroundings.keys.key("call")),
        databases={name: await _database(superuser, name) for name in OWNERS},
        ports={name: free_port() for name in OWNERS},
        pool=POOL,
        mml=Mml(
            address=operator.surroundings.ports.address("emulator", "mml"),
            node_door=operator.surroundings.ports.address("emulator", "gsup"),
            operator=ELEMENT_USER,
            password=operator.surroundings.keys.element_password.read_text(),
            sessions=SESSIONS,
        ),
        recipe=recipe,
        ready=str(folder / "ready"),
    )
    setting.write(folder / "setting.json")
    running = [_program(name, operator, folder).start() for name in (*OWNERS, GATEWAY)]
    try:
        await _all_up(running, folder)
        async with _channels(setting) as channels:
            yield Floor(
                {process.program.name: process.pid for process in running},
                channels[ORDERS].unary_unary(DO),
                {name: channel.unary_unary(TALLY) for name, channel in channels.items()},
            )
    finally:
        for process in running:
            process.end(within=3)


@asynccontextmanager
async def _channels(setting: Setting) -> AsyncIterator[Mapping[str, grpc.aio.Channel]]:
    channels = {
        name: grpc.aio.insecure_channel(f"{LOOPBACK}:{port}")
        for name, port in setting.ports.items()
    }
    try:
        yield channels
    finally:
        for channel in channels.values():
            await channel.close()


def _program(name: str, operator: Operator, folder: Path) -> Program:
    inherited = operator.surroundings.plan.inherited
    return Program(
        name=f"floor {name}",
        command=(sys.executable, "-m", "bench.floor.process", name, str(folder / "setting.json")),
        log=folder / f"{name}.log",
        environment={**inherited, "PYTHONPATH": str(REPOSITORY / "tests")},
        folder=REPOSITORY,
    )


async def _all_up(running: list[Running], folder: Path) -> None:
    until = monotonic() + UP_SECONDS
    for process in running:
        name = process.program.name.removeprefix("floor ")
        while not (folder / "ready" / name).exists():
            if not process.is_alive() or monotonic() > until:
                raise RuntimeError(
                    f"The floor's {name} does not come up: see {process.program.log}"
                )
            await asyncio.sleep(0.05)
    # Listeners have joined their groups a moment after their processes are up.
    await asyncio.sleep(1.5)


async def _database(superuser: str, service: str) -> str:
    """Make an empty database for one bare process; return its address."""
    name = PREFIX + service
    server = await asyncpg.connect(f"{superuser}/postgres")
    try:
        await server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await server.execute(f'CREATE DATABASE "{name}"')
    finally:
        await server.close()
    made = await asyncpg.connect(f"{superuser}/{name}")
    try:
        await made.execute(SCHEMA)
    finally:
        await made.close()
    return f"{superuser}/{name}"
