"""Run the tests; those that need Docker only where an engine answers. Say what was left out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from stages import ROOT, LeftOut, Stage, run_all, say

NO_ENGINE = "no Docker engine answers here"


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    folders: tuple[str, ...]
    seconds: int
    needs_engine: bool = False

    def present(self) -> tuple[str, ...]:
        """Return the folders of this kind that hold tests."""
        found = (path for pattern in self.folders for path in sorted(ROOT.glob(pattern)))
        return tuple(str(path.relative_to(ROOT)) for path in found if any(path.rglob("test_*.py")))


KINDS = (
    Kind("architecture", ("tests/architecture",), 300),
    Kind("unit and storage", ("libs/*/tests", "services/*/tests", "tools/tests"), 900),
    Kind("packages", ("tests/packages",), 600),
    Kind("contracts", ("tests/contracts",), 120),
    Kind("stories", ("tests/stories",), 300),
    Kind("chain", ("tests/chain",), 1500),
    Kind("brokers", ("tests/brokers",), 600),
    Kind("chaos", ("tests/chaos",), 1200),
    Kind("containers", ("tests/containers",), 2400, needs_engine=True),
)


def engine_answers() -> bool:
    docker = shutil.which("docker")
    if docker is None:
        return False
    try:
        asked = subprocess.run([docker, "info"], capture_output=True, check=False, timeout=20)
    except subprocess.TimeoutExpired:
        return False
    return asked.returncode == 0


def stages_of(kind: Kind, wishes: Sequence[str]) -> list[Stage]:
    """Return a stage per folder: each service's tests have modules of the same names."""
    pytest = (sys.executable, "-m", "pytest", *wishes)
    return [
        Stage(f"{kind.name}: {folder}", (*pytest, folder), kind.seconds)
        for folder in kind.present()
    ]


def reason_to_leave_out(kind: Kind, wanted: Sequence[str], *, engine: bool) -> str | None:
    if wanted and kind.name.split()[0] not in wanted:
        return "not asked for"
    if kind.needs_engine and not engine:
        return NO_ENGINE
    return None


def main(wishes: Sequence[str]) -> int:
    wanted = os.environ.get("ONLY", "").split()
    engine = engine_answers()
    kinds = [kind for kind in KINDS if kind.present()]
    say("uses: embedded PostgreSQL and an embedded broker speaking Kafka's protocol")
    say("uses: the Docker engine of this machine" if engine else f"does without: {NO_ENGINE}")
    reasons = {kind: reason_to_leave_out(kind, wanted, engine=engine) for kind in kinds}
    wished = [kind for kind, why in reasons.items() if why is None]
    stages = [stage for kind in wished for stage in stages_of(kind, wishes)]
    if not stages:
        say(
            f"There is nothing to run; kinds are: {', '.join(one.name.split()[0] for one in kinds)}"
        )
        return 1
    return run_all(stages, [LeftOut(one.name, why) for one, why in reasons.items() if why])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
