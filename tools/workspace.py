"""Make the virtual environment see every package of this repository where it lies."""

from __future__ import annotations

import sysconfig
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = ("libs/*/src", "services/*/src", "tools/src")


def main() -> None:
    folders = sorted(path for pattern in SOURCES for path in ROOT.glob(pattern))
    target = Path(sysconfig.get_paths()["purelib"]) / "kaitong.pth"
    target.write_text("".join(f"{folder}\n" for folder in folders))


if __name__ == "__main__":
    main()
