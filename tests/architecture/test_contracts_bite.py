"""A contract nobody has seen broken may be checking nothing. Break each one on purpose."""

import os
import pkgutil
import shutil
import subprocess
import sys
from copy import deepcopy
from functools import cache
from importlib import import_module
from pathlib import Path

import grimp
import pytest
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract
from importlinter.contracts.protected import ProtectedContract
from importlinter.domain.contract import Contract

from architecture import offences
from architecture.contracts import CONTRACTS, OPTIONS, PACKAGES, ROOT, Offence

KINDS: dict[str, type[Contract]] = {
    "layers": LayersContract,
    "independence": IndependenceContract,
    "forbidden": ForbiddenContract,
    "protected": ProtectedContract,
}
LINT = (
    "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
)
OFFENCES: tuple[Offence, ...] = tuple(
    offence
    for module in pkgutil.iter_modules(offences.__path__)
    for offence in import_module(f"{offences.__name__}.{module.name}").OFFENCES
)


@cache
def house() -> grimp.ImportGraph:
    """Read the imports of the whole house once."""
    first, *others = PACKAGES
    return grimp.build_graph(first, *others, include_external_packages=True, cache_dir=None)


def is_kept(name: str, graph: grimp.ImportGraph) -> bool:
    options = CONTRACTS[name]
    contract = KINDS[options["type"]](name, OPTIONS.session_options, options)
    return contract.check(graph, verbose=False).kept


def add(graph: grimp.ImportGraph, offence: Offence) -> None:
    """Put a module called `offender` where the offence happens, with its forbidden import."""
    known = offence.by in graph.modules
    offender = f"{offence.by}.offender" if known and offence.imports else offence.by
    graph.add_module(offender)
    if not offence.imports:
        return
    if offence.imports not in graph.modules:
        root = offence.imports.split(".")[0]
        graph.add_module(offence.imports, is_squashed=root not in PACKAGES)
    graph.add_import(
        importer=offender,
        imported=offence.imports,
        line_number=1,
        line_contents=f"import {offence.imports}",
    )


@pytest.mark.parametrize(
    "offence", OFFENCES, ids=lambda one: f"{one.by} imports {one.imports or 'nothing'}"
)
def test_bites(offence: Offence) -> None:
    graph = deepcopy(house())
    add(graph, offence)

    kept = is_kept(offence.breaks, graph)

    assert not kept


@pytest.mark.parametrize("name", CONTRACTS)
def test_house_itself_is_in_order(name: str) -> None:
    assert is_kept(name, deepcopy(house()))


@pytest.mark.parametrize("name", CONTRACTS)
def test_every_contract_has_an_offence(name: str) -> None:
    assert any(offence.breaks == name for offence in OFFENCES)


@pytest.mark.parametrize("name", CONTRACTS)
def test_contract_is_named_by_a_sentence(name: str) -> None:
    assert name[0].isupper()
    assert len(name.split()) > 3


def test_the_linter_reads_an_offence_in_a_file(tmp_path: Path) -> None:
    copy = tmp_path / "house"
    for source in (*ROOT.glob("libs/*/src"), *ROOT.glob("services/*/src"), ROOT / "tools/src"):
        shutil.copytree(
            source,
            copy / source.relative_to(ROOT),
            ignore=shutil.ignore_patterns("__pycache__", "*.pyi"),
        )
    shutil.copy(ROOT / "pyproject.toml", copy)
    offender = copy / "services/orders/src/orders/ordering/domain/offender.py"
    offender.write_text("import sqlalchemy\n")
    sources = [*copy.glob("libs/*/src"), *copy.glob("services/*/src"), copy / "tools/src"]

    done = subprocess.run(
        [sys.executable, "-c", LINT],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, sources))},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert done.returncode == 1
    assert "orders.ordering.domain.offender -> sqlalchemy" in done.stdout
