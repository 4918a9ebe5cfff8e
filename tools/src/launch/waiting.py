"""Waiting for something outside to be so, without reading a clock."""

import time
from collections.abc import Callable

EVERY = 0.02


def comes_true(check: Callable[[], bool], *, within: float) -> bool:
    """Ask `check` again and again for about `within` seconds; tell whether it came true."""
    for _ in range(max(1, int(within / EVERY))):
        if check():
            return True
        time.sleep(EVERY)
    return check()
