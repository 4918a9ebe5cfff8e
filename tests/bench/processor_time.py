"""How long each process had the processor, children counted with their parent."""

from collections.abc import Mapping

import psutil  # type: ignore[import-untyped]  # ships no types


def seconds_of(pids: Mapping[str, int]) -> dict[str, float]:
    """Return the seconds of processor time each process has used so far, children included."""
    return {name: _with_children(pid) for name, pid in pids.items()}


def own_seconds(pid: int) -> float:
    """Return the seconds a process itself has used so far."""
    used = psutil.Process(pid).cpu_times()
    return float(used.user + used.system)


def between(before: Mapping[str, float], after: Mapping[str, float]) -> Mapping[str, float]:
    """Return what was used in between; who is new has used all it has."""
    return {name: max(used - before.get(name, 0.0), 0.0) for name, used in after.items()}


def _with_children(pid: int) -> float:
    """Add what living children used to what the parent and its dead children did."""
    try:
        parent = psutil.Process(pid)
        own = parent.cpu_times()
        total = own.user + own.system + own.children_user + own.children_system
        for child in parent.children(recursive=True):
            used = child.cpu_times()
            total += used.user + used.system
    except psutil.NoSuchProcess:
        return 0.0
    return float(total)
