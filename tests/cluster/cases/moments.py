"""Backups by PostgreSQL's own programs, a drill on a copy, and a restore to a moment in earnest."""

import json
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from cluster.cases.crowd import Callers, in_use, talkers_of
from cluster.cases.restoring import AS_SUPERUSER, SERVICE, doors_away, in_postgres
from cluster.cases.using import agreed, opened
from cluster.deploying import deploys, tried
from cluster.kubectl import Manifest, eventually
from cluster.telling import LeftOut, Wrong
from cluster.town import NAMESPACE, Town
from kernel.clock import SystemClock, monotonic
from launch.postgres_binaries import OTHERS

NIGHTLY, NOW, REWIND = "cronjob/backup-nightly", "backup-now", "orders-rewind"
RECEIVER = "deployment/backup-receiver"
BACKUP_SECONDS, DRILL_SECONDS, DUMP_SECONDS, JOB_SECONDS = 180, 900, 300, 180
APART_SECONDS = 2.0
"""Between a moment and what is done before and after it."""
PROGRAMS = Path("/usr/lib/postgresql")
EXCHANGED = (
    AS_SUPERUSER,
    f"dropdb --force {SERVICE}",
    f"createdb -O {SERVICE} {SERVICE}",
    f"pg_restore --exit-on-error -d {SERVICE}",
)


def drilled(town: Town) -> str:
    """Take a base backup while customers come; then see a copy as it was between two of them."""
    with in_use(town) as use:
        town.kubectl.run("create", "job", NOW, f"--from={NIGHTLY}", "-n", NAMESPACE)
        _ended(town, NOW, seconds=BACKUP_SECONDS)
    told = use.judged("a base backup is taken")
    programs = _programs(town)
    agreed(town)
    time.sleep(APART_SECONDS)
    before, moment = _orders(town), SystemClock().now()
    time.sleep(APART_SECONDS)
    for _ in range(2):
        opened(town)
    report = _drill(town, programs, moment)
    took = f"{report['segments']} segments of the log, {report['seconds']:.0f} s"
    town.figures.note("the drill of a restore", took)
    if not report["agrees"] or report["orders"] != before:
        off = ", ".join(one["what"] for one in report["findings"] if not one["holds"])
        raise Wrong(f"{report['orders']} orders of {before} there were; off: {off or 'nothing'}")
    return f"{told}; in the copy {before} orders, none of those behind the moment; {took}"


def restored_to_a_moment(town: Town) -> str:
    """Lose the database of orders, and bring it back as it was from base backup and log.

    Subscribers call meanwhile. Nothing was ordered since the moment, so nothing is lost.
    """
    opened(town)
    agreed(town)
    time.sleep(APART_SECONDS)
    moment, begun = SystemClock().now(), monotonic()
    dump = town.folder / "orders.dump"
    with Callers(town, talkers_of(town)) as callers:
        time.sleep(APART_SECONDS)
        with doors_away(town):
            words = (RECEIVER, "-n", NAMESPACE, "--", "/programs/dump-at.sh", moment.isoformat())
            base = town.kubectl.kept(dump, "exec", *words, SERVICE, seconds=DUMP_SECONDS)
            in_postgres(town, " && ".join(EXCHANGED), given=dump)
            told = _rewound(town, moment)
    town.figures.note("to restore a database to a moment", f"{monotonic() - begun:.0f} s")
    opened(town)
    groups = len(told["consumed_again"])
    again = f"{told['rows_sent_again']} events sent again, {groups} groups set back"
    return f"{base.splitlines()[-1]}; {again}; {callers.judged()}; {agreed(town)}"


def _programs(town: Town) -> Path:
    """Return where this machine has PostgreSQL's programs of the version the pod has."""
    said = in_postgres(town, "cat $PGDATA/PG_VERSION").strip()
    folder = PROGRAMS / said
    if not (folder / "bin" / "postgres").exists():
        raise LeftOut(f"a drill wants PostgreSQL {said} on this machine: postgresql-{said}")
    return folder


def _orders(town: Town) -> int:
    return int(json.loads(town.bossctl("--json", "orders", "list", "--limit", "1"))["total"])


def _drill(town: Town, programs: Path, moment: datetime) -> dict[str, Any]:
    keys, backups = town.folder / "saved-keys", town.folder / "volumes" / "backups"
    deploys(town, "secrets", "save", str(town.overlay.folder), str(keys))
    (base,) = backups.glob("base-*")
    said = tried(
        town, "--json", "drill", "restore", "--base", str(base), "--wal", str(backups / "wal"),
        "--keys", str(keys), "--to", moment.isoformat(),
        seconds=DRILL_SECONDS, **{OTHERS: str(programs)},
    )  # fmt: skip
    lines = said.stdout.strip().splitlines()
    if not lines:
        raise Wrong(f"the drill came to nothing: {said.stderr[-1500:]}")
    report: dict[str, Any] = json.loads(lines[-1])
    return report


def _rewound(town: Town, moment: datetime) -> dict[str, Any]:
    """Run `rewind` in the service's own image, as docs/operations/backups.md says: by a Job."""
    listener = town.kubectl.get("deployment", f"{SERVICE}-listen", "-n", NAMESPACE)
    town.kubectl.apply(_job(listener, moment))
    _ended(town, REWIND, seconds=JOB_SECONDS)
    log = town.kubectl.run("logs", f"job/{REWIND}", "-n", NAMESPACE).out
    told: dict[str, Any] = json.loads(log.strip().splitlines()[-1])
    return told


def _job(listener: Manifest, moment: datetime) -> Manifest:
    template = listener["spec"]["template"]
    pod = {**template["spec"], "restartPolicy": "Never"}
    (container,) = pod["containers"]
    probes = {"livenessProbe", "readinessProbe", "startupProbe", "lifecycle"}
    once = {name: said for name, said in container.items() if name not in probes}
    pod["containers"] = [{**once, "args": [SERVICE, "rewind", moment.isoformat()]}]
    labels = {**template["metadata"]["labels"], "app.kubernetes.io/component": "rewind"}
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name": REWIND, "namespace": NAMESPACE},
        "spec": {"backoffLimit": 4, "template": {"metadata": {"labels": labels}, "spec": pod}},
    }


def _ended(town: Town, job: str, *, seconds: int) -> None:
    def not_yet() -> str:
        status = town.kubectl.get("job", job, "-n", NAMESPACE).get("status", {})
        if any(one["type"] == "Failed" for one in status.get("conditions", [])):
            log = town.kubectl.tried("logs", f"job/{job}", "-n", NAMESPACE, "--tail=20")
            raise Wrong(f"{job} failed: {log.stdout or log.stderr}")
        return "" if status.get("succeeded") else f"{job}: {status}"

    try:
        eventually("a Job has not ended", not_yet, seconds=seconds)
    except Wrong:
        # It would count as what is not ready in every case that follows.
        town.kubectl.run("delete", "job", job, "-n", NAMESPACE)
        raise
