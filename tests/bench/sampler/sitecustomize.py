"""Samples what a service does while it has the processor; off until SIGUSR2, on until the next.

Python loads this at the start of every process whose PYTHONPATH names its folder. Each 4 ms
of processor time the stack of the main thread is noted (setitimer, ITIMER_PROF); what was
seen is written to $BENCH_SAMPLES/<pid>.json when sampling ends.
"""

import json
import os
import signal
from collections import Counter
from pathlib import Path
from types import CodeType, FrameType

EVERY_SECONDS = 0.004
DEEPEST = 80


class Sampler:
    """Counts stacks, the innermost frame first."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / f"{os.getpid()}.json"
        self._seen: Counter[tuple[CodeType, ...]] = Counter()
        self._is_on = False

    def turn(self, number: int, frame: FrameType | None) -> None:
        """Begin to sample, or end and write."""
        self._is_on = not self._is_on
        every = EVERY_SECONDS if self._is_on else 0.0
        signal.setitimer(signal.ITIMER_PROF, every, every)
        if self._is_on:
            self._seen.clear()
        else:
            self._write()

    def note(self, number: int, frame: FrameType | None) -> None:
        """Note where the main thread is."""
        stack: list[CodeType] = []
        while frame is not None and len(stack) < DEEPEST:
            stack.append(frame.f_code)
            frame = frame.f_back
        self._seen[tuple(stack)] += 1

    def _write(self) -> None:
        stacks = [
            [number, [f"{code.co_filename}:{code.co_qualname}" for code in stack]]
            for stack, number in self._seen.items()
        ]
        unfinished = self._file.with_suffix(".part")
        unfinished.write_text(json.dumps(stacks))
        unfinished.replace(self._file)


if "BENCH_SAMPLES" in os.environ:
    sampler = Sampler(Path(os.environ["BENCH_SAMPLES"]))
    signal.signal(signal.SIGPROF, sampler.note)
    signal.signal(signal.SIGUSR2, sampler.turn)
