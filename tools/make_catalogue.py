"""Write docs/catalogue/processes.md from the forms, below a folder."""

from __future__ import annotations

import sys
from pathlib import Path

from catalogue import document
from stages import ROOT


def main(out: Path) -> None:
    target = out / "docs/catalogue/processes.md"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(document())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)
