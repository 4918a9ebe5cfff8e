"""`make bench`: what an operator does all day beside its bare floor, in the same run.

`python -m bench [orders | usage | charging] [...]`; without a word all, each as it is by default.
`python -m bench disk` measures no time: what a subscriber, an order, a record of use keep on disk.
`python -m bench idle`: what an operator costs while nothing goes on.
"""

import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from types import FrameType
from typing import NoReturn

import bench.charging.path
import bench.disk.path
import bench.idle
import bench.orders_path
import bench.usage.path

PATHS: Mapping[str, Callable[[Sequence[str]], int]] = {
    "orders": bench.orders_path.run,
    "usage": bench.usage.path.run,
    "charging": bench.charging.path.run,
}


APART: Mapping[str, Callable[[Sequence[str]], int]] = {
    "disk": bench.disk.path.run,
    "idle": bench.idle.run,
}
"""What is measured only where it is asked for."""


def main(words: Sequence[str]) -> int:
    """Measure one path, or all; 1 where a floor was not the same, or something failed."""
    signal.signal(signal.SIGTERM, interrupt)
    paths = {**PATHS, **APART}
    if words and words[0] in paths:
        return paths[words[0]](words[1:])
    if words:
        # Options without a path are those of orders.
        return PATHS["orders"](words)
    return max(run(()) for run in PATHS.values())


def interrupt(number: int, frame: FrameType | None) -> NoReturn:
    """End as after Ctrl-C: everything that was started is ended."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
