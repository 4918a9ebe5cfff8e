"""Waiting for something outside to be so."""

import time
from collections.abc import Callable

from kernel.clock import monotonic

EVERY = 0.02


def comes_true(check: Callable[[], bool], *, within: float) -> bool:
    """Ask `check` again and again for `within` seconds; tell whether it came true."""
    until = monotonic() + within
    while not check():
        if monotonic() >= until:
            return False
        time.sleep(EVERY)
    return True
