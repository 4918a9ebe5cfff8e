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
from importlinter.domain.contract import Contract

ROOT = Path(__file__).parents[2]
configure()
OPTIONS = read_user_options(str(ROOT / "pyproject.toml"))
PACKAGES: list[str] = OPTIONS.session_options["root_packages"]
CONTRACTS: dict[str, dict[str, Any]] = {one["name"]: one for one in OPTIONS.contracts_options}
(
    ROOMS,
    GATEWAY,
    APART,
    FLOOR,
    KERNEL,
    PLUMBING,
    PURE,
    STORAGE,
    SQL,
    KAFKA,
    ALCHEMY,
    *_AREAS,
) = CONTRACTS
NETWORK_ROOMS = "Every area of provisioning and emulator has the same rooms"
PROVISIONING_ORDER = "Areas of provisioning stand on each other in one order"
ELEMENTS = "Each kind of element has a folder that no other one knows"
EMULATOR_ORDER = "Areas of the emulator stand on each other in one order"
DOORS = "Each door of the emulator has a folder of its own"
BELOW = "uses what is below it through use cases, ports and domain"
KINDS: dict[str, type[Contract]] = {
    "layers": LayersContract,
    "independence": IndependenceContract,
    "forbidden": ForbiddenContract,
}
SERVICES: list[str] = CONTRACTS[ROOMS]["containers"]
NETWORK: list[str] = CONTRACTS[NETWORK_ROOMS]["containers"]
NETWORK_ORDERS: dict[str, list[str]] = {
    name: [
        f"{container}.{layer}"
        for container in CONTRACTS[name]["containers"]
        for layer in CONTRACTS[name]["layers"]
        if "|" not in layer and not layer.startswith("__")
    ]
    for name in (PROVISIONING_ORDER, ELEMENTS, EMULATOR_ORDER, DOORS)
}
"""Areas that stand alone in their layer, from the highest down."""
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
    *(Offence(NETWORK_ROOMS, f"{one}.helpers") for one in NETWORK),
    *(Offence(NETWORK_ROOMS, f"{one}.domain", f"{one}.usecases") for one in NETWORK),
    *(Offence(NETWORK_ROOMS, f"{one}.ports", f"{one}.usecases") for one in NETWORK),
    *(Offence(NETWORK_ROOMS, f"{one}.usecases", f"{one}.edge") for one in NETWORK),
    *(Offence(NETWORK_ROOMS, f"{one}.usecases", f"{one}.wire") for one in NETWORK),
    *(Offence(NETWORK_ROOMS, f"{one}.wire", f"{one}.storage") for one in NETWORK),
    *(Offence(NETWORK_ROOMS, f"{one}.storage", f"{one}.clients") for one in NETWORK),
    *(Offence(NETWORK_ROOMS, f"{one}.clients", f"{one}.edge") for one in NETWORK),
    *(
        Offence(name, lower, higher)
        for name, areas in NETWORK_ORDERS.items()
        for higher, lower in pairwise(areas)
    ),
    *(
        Offence(name, f"{CONTRACTS[name]['containers'][0]}.helpers")
        for name in (PROVISIONING_ORDER, ELEMENTS, EMULATOR_ORDER, DOORS)
    ),
    Offence(ELEMENTS, "provisioning.elements.hlr", "provisioning.elements.serving_node"),
    Offence(DOORS, "emulator.doors.mml", "emulator.doors.gsup"),
    Offence(DOORS, "emulator.doors.gsup", "emulator.doors.lab"),
    *(
        Offence(name, CONTRACTS[name]["source_modules"][0], forbidden)
        for name in CONTRACTS
        if name.endswith(BELOW)
        for forbidden in CONTRACTS[name]["forbidden_modules"]
    ),
    Offence(GATEWAY, "gateway.helpers"),
    Offence(GATEWAY, "gateway.domain", "gateway.edge"),
    Offence(GATEWAY, "gateway.clients", "gateway.edge"),
    Offence(GATEWAY, "gateway.edge", "gateway.bootstrap"),
    Offence(APART, "accounts.edge", "billing.domain"),
    Offence(APART, "provisioning.elements.hlr", "emulator.hlr"),
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
        for one in (*SERVICES, "gateway")
        for room, plumbing in (("domain", "sqlalchemy"), ("domain", "boss"), ("domain", "grpc"))
    ),
    *(
        Offence(PLUMBING, f"{one}.usecases", plumbing)
        for one in SERVICES
        for plumbing in ("sqlalchemy", "grpc", "faststream", "boss", "runtime", "google")
    ),
    *(
        Offence(PLUMBING, f"{one}.{room}", plumbing)
        for one, room in (
            ("provisioning.changes", "usecases"),
            ("provisioning.changes", "ports"),
            ("emulator.hlr", "domain"),
            ("emulator.doors.mml", "usecases"),
        )
        for plumbing in ("sqlalchemy", "grpc", "boss", "runtime")
    ),
    *(
        Offence(PURE, f"{one}.domain", "asyncio")
        for one in ("provisioning.changes", "emulator.hlr")
    ),
    *(Offence(STORAGE, f"{one}.storage", "boss") for one in NETWORK),
    *(Offence(SQL, f"{one}.{room}", "asyncpg") for one in NETWORK for room in ("edge", "wire")),
    *(Offence(KAFKA, one, "aiokafka") for one in ("provisioning", "emulator")),
    *(Offence(ALCHEMY, f"{one}.storage", "sqlalchemy") for one in NETWORK),
    Offence(PLUMBING, "orders.processes", "runtime"),
    Offence(PLUMBING, "orders.processes", "boss"),
    *(Offence(PURE, f"{one}.domain", "asyncio") for one in (*SERVICES, "gateway")),
    *(Offence(PURE, f"{one}.domain", "kernel.clock") for one in (*SERVICES, "gateway")),
    Offence(PURE, "orders.processes", "time"),
    *(Offence(STORAGE, f"{one}.storage", "boss") for one in SERVICES),
    *(Offence(STORAGE, f"{one}.storage", "grpc") for one in SERVICES),
    *(Offence(STORAGE, f"{one}.storage", "aiokafka") for one in SERVICES),
    Offence(STORAGE, "orders.storage", "runtime.rpc"),
    *(Offence(SQL, f"{one}.edge", "sqlalchemy") for one in (*SERVICES, "gateway")),
    *(Offence(SQL, f"{one}.wire", "sqlalchemy") for one in SERVICES),
    Offence(SQL, "orders.clients", "asyncpg"),
    *(Offence(KAFKA, f"{one}.edge", "aiokafka") for one in (*SERVICES, "gateway")),
    *(Offence(KAFKA, f"{one}.edge", "faststream") for one in (*SERVICES, "gateway")),
    *(Offence(ALCHEMY, f"{one}.storage", "sqlalchemy") for one in SERVICES),
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
