"""Check everything that can be checked without running it: text, types, arrows, promises."""

from __future__ import annotations

import sys
from pathlib import Path

from stages import ROOT, LeftOut, Stage, run_all

BIN = Path(sys.executable).parent
BASELINE = "proto/.baseline/boss.binpb"


def tool(name: str, *arguments: str) -> tuple[str, ...]:
    return (str(BIN / name), *arguments)


def script(name: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, f"tools/{name}.py", *arguments)


def types_of_tests() -> tuple[Stage, ...]:
    """Return a stage per service: their tests have modules of the same names."""
    folders = sorted(ROOT.glob("services/*/tests"))
    return tuple(_types_of(folder) for folder in folders if any(folder.rglob("*.py")))


def _types_of(folder: Path) -> Stage:
    where, name = folder.relative_to(ROOT), folder.parent.name
    files = (str(path.relative_to(ROOT)) for path in sorted(folder.rglob("*.py")))
    mypy = tool("mypy", "--cache-dir", f".mypy_cache/{name}", *files)
    # What speaks to the network is tested against the emulator's pretend one.
    paths = ":".join(dict.fromkeys((str(where), "services/emulator/tests")))
    return Stage(
        f"types of {name}'s tests (mypy)", ("env", f"MYPYPATH={paths}", *mypy), 300, quiet=True
    )


STAGES = (
    Stage("style (ruff)", tool("ruff", "check", "."), 120, quiet=True),
    Stage("layout of the text (ruff)", tool("ruff", "format", "--check", "."), 60, quiet=True),
    Stage("arrows (import-linter)", tool("lint-imports"), 180, quiet=True),
    Stage("promises are well said (buf)", tool("buf", "lint"), 60, quiet=True),
    Stage(
        "no promise is broken (buf)",
        tool("buf", "breaking", "proto", "--against", BASELINE),
        60,
        quiet=True,
    ),
    Stage("generated files are fresh", script("check_generated"), 120, quiet=True),
    Stage("the chart is fresh", script("make_chart", "--check"), 300, quiet=True),
    Stage("manifests (Kubernetes)", script("check_manifests"), 180),
    Stage("types (mypy)", tool("mypy"), 600, quiet=True),
    *types_of_tests(),
)


def main() -> int:
    stages = [stage for stage in STAGES if stage.name != "no promise is broken (buf)"]
    if (ROOT / BASELINE).exists():
        return run_all(STAGES)
    why = f"there is no {BASELINE} yet; `make proto-baseline` writes it"
    return run_all(stages, [LeftOut("no promise is broken (buf)", why)])


if __name__ == "__main__":
    sys.exit(main())
