"""Write the pages of docs/catalogue that are read from the sources, below a folder."""

from __future__ import annotations

import sys
from pathlib import Path

import catalogue
import lives
import refusals
import sheets
from stages import ROOT

PAGES = {
    "processes.md": catalogue.document,
    "lives.md": lives.document,
    "refusals.md": refusals.document,
}


def main(out: Path) -> None:
    folder = out / "docs/catalogue"
    folder.mkdir(parents=True, exist_ok=True)
    for name, document in PAGES.items():
        (folder / name).write_text(document())
    (folder / "processes").mkdir(exist_ok=True)
    for name, text in sheets.documents().items():
        (folder / name).write_text(text)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)
