"""The drill of docs/operations.md: the database of a service is lost, and is restored."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cluster.cases.crowd import Callers, talkers_of
from cluster.cases.using import agreed, opened
from cluster.kubectl import eventually
from cluster.telling import Wrong
from cluster.town import NAMESPACE, Town
from kernel.clock import monotonic

SERVICE = "orders"
DOORS = {"relay": 1, "work": 1, "api": 2, "listen": 2}
"""In the order in which they are started again."""
GONE_SECONDS = 120
BACKUP = "/var/lib/postgresql/data/backup"
FORGET = "UPDATE relay_state SET broker = 'restored'"
AS_SUPERUSER = "export PGUSER=postgres PATH=$(echo /usr/lib/postgresql/*/bin):$PATH"
RESTORED = (
    AS_SUPERUSER,
    f"dropdb --force {SERVICE}",
    f"createdb -O {SERVICE} {SERVICE}",
    f"pg_restore -d {SERVICE} {BACKUP}",
    f'psql -d {SERVICE} -v ON_ERROR_STOP=1 -Atc "{FORGET}"',
)
OFFSETS = (
    "java -Xmx128m -cp '/opt/kafka/libs/*'"
    " org.apache.kafka.tools.consumer.group.ConsumerGroupCommand"
    " --bootstrap-server localhost:9093 --command-config /run/tls/client.properties"
    " --all-topics --reset-offsets --by-duration PT1H --execute"
)


def restored(town: Town) -> str:
    """Lose the database of orders and restore it while subscribers call.

    Nothing is lost, nothing is done twice.
    """
    begun = monotonic()
    with Callers(town, talkers_of(town)) as callers, doors_away(town):
        in_postgres(town, f"pg_dump -Fc -U postgres -f {BACKUP} {SERVICE}")
        in_postgres(town, " && ".join(RESTORED))
        groups = _reset_offsets(town)
    town.figures.note("to lose and restore a database", f"{monotonic() - begun:.0f} s")
    opened(town)
    return f"{groups} groups heard their last hour again; {callers.judged()}; {agreed(town)}"


@contextmanager
def doors_away(town: Town) -> Iterator[None]:
    """End every door of the service, and keep KEDA from starting them; start them afterwards."""
    _pause(town, "autoscaling.keda.sh/paused-replicas=0")
    for door in DOORS:
        _scale(town, door, 0)
    eventually("doors are still there", lambda: _left(town), seconds=GONE_SECONDS)
    try:
        yield
    finally:
        for door, number in DOORS.items():
            _scale(town, door, number)
        _pause(town, "autoscaling.keda.sh/paused-replicas-")
    town.wait_for_doors()


def _pause(town: Town, annotation: str) -> None:
    scaled = (f"scaledobject/{SERVICE}-listen", f"scaledobject/{SERVICE}-work")
    town.kubectl.run("annotate", *scaled, "-n", NAMESPACE, "--overwrite", annotation)


def _scale(town: Town, door: str, number: int) -> None:
    words = ("scale", "deployment", f"{SERVICE}-{door}", "-n", NAMESPACE)
    town.kubectl.run(*words, f"--replicas={number}")


def _left(town: Town) -> str:
    found = (town.pods(name=SERVICE, component=door) for door in DOORS)
    return ", ".join(pod["metadata"]["name"] for pods in found for pod in pods)


def in_postgres(town: Town, script: str, *, given: Path | None = None) -> str:
    """Run a script in the pod of the database, with a file as its input."""
    words = ("exec", "-i", "-n", NAMESPACE, "kaitong-postgres-0", "--", "bash", "-c", script)
    return town.kubectl.run(*words, given_file=given).out


def _reset_offsets(town: Town) -> int:
    """Let the listeners of the service hear an hour again; its inbox knows what it had done."""
    groups = [f"{SERVICE}.{topic}" for topic in _heard(town)]
    if not groups:
        raise Wrong(f"nobody listens for {SERVICE}")
    said = " ".join(f"--group {one}" for one in groups)
    words = ("exec", "-n", NAMESPACE, "kaitong-kafka-0", "--", "bash", "-c", f"{OFFSETS} {said}")
    town.kubectl.run(*words)
    return len(groups)


def _heard(town: Town) -> list[str]:
    """Return the topics this service listens to, as its scaler has them."""
    scaler = town.kubectl.get("scaledobject", f"{SERVICE}-listen", "-n", NAMESPACE)
    return [str(one["metadata"]["topic"]) for one in scaler["spec"]["triggers"]]
