"""The town of the chain's tests, around an operator in containers instead of processes."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, cast

import httpx

from harness.chain import Town
from kaitong_testkit import Operator
from launch.progress import Silence
from launch.story import Scene

A_LONG_ANSWER = 90.0


@contextmanager
def in_containers(operator: Operator) -> Iterator[Town]:
    """Open the counter of an operator whose stock is loaded."""
    headers = {"Authorization": f"Bearer {operator.token()}"}
    scene = Scene(operator.counter(), operator.handsets, operator.stock, Silence())
    with httpx.Client(base_url=operator.rest, headers=headers, timeout=A_LONG_ANSWER) as http:
        yield Town(cast(Any, _as_processes(operator)), scene, http)


def _as_processes(operator: Operator) -> SimpleNamespace:
    """Show as much of the operator as the town and its books look at."""
    keys = SimpleNamespace(key={"call": operator.call_key_file}.__getitem__)
    return SimpleNamespace(
        grpc=operator.grpc, rest=operator.rest, surroundings=SimpleNamespace(keys=keys)
    )
