"""What a path has measured: said to people, and kept as JSON."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from launch.progress import Progress


class Said(Protocol):
    """A report of a path."""

    def content(self) -> Mapping[str, Any]: ...
    def lines(self) -> Iterator[str]: ...


def publish(report: Said, path: Path, progress: Progress) -> None:
    """Keep it at `path`, and say it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report.content(), indent=2) + "\n")
    progress.say()
    for line in report.lines():
        progress.say(line)
    progress.say(f"\nThe same as JSON: {path}")
