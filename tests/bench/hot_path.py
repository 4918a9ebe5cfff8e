"""Where services spend their processor time: stacks sampled under load, by library and by us."""

import asyncio
import json
import os
import re
import signal
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.ground import Ground

SERVICES = ("orders", "accounts", "billing", "provisioning", "emulator", "gateway")
TOP = 14
TO_WRITE_SECONDS = 5.0
_PACKAGE = re.compile(r"/site-packages/([^/]+)/")
_OURS = re.compile(r"/(?:libs|services)/(\w+)/src/(.*)$")
LOOP = "event loop"
ITS_TURN = "BaseEventLoop._run_once"

Stack = tuple[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class ServiceProfile:
    """Shares of the samples of one service, in per cent.

    `areas`: the innermost library or part of ours each sample was in. `functions`: those of
    ours that were on the stack.
    """

    samples: int
    areas: Mapping[str, float]
    functions: Mapping[str, float]


def turn(ground: Ground) -> None:
    """Turn the samplers of all services on, or off."""
    pids = ground.pids()
    for service in SERVICES:
        os.kill(pids[service], signal.SIGUSR2)


async def profiles(ground: Ground) -> Mapping[str, ServiceProfile]:
    """Return what the samplers saw, once all have written."""
    pids = ground.pids()
    files = {service: ground.samples / f"{pids[service]}.json" for service in SERVICES}
    for _ in range(int(TO_WRITE_SECONDS / 0.1)):
        if all(file.exists() for file in files.values()):
            break
        await asyncio.sleep(0.1)
    return {service: _profile(file) for service, file in files.items() if file.exists()}


def _profile(file: Path) -> ServiceProfile:
    stacks: list[Stack] = [(number, stack) for number, stack in json.loads(file.read_text())]
    total = sum(number for number, _ in stacks)
    areas: Counter[str] = Counter()
    functions: Counter[str] = Counter()
    for number, stack in stacks:
        areas[area_of(stack)] += number
        for function in {one for one in map(_ours, stack) if one}:
            functions[function] += number
    return ServiceProfile(total, _shares(areas, total), _shares(functions, total))


def area_of(stack: Sequence[str]) -> str:
    """Return whose code was running: the innermost frame that is not Python's own library."""
    for frame in stack:
        path, _, name = frame.rpartition(":")
        if name == ITS_TURN:
            return LOOP
        ours, package = _OURS.search(path), _PACKAGE.search(path)
        if ours:
            return f"our {ours[1]}"
        if package:
            return package[1]
    return LOOP


def _ours(frame: str) -> str:
    path, _, name = frame.rpartition(":")
    ours = _OURS.search(path)
    return f"{ours[2]}:{name}" if ours else ""


def _shares(counted: Counter[str], total: int) -> Mapping[str, float]:
    return {
        name: round(100 * number / total, 1) for name, number in counted.most_common(TOP) if total
    }
