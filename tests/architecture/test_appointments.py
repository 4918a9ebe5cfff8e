"""What is due at a moment is told in docs/appointments.md, all of it and nothing else."""

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from architecture.source import ROOT, python_files, text, tree
from billing.accounts.domain.due import DUE_ORDER
from billing.bootstrap import due_acts

PAGE = ROOT / "docs/appointments.md"
SETTERS = {"schedule", "hold", "Appointment", "Missed"}
SERVICES = ("accounts", "orders", "billing", "provisioning", "emulator", "gateway")
COLUMNS = 6


def module_of(path: Path) -> str:
    """Return the dotted name of a source of a service."""
    inside = path.relative_to(ROOT).parts
    return ".".join(inside[3:]).removesuffix(".py").removesuffix(".__init__")


def names_set(service: str) -> set[str]:
    """Return the names of all timers this service sets or carries out."""
    found: set[str] = set()
    for path in python_files(f"services/{service}/src/**/*.py"):
        for named in timer_names(tree(path)):
            value = getattr(importlib.import_module(module_of(path)), named.id, None)
            if isinstance(value, str):
                found.add(value)
    return found


def timer_names(module: ast.Module) -> Iterator[ast.Name]:
    """Return what stands where a timer is named: its setting, and the table of handlers."""
    for node in ast.walk(module):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        called = node.func.id if isinstance(node.func, ast.Name) else called
        if called in SETTERS:
            yield from (one for one in node.args[:2] if isinstance(one, ast.Name))
        if called == "Timers" and node.args and isinstance(node.args[0], ast.Dict):
            yield from (one for one in node.args[0].keys if isinstance(one, ast.Name))


def rows(service: str) -> dict[str, list[str]]:
    """Return the rows of the page's table of a service, by the name of the timer."""
    chapter = text(PAGE).partition(f"### {service}\n")[2].partition("\n#")[0]
    lines = [line for line in chapter.splitlines() if line.startswith("| `")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {cell[0].strip("`"): cell for cell in cells}


@pytest.mark.parametrize("service", SERVICES)
def test_every_timer_of_a_service_is_told_and_no_other(service: str) -> None:
    assert set(rows(service)) == names_set(service)


@pytest.mark.parametrize("service", SERVICES)
def test_each_row_says_whose_when_and_what_if_changed_refused_or_late(service: str) -> None:
    assert [row for row in rows(service).values() if len(row) != COLUMNS or not all(row)] == []


def test_the_page_and_billing_have_one_order_of_what_is_due_at_one_moment() -> None:
    carried_out = due_acts(None, None, ahead=timedelta())  # type: ignore[arg-type]  # only its names

    assert list(rows("billing")) == list(DUE_ORDER)
    assert tuple(carried_out) == DUE_ORDER


def works() -> Iterator[tuple[str, str]]:
    """Return the classes of works of services, and their names."""
    for path in python_files("services/*/src/**/*.py"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef) and {"due", "carry_out", "next_due"} <= methods(node):
                kind = getattr(importlib.import_module(module_of(path)), node.name)
                yield node.name, name_of(kind)


def methods(node: ast.ClassDef) -> set[str]:
    return {one.name for one in node.body if isinstance(one, ast.AsyncFunctionDef)}


def name_of(work: type) -> str:
    fields = getattr(work, "__dataclass_fields__", {}) if is_dataclass(work) else {}
    return str(fields["name"].default if "name" in fields else vars(work)["name"])


def test_every_other_work_is_told_too() -> None:
    told = set(re.findall(r"`([a-z_]+)`", text(PAGE)))
    there = dict(works())

    assert len(there) > 6
    assert {one: name for one, name in there.items() if name not in told} == {}
