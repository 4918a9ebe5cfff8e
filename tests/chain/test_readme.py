"""The README's walk, as a newcomer types it, works, and works again on the same operator."""

import os
import re
import subprocess
import sys

from harness.chain import Town
from launch.operations import write_addresses
from launch.plan import REPOSITORY

SECTIONS = ("A first order in five minutes", "A month, to the last fen")
LONGEST = 120.0


def typed(section: str) -> str:
    """Return what a section of the README tells to type."""
    page = (REPOSITORY / "README.md").read_text()
    text = page.partition(f"## {section}\n")[2].partition("\n## ")[0]
    return "\n".join(re.findall(r"```bash\n(.*?)```", text, re.DOTALL))


def walk(town: Town) -> str:
    """Type all of it in one shell; return what it printed."""
    words = "\n".join(typed(section) for section in SECTIONS)
    words = words.replace("run/operator.env", str(write_addresses(town.operator)))
    words = words.replace(".venv/bin/python", sys.executable).replace("python3", sys.executable)
    asked = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", words],
        cwd=REPOSITORY,
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")},
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST,
    )
    assert asked.returncode == 0, asked.stdout + asked.stderr
    return asked.stdout


def test_the_walk_works_and_works_again(town: Town) -> None:
    for _ in range(2):
        said = walk(town)

        assert "completed" in said
        assert "MML ADD" in said
        assert "voice 90 s (home)" in said
        assert "30.000 fen" in said
        assert "refused" not in said.lower()
        assert "usageConsumption" in said
