"""Time enters at the edge and travels as a value; only the kernel's clock reads it."""

import ast

import pytest

from architecture.source import ROOT, SOURCES, nodes, where

CLOCK = ROOT / "libs/kernel/src/kernel/clock.py"
READERS = frozenset(
    {
        "now",
        "utcnow",
        "today",
        "time",
        "time_ns",
        "monotonic",
        "monotonic_ns",
        "perf_counter",
        "perf_counter_ns",
        "localtime",
        "gmtime",
    }
)
OWNERS = frozenset({"datetime", "date", "time"})


def reads_the_time(node: ast.AST) -> bool:
    """Tell whether this is `datetime.now`, `date.today`, `time.time` or one of their kind."""
    if isinstance(node, ast.Attribute):
        *_, owner, name = ["", *ast.unparse(node).split(".")]
        return owner in OWNERS and name in READERS
    if isinstance(node, ast.ImportFrom) and node.module == "time":
        return any(alias.name in READERS for alias in node.names)
    return False


def defaults(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[tuple[str, ast.expr]]:
    """Return the parameters that have a default, with it."""
    positional = [*node.args.posonlyargs, *node.args.args]
    late = positional[len(positional) - len(node.args.defaults) :]
    keyword = [
        (one.arg, default)
        for one, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
        if default is not None
    ]
    pairs = zip(late, node.args.defaults, strict=True)
    return [*((one.arg, default) for one, default in pairs), *keyword]


def test_only_the_clock_reads_the_time() -> None:
    elsewhere = [
        where(path, node)
        for path in SOURCES
        if path != CLOCK
        for node in nodes(path)
        if reads_the_time(node)
    ]

    assert elsewhere == []


def test_nobody_may_leave_out_the_time() -> None:
    optional = [
        where(path, node)
        for path in SOURCES
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and any(name in {"now", "at", "today"} for name, _ in defaults(node))
    ]

    assert optional == []


@pytest.mark.parametrize(
    "source",
    ["datetime.datetime.now()", "date.today()", "time.monotonic()", "from time import time"],
)
def test_reading_the_time_is_noticed(source: str) -> None:
    assert any(reads_the_time(node) for node in ast.walk(ast.parse(source)))


@pytest.mark.parametrize("source", ["clock.now()", "time.sleep(1)", "from datetime import time"])
def test_what_does_not_read_the_time_is_let_through(source: str) -> None:
    assert not any(reads_the_time(node) for node in ast.walk(ast.parse(source)))
