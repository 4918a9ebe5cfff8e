"""Installing shows how far it is, and tells what went wrong."""

import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

from install import Shown

SCRIPT = Path(__file__).parents[1] / "install.py"
SAID = (
    "Collecting attrs==25.1.0 (from -r requirements/dev.txt (line 1))\n",
    "  Downloading attrs-25.1.0-py3-none-any.whl (63 kB)\n",
    "Requirement already satisfied: yarl==1.2 in ./somewhere (1.2)\n",
    "Installing collected packages: attrs, yarl\n",
)


class Terminal(StringIO):
    """Where somebody sees a line change."""

    def isatty(self) -> bool:
        return True


def shown(out: StringIO) -> str:
    line = Shown(out, 2, time.monotonic())
    for said in SAID:
        line.take(said)
    line.end()
    return out.getvalue()


def test_a_terminal_sees_each_package_on_one_line() -> None:
    said = shown(Terminal())

    assert "1 of 2  attrs" in said
    assert "2 of 2  yarl" in said
    assert "all 2 are here" in said
    assert said.count("\n") == 1


def test_elsewhere_there_is_a_line_now_and_then() -> None:
    assert shown(StringIO()).splitlines()[-1].strip().startswith("all 2 are here")


def test_what_pip_objects_to_is_told(tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text("nothing-of-the-kind @ file:///nowhere/at/all.whl\n")

    asked = subprocess.run(
        [sys.executable, str(SCRIPT), str(lock)], capture_output=True, text=True, check=False
    )

    assert asked.returncode != 0
    assert "ERROR" in asked.stderr
