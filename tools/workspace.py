"""Make the virtual environment see every package of this repository where it lies."""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = ("libs/*/src", "services/*/src", "tools/src")
COMMAND = """#!{python}
import sys

from bossctl.__main__ import main

sys.exit(main())
"""
"""What installing kaitong-tools would make of its entry point."""


def main() -> None:
    folders = sorted(path for pattern in SOURCES for path in ROOT.glob(pattern))
    paths = sysconfig.get_paths()
    target = Path(paths["purelib"]) / "kaitong.pth"
    target.write_text("".join(f"{folder}\n" for folder in folders))
    command = Path(paths["scripts"]) / "bossctl"
    command.write_text(COMMAND.format(python=sys.executable))
    command.chmod(0o755)


if __name__ == "__main__":
    main()
