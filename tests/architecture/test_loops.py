"""What lives as long as its process is kept running: no task and no endless loop beside that."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from architecture.source import SOURCES, nodes, tree, where

KEEPER, REPEATER = "keep_running", "repeat"
TASK_MAKERS = frozenset({"create_task", "ensure_future", "run_coroutine_threadsafe"})
SHORT = {
    "tools/src/pretend_provider/transactions.py Teller.begin": "one notification, late at most",
    "libs/runtime/src/runtime/database/pool.py Pool._end": "closing one connection",
    "libs/runtime/src/runtime/messaging/consumer.py _start": "the start of listeners",
    "libs/runtime/src/runtime/jobs/work.py _Worker.run": "one item; what it raises is counted",
    "services/orders/src/orders/ordering/edge/worker.py OrderWorker.carry_beside": "one "
    "order, leased",
    "services/emulator/src/emulator/doors/mml/edge/mml.py MmlTalk._take": "one command of one "
    "connection",
    "services/emulator/src/emulator/doors/smpp/edge.py SmppTalk._take": "one text of one "
    "connection",
    "services/provisioning/src/provisioning/elements/sms_centre/clients.py SmppLink._live": "the "
    "reading of one connection, whose end begins the next",
    "services/provisioning/src/provisioning/elements/serving_node/clients.py GsupLink._open": "one "
    "connection, opened again by the next question",
}
"""Tasks that end by themselves, by who begins them."""
WITH_AN_END = {
    "libs/runtime/src/runtime/host/web.py Web.opened": "until it serves",
    "libs/runtime/src/runtime/jobs/keep_running.py repeat": "raises what its act raises",
}
"""Loops that wait for something and then end; `while True` with a way out needs no place here."""


Function = ast.FunctionDef | ast.AsyncFunctionDef


def scopes(node: ast.AST, name: str = "") -> Iterator[tuple[str, Function]]:
    """Give every function with its full name."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            inner = f"{name}.{child.name}".lstrip(".")
            if not isinstance(child, ast.ClassDef):
                yield inner, child
            yield from scopes(child, inner)
        else:
            yield from scopes(child, name)


def own(function: ast.AST) -> Iterator[ast.AST]:
    """Give the nodes of a function without those of functions inside it."""
    for child in ast.iter_child_nodes(function):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from own(child)


def called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return ast.unparse(node.func).rpartition(".")[2]


def begins_unkept(node: ast.AST) -> bool:
    """Tell whether this begins a task that is not kept running."""
    if called(node) not in TASK_MAKERS or not isinstance(node, ast.Call):
        return False
    return not node.args or called(node.args[0]) != KEEPER


def is_endless(node: ast.AST) -> bool:
    """Tell whether this loop waits, and goes on until somebody says stop, or for ever."""
    if not isinstance(node, ast.While):
        return False
    inside = [each for statement in node.body for each in (statement, *own(statement))]
    waits = any(isinstance(each, ast.Await) and pauses(each) for each in inside)
    if not waits:
        return False
    for_ever = isinstance(node.test, ast.Constant) and bool(node.test.value)
    leaves = any(isinstance(each, ast.Return | ast.Break | ast.Raise) for each in inside)
    return (
        not leaves
        if for_ever
        else "stop" in ast.unparse(node.test) or "is_set" in ast.unparse(node.test)
    )


def pauses(node: ast.Await) -> bool:
    name = called(node.value).lstrip("_")
    return name in {"sleep", "rest", "wait", "beat", "look"} or "sleep" in ast.unparse(node)


def kept_names() -> frozenset[str]:
    """Return the names of functions that somebody hands to the keeper."""
    names = set()
    for path in SOURCES:
        for node in nodes(path):
            if called(node) in {KEEPER, REPEATER, "partial"} and isinstance(node, ast.Call):
                names |= {last_name(one) for one in node.args}
            if isinstance(node, ast.keyword) and node.arg == "background":
                names |= {last_name(one) for one in ast.walk(node.value)}
    return frozenset(names - {""})


def kept_in(path: Path, kept: frozenset[str]) -> frozenset[str]:
    """Return these names and those of functions of this file that they wait for."""
    functions = [(name.rpartition(".")[2], one) for name, one in scopes(tree(path))]
    names, before = set(kept), 0
    while len(names) > before:
        before = len(names)
        names |= {
            called(node.value)
            for name, function in functions
            if name in names
            for node in own(function)
            if isinstance(node, ast.Await)
        }
    return frozenset(names)


def last_name(node: ast.AST) -> str:
    return (
        ast.unparse(node).rpartition(".")[2] if isinstance(node, ast.Attribute | ast.Name) else ""
    )


def test_no_task_lives_without_a_keeper() -> None:
    found = [
        f"{where(path)} {name}"
        for path in SOURCES
        for name, function in scopes(tree(path))
        if any(begins_unkept(node) for node in own(function))
    ]

    assert sorted({*found} - {*SHORT}) == []
    assert {*SHORT} - {*found} == set()


def test_no_loop_lives_without_a_keeper() -> None:
    kept = kept_names()
    found = [
        f"{where(path)} {name}"
        for path in SOURCES
        if "/launch/" not in str(path) and "/bossctl/" not in str(path)
        for name, function in scopes(tree(path))
        if any(is_endless(node) for node in own(function))
        and name.rpartition(".")[2] not in kept_in(path, kept)
    ]

    assert sorted({*found} - {*WITH_AN_END}) == []
    assert {*WITH_AN_END} - {*found} == set()


@pytest.mark.parametrize(
    "source",
    [
        "asyncio.create_task(relay.run())",
        "group.create_task(room.run(), name='listen')",
        "asyncio.ensure_future(looks())",
    ],
)
def test_a_task_without_a_keeper_is_noticed(source: str) -> None:
    assert any(begins_unkept(node) for node in ast.walk(ast.parse(source)))


def test_a_task_with_a_keeper_is_let_through() -> None:
    kept = "asyncio.create_task(keep_running('relay', relay.run))"

    assert not any(begins_unkept(node) for node in ast.walk(ast.parse(kept)))


@pytest.mark.parametrize(
    "source",
    [
        "while True:\n  await look()\n  await asyncio.sleep(1)",
        "while not self._stopping.is_set():\n  await self._rest(1)",
        "while True:\n  try:\n    await self._renew()\n  finally:\n    await sleep(1)",
    ],
)
def test_an_endless_loop_is_noticed(source: str) -> None:
    assert any(is_endless(node) for node in ast.walk(in_a_function(source)))


@pytest.mark.parametrize(
    "source",
    [
        "while True:\n  if await done():\n    return\n  await asyncio.sleep(1)",
        "while rows := await page():\n  yield rows",
    ],
)
def test_a_loop_with_an_end_is_let_through(source: str) -> None:
    assert not any(is_endless(node) for node in ast.walk(in_a_function(source)))


def in_a_function(source: str) -> ast.Module:
    body = "\n".join(f"  {line}" for line in source.splitlines())
    return ast.parse(f"async def run(self):\n{body}")
