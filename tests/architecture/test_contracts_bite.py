"""A contract nobody has seen broken may be checking nothing. Break each one on purpose."""

import os
import shutil
import subprocess
import sys
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import grimp
import pytest
from importlinter.application.use_cases import read_user_options
from importlinter.configuration import configure
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract
from importlinter.contracts.protected import ProtectedContract
from importlinter.domain.contract import Contract

ROOT = Path(__file__).parents[2]
configure()
OPTIONS = read_user_options(str(ROOT / "pyproject.toml"))
PACKAGES: list[str] = OPTIONS.session_options["root_packages"]
CONTRACTS: dict[str, dict[str, Any]] = {one["name"]: one for one in OPTIONS.contracts_options}
(
    ROOMS,
    GATEWAY,
    BILLING_ROOMS,
    BILLING_ORDER,
    BILLING_DOORS,
    BILLING_WIRE,
    APART,
    FLOOR,
    KERNEL,
    PLUMBING,
    PURE,
    STORAGE,
    SQL,
    KAFKA,
    ALCHEMY,
) = CONTRACTS
KINDS: dict[str, type[Contract]] = {
    "layers": LayersContract,
    "independence": IndependenceContract,
    "forbidden": ForbiddenContract,
    "protected": ProtectedContract,
}
SERVICES: list[str] = CONTRACTS[ROOMS]["containers"]
BILLING: list[str] = CONTRACTS[BILLING_ROOMS]["containers"]
HOUSES = (*SERVICES, *BILLING)
"""What has rooms: a service, or each of its areas."""
LINT = (
    "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
)


@dataclass(frozen=True, slots=True)
class Offence:
    breaks: str
    by: str
    imports: str = ""
    """Nothing: the offence is that the module is there at all."""


OFFENCES = (
    *(Offence(ROOMS, f"{one}.helpers") for one in SERVICES),
    *(Offence(ROOMS, f"{one}.domain", f"{one}.usecases") for one in SERVICES),
    *(Offence(ROOMS, f"{one}.usecases", f"{one}.edge") for one in SERVICES),
    *(Offence(ROOMS, f"{one}.wire", f"{one}.storage") for one in SERVICES),
    *(Offence(ROOMS, f"{one}.edge", f"{one}.storage") for one in SERVICES),
    *(Offence(ROOMS, f"{one}.edge", f"{one}.settings") for one in SERVICES),
    *(Offence(ROOMS, f"{one}.storage", f"{one}.bootstrap") for one in SERVICES),
    Offence(ROOMS, "orders.domain", "orders.processes"),
    Offence(ROOMS, "orders.processes", "orders.usecases"),
    *(Offence(BILLING_ROOMS, f"{one}.helpers") for one in BILLING),
    *(Offence(BILLING_ROOMS, f"{one}.domain", f"{one}.usecases") for one in BILLING),
    *(Offence(BILLING_ROOMS, f"{one}.ports", f"{one}.usecases") for one in BILLING),
    *(Offence(BILLING_ROOMS, f"{one}.usecases", f"{one}.edge") for one in BILLING),
    *(Offence(BILLING_ROOMS, f"{one}.wire", f"{one}.storage") for one in BILLING),
    *(Offence(BILLING_ROOMS, f"{one}.edge", f"{one}.storage") for one in BILLING),
    Offence(BILLING_ROOMS, "billing.credit.processes", "billing.credit.usecases"),
    Offence(BILLING_ROOMS, "billing.payments.edge", "billing.payments.clients"),
    Offence(BILLING_ORDER, "billing.helpers"),
    *(Offence(BILLING_ORDER, f"{low}.domain", f"{high}.domain") for low, high in pairwise(BILLING)),
    Offence(BILLING_ORDER, "billing.ledger.usecases", "billing.credit.processes"),
    Offence(BILLING_ORDER, "billing.steps.edge", "billing.unit_of_work"),
    Offence(BILLING_ORDER, "billing.unit_of_work", "billing.bootstrap"),
    *(
        Offence(BILLING_DOORS, "billing.steps.edge", f"{one}.{room}")
        for one in BILLING[:-1]
        for room in ("edge", "storage")
    ),
    Offence(BILLING_DOORS, "billing.lifecycle.usecases", "billing.payments.clients"),
    Offence(BILLING_WIRE, "billing.steps.usecases", "billing.accounts.wire"),
    Offence(BILLING_WIRE, "billing.payments.storage", "billing.accounts.wire"),
    Offence(GATEWAY, "gateway.helpers"),
    Offence(GATEWAY, "gateway.domain", "gateway.edge"),
    Offence(GATEWAY, "gateway.clients", "gateway.edge"),
    Offence(GATEWAY, "gateway.edge", "gateway.bootstrap"),
    Offence(APART, "accounts.edge", "billing.accounts.domain"),
    Offence(APART, "provisioning.clients", "emulator.domain"),
    Offence(APART, "launch", "orders.domain"),
    Offence(APART, "bossctl", "accounts.storage"),
    Offence(FLOOR, "kernel", "orders"),
    Offence(FLOOR, "kernel", "boss"),
    Offence(FLOOR, "boss", "kernel"),
    Offence(FLOOR, "kernel", "runtime"),
    Offence(FLOOR, "runtime", "billing"),
    Offence(FLOOR, "boss", "runtime"),
    *(Offence(KERNEL, "kernel", one) for one in CONTRACTS[KERNEL]["forbidden_modules"]),
    *(
        Offence(PLUMBING, f"{one}.{room}", plumbing)
        for one in (*HOUSES, "gateway")
        for room, plumbing in (("domain", "sqlalchemy"), ("domain", "boss"), ("domain", "grpc"))
    ),
    *(
        Offence(PLUMBING, f"{one}.usecases", plumbing)
        for one in HOUSES
        for plumbing in ("sqlalchemy", "grpc", "faststream", "boss", "runtime", "google")
    ),
    Offence(PLUMBING, "orders.processes", "runtime"),
    Offence(PLUMBING, "orders.processes", "boss"),
    *(Offence(PURE, f"{one}.domain", "asyncio") for one in (*HOUSES, "gateway")),
    *(Offence(PURE, f"{one}.domain", "kernel.clock") for one in (*HOUSES, "gateway")),
    Offence(PURE, "orders.processes", "time"),
    *(Offence(STORAGE, f"{one}.storage", "boss") for one in HOUSES),
    *(Offence(STORAGE, f"{one}.storage", "grpc") for one in HOUSES),
    *(Offence(STORAGE, f"{one}.storage", "aiokafka") for one in HOUSES),
    Offence(STORAGE, "orders.storage", "runtime.rpc"),
    *(Offence(SQL, f"{one}.edge", "sqlalchemy") for one in (*HOUSES, "gateway")),
    *(Offence(SQL, f"{one}.wire", "sqlalchemy") for one in HOUSES),
    Offence(SQL, "orders.clients", "asyncpg"),
    *(Offence(KAFKA, f"{one}.edge", "aiokafka") for one in (*HOUSES, "gateway")),
    *(Offence(KAFKA, f"{one}.edge", "faststream") for one in (*HOUSES, "gateway")),
    *(Offence(ALCHEMY, f"{one}.storage", "sqlalchemy") for one in HOUSES),
    Offence(ALCHEMY, "runtime", "sqlalchemy"),
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
    offender = copy / "services/orders/src/orders/domain/offender.py"
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
    assert "orders.domain.offender -> sqlalchemy" in done.stdout
