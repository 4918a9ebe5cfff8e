"""Documents lead somewhere: their links, the files and tests they name."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from architecture.source import ROOT, text, tracked_files, tree

LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\((?P<target>[^)\s]+)\)")
NAMED_TEST = re.compile(r"`(?P<path>[\w./-]+\.py)::(?P<name>test_\w+)`")
NAMED_PATH = re.compile(
    r"`(?P<path>(?:docs|libs|proto|services|tests|tools|deploy|requirements)/[\w./-]+)`"
)
FENCE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
ARCHITECTURE = ROOT / "docs/architecture.md"
ENTRANCES = {"__main__", "bootstrap", "settings", "unit_of_work", "metadata", "migrations"}
GUIDES = ("docs/architecture.md", "docs/extending.md", "docs/extending/", "CONTRIBUTING.md")
"""Pages a newcomer follows step by step: every path in them is there."""


def pages() -> list[Path]:
    return [path for path in tracked_files() if path.suffix == ".md"]


def anchors(page: str) -> set[str]:
    """Return the anchors of a page's headings, as they are made from their words."""
    found = re.findall(r"^#+ (.+)$", FENCE.sub("", page), re.MULTILINE)
    plain = (re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", one) for one in found)
    return {re.sub(r"[^\w\- ]", "", one.lower()).strip().replace(" ", "-") for one in plain}


def dead_links(page: Path, source: str) -> Iterator[str]:
    for match in LINK.finditer(FENCE.sub("", source)):
        target = unquote(match["target"])
        if "://" in target or target.startswith(("mailto:", "/")):
            continue
        name, _, anchor = target.partition("#")
        path = (page.parent / name).resolve() if name else page
        leads = path.exists() and (
            not anchor or path.suffix != ".md" or anchor in anchors(text(path))
        )
        if not leads:
            yield target


def functions_of(path: Path) -> set[str]:
    return {
        node.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def lost_tests(source: str) -> Iterator[str]:
    for match in NAMED_TEST.finditer(source):
        path = ROOT / match["path"]
        if not path.is_file() or match["name"] not in functions_of(path):
            yield match.group()


def lost_paths(source: str) -> Iterator[str]:
    for match in NAMED_PATH.finditer(source):
        if not (ROOT / match["path"]).exists():
            yield match["path"]


def test_every_link_leads_somewhere() -> None:
    dead = {
        str(page.relative_to(ROOT)): found
        for page in pages()
        if (found := sorted(dead_links(page, text(page))))
    }

    assert dead == {}


def test_every_named_test_is_there() -> None:
    lost = {
        str(page.relative_to(ROOT)): found
        for page in pages()
        if (found := sorted(lost_tests(text(page))))
    }

    assert lost == {}


def test_every_path_of_a_guide_is_there() -> None:
    guides = [page for page in pages() if str(page.relative_to(ROOT)).startswith(GUIDES)]
    lost = {str(page.relative_to(ROOT)): sorted(lost_paths(text(page))) for page in guides}

    assert lost
    assert {name: found for name, found in lost.items() if found} == {}


def areas_in_order() -> dict[str, list[str]]:
    """Return the areas of every service import-linter has an order of, the lowest first."""
    settings = tomllib.loads(text(ROOT / "pyproject.toml"))
    found = {}
    for contract in settings["tool"]["importlinter"]["contracts"]:
        if contract["name"].startswith("Areas of ") and contract["type"] == "layers":
            layers = [layer.strip("()") for layer in reversed(contract["layers"])]
            named = [one.rpartition(".")[2] for one in layers if "|" not in one]
            service = (contract.get("containers") or [layers[0].partition(".")[0]])[0]
            found[service] = [one for one in named if one not in ENTRANCES]
    return found


def test_the_areas_of_the_page_are_those_import_linter_has() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([^|]* · [^|]*) \|$", text(ARCHITECTURE), re.MULTILINE)
    page = {
        service: [re.sub(r" \(.*", "", one) for one in areas.split(" · ") if "*" not in one]
        for service, areas in rows
    }
    kept = areas_in_order()

    assert kept
    assert {service: page.get(service) for service in kept} == kept


@pytest.mark.parametrize(
    "link", ["[gone](no-such-page.md)", "[gone](../README.md#no-such-heading)", "[gone](#nowhere)"]
)
def test_a_link_that_leads_nowhere_is_noticed(link: str) -> None:
    assert len(list(dead_links(ROOT / "docs/glossary.md", link))) == 1


def test_a_test_and_a_path_that_are_gone_are_noticed() -> None:
    assert list(lost_tests("`tests/architecture/test_documents.py::test_gone`"))
    assert list(lost_tests("`tests/architecture/test_gone.py::test_gone`"))
    assert list(lost_paths("`docs/gone.md`")) == ["docs/gone.md"]
    assert list(lost_paths("`docs/glossary.md`")) == []
