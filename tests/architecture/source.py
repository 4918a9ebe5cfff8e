"""What the rules of the house look at: files, their trees, and what stands in them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
GENERATED = ROOT / "libs/contracts/src/boss"


def python_files(*patterns: str) -> list[Path]:
    found = {path for pattern in patterns for path in ROOT.glob(pattern)}
    return sorted(path for path in found if not path.is_relative_to(GENERATED))


SOURCES = python_files("libs/*/src/**/*.py", "services/*/src/**/*.py", "tools/src/**/*.py")
SCRIPTS = python_files("tools/*.py")
TESTS = python_files("tests/**/*.py", "libs/*/tests/**/*.py", "services/*/tests/**/*.py")
SERVICES = sorted(path for path in (ROOT / "services").iterdir() if path.is_dir())
PROCESSES = python_files("services/*/src/*/processes/*.py", "services/*/src/*/*/processes/*.py")
KERNEL = python_files("libs/kernel/src/**/*.py")


@cache
def text(path: Path) -> str:
    return path.read_text()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path))


def where(path: Path, node: ast.AST | None = None) -> str:
    line = getattr(node, "lineno", None)
    return f"{path.relative_to(ROOT)}" + (f":{line}" if line else "")


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(tree(path))


def tracked_files() -> list[Path]:
    """Return what belongs to the repository, as git says it."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return [path for path in paths if path.is_file()]
