"""Waiting for a Job: for its end, however it ends."""

import time
from collections.abc import Callable

from bossctl.cluster.kubernetes import Kubectl, Manifest
from bossctl.cluster.rendering import at
from bossctl.outcome import Unsuccessful
from kernel.clock import monotonic

LOOK_SECONDS = 1.0
ENDS = {"Complete": True, "Failed": False}


def ended_well(
    kubectl: Kubectl, name: str, *, seconds: float, sleep: Callable[[float], None] = time.sleep
) -> bool:
    """Wait until it is complete (True) or has failed for good; raises Unsuccessful after that."""
    until = monotonic() + seconds
    while True:
        for job in kubectl.get("job", name):
            if (how := _how(job)) is not None:
                return how
        if monotonic() > until:
            raise Unsuccessful(f"job/{name} has not ended after {seconds:.0f} s.")
        sleep(LOOK_SECONDS)


def _how(job: Manifest) -> bool | None:
    conditions = at(job, "status", "conditions")
    for condition in conditions if isinstance(conditions, list) else []:
        if condition.get("status") == "True" and condition.get("type") in ENDS:
            return ENDS[condition["type"]]
    return None
