"""KEDA scales by what waits: it reads the lag of a group over TLS, and makes more listeners."""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from cluster import keda
from cluster.cases.crowd import in_use
from cluster.cases.loading import RATED, Switch, with_money
from cluster.cases.using import agreed
from cluster.kubectl import Manifest, eventually
from cluster.parts import Parts
from cluster.telling import Wrong
from cluster.town import NAMESPACE, Town
from kernel.clock import monotonic

LISTENER, WORKER = "billing-listen", "provisioning-work"
FILES, FILES_SECONDS = 1500, 400
KAFKA = "kafka"
SECONDS, RECORDS, CALLERS = 20, 300, 4
"""Of records that are laid while nobody can book them: enough for three listeners and more."""
READY_SECONDS, GROWN_SECONDS, CHARGED_SECONDS = 180, 180, 180
STANDS = "BEGIN; LOCK TABLE usage_record IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(600)"


def taken_over(town: Town, parts: Parts) -> str:
    """Start KEDA while customers come: it takes the autoscalers over, and reads every lag."""
    with in_use(town) as use:
        keda.start(town.kubectl, parts.manifests_of_keda)
        eventually("KEDA reads no lag", lambda: _unready(town), seconds=READY_SECONDS)
    scalers = town.kubectl.all("horizontalpodautoscalers", "-n", NAMESPACE)
    owned = [one["metadata"]["name"] for one in scalers if _is_kedas(one)]
    all_scaled = town.kubectl.all("scaledobjects", "-n", NAMESPACE)
    wanted = {one["metadata"]["name"] for one in all_scaled}
    if missing := sorted(wanted - set(owned)):
        raise Wrong(f"KEDA made no autoscaler of {', '.join(missing)}")
    return f"{len(owned)} autoscalers are KEDA's, {_lags(town)}; {use.judged('KEDA comes')}"


def grown(town: Town) -> str:
    """Let uses wait for billing's database: there are more listeners, and all is charged once."""
    subscribers = [with_money(town) for _ in range(CALLERS)]
    agreed(town)
    before = int(town.sql(RATED, database="billing"))
    begun = monotonic()
    with _standing(town):
        with Switch(town, subscribers, RECORDS, seconds=SECONDS):
            time.sleep(SECONDS)
        eventually("no more listeners", lambda: _no_more(town, LISTENER), seconds=GROWN_SECONDS)
    took, number = monotonic() - begun, _number(town, LISTENER)
    wanted = SECONDS * RECORDS

    def uncharged() -> str:
        left = wanted + before - int(town.sql(RATED, database="billing"))
        return f"{left} records have no price" if left else ""

    eventually("not all is charged", uncharged, seconds=CHARGED_SECONDS)
    town.figures.note("KEDA: until there were more listeners", f"{took:.0f} s, {number} of them")
    return f"{number} listeners after {took:.0f} s; {wanted} records charged once; {agreed(town)}"


def workers_grown(town: Town) -> str:
    """Let files of records wait: there are more workers, and each record is charged once."""
    subscribers = [with_money(town) for _ in range(CALLERS)]
    agreed(town)
    before, begun = int(town.sql(RATED, database="billing")), monotonic()
    switch = Switch(town, subscribers, records=1)
    for _ in range(FILES):
        switch.lay()
    eventually("no more workers", lambda: _no_more(town, WORKER), seconds=GROWN_SECONDS)
    took = monotonic() - begun

    def uncharged() -> str:
        left = FILES + before - int(town.sql(RATED, database="billing"))
        return f"{left} records have no price" if left else ""

    eventually("not all is charged", uncharged, seconds=FILES_SECONDS)
    number = _number(town, WORKER)
    town.figures.note("KEDA: until there were more workers", f"{took:.0f} s, {number} of them")
    return f"{number} workers after {took:.0f} s; {FILES} files; {agreed(town)}"


@contextmanager
def _standing(town: Town) -> Iterator[None]:
    """Let billing's records stand locked, as a database that is busy with something else."""
    words = ("exec", "-n", NAMESPACE, "kaitong-postgres-0", "--", "bash", "-c")
    program = f"psql -U postgres -d billing -Atc '{STANDS}'"
    command = [town.kubectl.program, f"--kubeconfig={town.kubectl.config}", *words, program]
    holding = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        eventually("nothing is locked", lambda: _unlocked(town), seconds=30)
        yield
    finally:
        town.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE query LIKE 'BEGIN; LOCK TABLE usage_record%' AND pid <> pg_backend_pid()"
        )
        holding.wait(30)


def _unlocked(town: Town) -> str:
    asked = (
        "SELECT count(*) FROM pg_locks WHERE granted AND mode = 'AccessExclusiveLock'"
        " AND relation = 'usage_record'::regclass"
    )
    return "" if town.sql(asked, database="billing") != "0" else "no lock"


def _scaled(town: Town) -> list[Manifest]:
    found = town.kubectl.all("scaledobjects", "-n", NAMESPACE)
    return [one for one in found if _by_kafka(one)]


def _by_kafka(scaled: Manifest) -> bool:
    return any(one["type"] == KAFKA for one in scaled["spec"]["triggers"])


def _unready(town: Town) -> str:
    waiting = []
    for one in _scaled(town):
        conditions = one.get("status", {}).get("conditions", [])
        told = {each["type"]: each for each in conditions}
        if told.get("Ready", {}).get("status") != "True":
            waiting.append(f"{one['metadata']['name']}: {told.get('Ready')}")
    return "; ".join(waiting)


def _is_kedas(scaler: Manifest) -> bool:
    owners = scaler["metadata"].get("ownerReferences", [])
    return any(one["kind"] == "ScaledObject" for one in owners)


def _lags(town: Town) -> str:
    """Ask for every lag as an autoscaler does. Raises Wrong where one is not told."""
    told = 0
    for one in _scaled(town):
        name = one["metadata"]["name"]
        for metric in one["status"]["externalMetricNames"]:
            path = (
                f"/apis/external.metrics.k8s.io/v1beta1/namespaces/{NAMESPACE}/{metric}"
                f"?labelSelector=scaledobject.keda.sh%2Fname%3D{name}"
            )
            items = json.loads(town.kubectl.run("get", "--raw", path).out)["items"]
            if not items:
                raise Wrong(f"{name}: {metric} is not told")
            told += 1
    return f"{told} lags read over TLS"


def _number(town: Town, door: str) -> int:
    found = town.kubectl.get("deployment", door, "-n", NAMESPACE)
    return int(found["spec"]["replicas"])


def _no_more(town: Town, door: str) -> str:
    scaler = town.kubectl.get("horizontalpodautoscaler", door, "-n", NAMESPACE)
    return "" if _number(town, door) > 2 else f"{scaler.get('status')}"
