"""Begin a process: the form, its request message, and its story, ready to be filled in."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

from stages import ROOT, say

NAME = re.compile(r"[a-z]+(_[a-z]+)*")

FORM = '''"""{title} (中文名): what happens, told in one sentence.

Say here what the process promises, and to whom; put the Chinese name in the first line.
"""

from dataclasses import dataclass

from orders.domain.process import Asked, Channel, Process, Proof


@dataclass(frozen=True, slots=True)
class {request}:
    subscriber_id: str


PROCESS = Process(
    name="{name}",
    request={request},
    opened_by=(Asked(Channel.HALL, proof=frozenset({{Proof.ID_SEEN}})),),
    rules=(),
)
'''
MESSAGE = """syntax = "proto3";

package boss.orders.v1.processes;

// What is asked for with the process {name}.
message {request} {{
  // Our id of the subscriber.
  string subscriber_id = 1;
}}
"""
STORY = '''"""{title}: it works, it comes back when refused, and each refusal by its code."""

from harness.world import World
from orders.processes.{name} import {request}


async def test_somebody_asks_and_it_is_done() -> None:
    world = World()

    await world.asks_for("{name}", {request}(subscriber_id=world.subscriber_id))

    assert world.diary == ["say here which steps its owners carry out"]
'''


def files(name: str) -> Mapping[Path, str]:
    """Return the text of the three files of a process, by path."""
    words = {
        "name": name,
        "title": name.replace("_", " ").capitalize(),
        "request": name.title().replace("_", ""),
    }
    return {
        ROOT / f"services/orders/src/orders/processes/{name}.py": FORM.format(**words),
        ROOT / f"proto/boss/orders/v1/processes/{name}.proto": MESSAGE.format(**words),
        ROOT / f"tests/stories/test_{name}.py": STORY.format(**words),
    }


def main(name: str) -> int:
    if not NAME.fullmatch(name):
        say("make new-process name=words_with_underscores, as a clerk calls it")
        return 1
    wanted = files(name)
    if taken := [path for path in wanted if path.exists()]:
        say(f"{name} has begun already: {taken[0].relative_to(ROOT)}")
        return 1
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        say(str(path.relative_to(ROOT)))
    say("Fill them in, then: make proto docs && make test ONLY=stories")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
