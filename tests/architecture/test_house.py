"""Rules of the house that an import graph cannot see: sizes, sentences, what is in its place."""

import ast
import re

from architecture.source import (
    KERNEL,
    PROCESSES,
    ROOT,
    SCRIPTS,
    SERVICES,
    SOURCES,
    TESTS,
    nodes,
    text,
    tracked_files,
    tree,
    where,
)

OUR_BUSINESS = {"order", "invoice", "tariff", "customer", "subscriber", "bill", "arrears"}
TABLES_OF_STANDARDS: frozenset[str] = frozenset()
"""Files longer than allowed because they copy a table of a standard, by their path."""
HEADINGS = ["Owns", "Answers", "Does when told", "Says", "Never"]
ADDRESSES = re.compile(
    r"py[p]i\.or[g]|pythonhos[t]ed\.|np[m]js\.|repo1?\.mave[n]|crates\.i[o]/|proxy\.golan[g]"
    r"|deb\.debia[n]|/wor[k]/(main|shared|steering)|/roo[t]/"
)
LEFT_OPEN = re.compile(r"\b(TOD[O]|FIXM[E]|XX[X])\b|NotImplemented[E]rror|pytest\.ski[p]|xfai[l]")


def lines(source: str) -> int:
    return len(source.splitlines())


def public_methods(node: ast.ClassDef) -> int:
    functions = [
        one for one in node.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return sum(not one.name.startswith("_") for one in functions)


def answers_calls(node: ast.ClassDef) -> bool:
    """Tell whether this is a gRPC servicer, which has a method for each call it answers."""
    return any("Servicer" in ast.unparse(base) for base in node.bases)


def test_there_is_something_to_look_at() -> None:
    assert SOURCES
    assert PROCESSES
    assert KERNEL
    assert TESTS


def test_no_file_is_longer_than_300_lines() -> None:
    long = {where(path): lines(text(path)) for path in SOURCES + SCRIPTS if lines(text(path)) > 300}

    assert {path: count for path, count in long.items() if path not in TABLES_OF_STANDARDS} == {}


def test_no_process_is_longer_than_120_lines() -> None:
    assert [where(path) for path in PROCESSES if lines(text(path)) > 120] == []


def test_no_class_has_more_than_10_public_methods() -> None:
    crowded = [
        f"{where(path, node)} {node.name}"
        for path in SOURCES
        for node in nodes(path)
        if isinstance(node, ast.ClassDef) and public_methods(node) > 10 and not answers_calls(node)
    ]

    assert crowded == []


def test_every_module_opens_with_a_sentence() -> None:
    silent = [
        where(path)
        for path in SOURCES + SCRIPTS + TESTS
        if text(path).strip() and not opens_with_a_sentence(tree(path))
    ]

    assert silent == []


def opens_with_a_sentence(module: ast.Module) -> bool:
    first_paragraph = (ast.get_docstring(module) or "").partition("\n\n")[0]
    return first_paragraph.strip().endswith((".", ":", "?", "!", '"'))


def test_kernel_does_not_know_our_business() -> None:
    names = [
        f"{where(path, node)} {node.name}"
        for path in KERNEL
        for node in nodes(path)
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
        and OUR_BUSINESS & {word.lower() for word in re.findall(r"[A-Z]?[a-z]+", node.name)}
    ]

    assert names == []


def test_nothing_is_left_open() -> None:
    found = [
        f"{where(path)}:{number} {line.strip()}"
        for path in SOURCES + SCRIPTS + TESTS
        for number, line in enumerate(text(path).splitlines(), 1)
        if LEFT_OPEN.search(line)
    ]

    assert found == []


def test_every_exception_to_the_types_says_which() -> None:
    blanket = re.compile(r"#\s*type:\s*ignore(?!\[)")
    found = [where(path) for path in SOURCES + SCRIPTS + TESTS if blanket.search(text(path))]

    assert found == []


def test_only_the_runtime_and_the_tools_catch_everything() -> None:
    found = [
        where(path, node)
        for path in SOURCES
        if not path.is_relative_to(ROOT / "libs/runtime")
        and not path.is_relative_to(ROOT / "tools")
        for node in nodes(path)
        if isinstance(node, ast.ExceptHandler) and catches_everything(node)
    ]

    assert found == []


def catches_everything(handler: ast.ExceptHandler) -> bool:
    caught = ast.unparse(handler.type) if handler.type else "BaseException"
    return caught in {"Exception", "BaseException"}


def test_every_service_has_a_readme_with_five_headings() -> None:
    headings = {
        path.name: re.findall(r"^## (.+)$", text(path / "README.md"), re.MULTILINE)
        if (path / "README.md").exists()
        else []
        for path in SERVICES
    }

    assert {name: found for name, found in headings.items() if found[:5] != HEADINGS} == {}


def test_every_decision_says_what_enforces_it() -> None:
    records = [path for path in (ROOT / "docs/decisions").glob("*.md") if path.name != "README.md"]
    silent = [
        where(path)
        for path in records
        if not text(path).strip().split("\n\n")[-1].startswith("**Enforced by**")
    ]

    assert records
    assert silent == []


def test_no_tracked_file_names_a_registry_or_a_place_on_somebodys_machine() -> None:
    found = [
        f"{where(path)}: {match.group()}"
        for path in tracked_files()
        if (match := ADDRESSES.search(path.read_text(errors="ignore")))
    ]

    assert found == []


def test_no_lock_holds_addresses() -> None:
    locks = {"uv.lock", "poetry.lock", "package-lock.json"}

    assert [where(path) for path in tracked_files() if path.name in locks] == []
