"""Names say what a thing is, in words; some words say nothing and are not used."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from architecture.source import ROOT, SCRIPTS, SOURCES, nodes, where

EMPTY_WORDS = frozenset({"util", "utils", "helper", "helpers", "common", "misc", "manager"})
EMPTY_CLASS = re.compile(r"^(Default|Abstract)[A-Z]|Impl$|Manager$|Helper$|Utils?$")
SAYS_NOTHING = frozenset({"one", "found", "it", "this"})
"""In a comprehension they are read at once; elsewhere a thing goes by its own name."""
SHORT_LIVED = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda)
NUMBERED = re.compile(r"^[a-z][a-z_]*?_?\d+$")
OF_STANDARDS = re.compile(
    r"^(sha\d+|md5|utf\d+|uuid\d|int\d+|base\d+|crc\d+|blake2[bs]?|crc32c?|gsm\d+|e164|e212|x509"
    r"|f[1-5]|[cr][1-5]|a[38])$|milenage|_(sha256|utf8|iso7064|uuid7|uuid5|uint\d+|u\d+)$"
)
"""Numbers that belong to the name a standard gave a thing."""


def bound_names(path: Path) -> Iterator[tuple[ast.AST, str]]:
    """Return every name this file gives to something."""
    for node in nodes(path):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                yield node, name
            case ast.AsyncFunctionDef(name=name) | ast.arg(arg=name):
                yield node, name
            case ast.Name(id=name, ctx=ast.Store()):
                yield node, name


def long_lived_names(path: Path) -> Iterator[tuple[ast.AST, str]]:
    """Return the variables that are bound outside a comprehension or a lambda.

    Methods go by their libraries' names: SQLAlchemy's result has a `one`.
    """
    short = {
        id(inner)
        for node in nodes(path)
        if isinstance(node, SHORT_LIVED)
        for inner in ast.walk(node)
    }
    return (
        (node, name)
        for node, name in bound_names(path)
        if isinstance(node, ast.arg | ast.Name) and id(node) not in short
    )


def is_numbered(name: str) -> bool:
    return bool(NUMBERED.match(name)) and not OF_STANDARDS.search(name)


def test_no_file_or_folder_has_an_empty_name() -> None:
    empty = [
        where(path)
        for path in SOURCES + SCRIPTS
        if EMPTY_WORDS & set("_".join(path.relative_to(ROOT).with_suffix("").parts).split("_"))
    ]

    assert empty == []


def test_no_class_has_an_empty_name() -> None:
    empty = [
        f"{where(path, node)} {node.name}"
        for path in SOURCES + SCRIPTS
        for node in nodes(path)
        if isinstance(node, ast.ClassDef) and EMPTY_CLASS.search(node.name)
    ]

    assert empty == []


def test_no_variable_of_the_sources_says_nothing() -> None:
    empty = [
        f"{where(path, node)} {name}"
        for path in SOURCES
        for node, name in long_lived_names(path)
        if name in SAYS_NOTHING
    ]

    assert empty == []


def test_no_name_is_told_apart_by_a_number() -> None:
    numbered = [
        f"{where(path, node)} {name}"
        for path in SOURCES + SCRIPTS
        for node, name in bound_names(path)
        if is_numbered(name)
    ]

    assert numbered == []


@pytest.mark.parametrize("name", ["order1", "customer_2", "x2"])
def test_a_numbered_name_is_noticed(name: str) -> None:
    assert is_numbered(name)


@pytest.mark.parametrize("name", ["sha256", "order", "f2", "body_utf8"])
def test_a_name_of_a_standard_is_let_through(name: str) -> None:
    assert not is_numbered(name)
