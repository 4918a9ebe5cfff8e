"""Make the Helm chart out of what kustomize renders; `--check` says where it is not fresh."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from chart.making import LEFT_ALONE, make
from check_generated import differences
from check_manifests import renderer
from stages import ROOT, say

CHART = ROOT / "deploy/chart"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="make chart", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, say what is stale")
    given = parser.parse_args(arguments)
    command = renderer()
    if command is None:
        say("left out: no kustomize or kubectl here, without which the chart cannot be made")
        return 0 if given.check else 1
    made = {name: text.encode() for name, text in make(command).items()}
    lines = differences(committed(), made)
    if given.check:
        for line in lines:
            say(f"deploy/chart/{line}")
        if lines:
            say("`make chart` writes it; commit the result.")
        return int(bool(lines))
    write(made)
    say(f"deploy/chart: {len(made)} files, {len(lines)} of them new or other than before")
    return 0


def committed() -> dict[str, bytes]:
    """Return what was made before."""
    files = {
        str(path.relative_to(CHART)): path for path in sorted(CHART.rglob("*")) if path.is_file()
    }
    return {name: path.read_bytes() for name, path in files.items() if name not in LEFT_ALONE}


def write(made: dict[str, bytes]) -> None:
    for name in committed().keys() - made.keys():
        (CHART / name).unlink()
    for name, content in made.items():
        path = CHART / Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
