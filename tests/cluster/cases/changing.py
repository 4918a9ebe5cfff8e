"""What operations do to an operator that is in use: settings, releases, certificates, lost pods."""

import time
from collections.abc import Sequence

from cluster.cases.crowd import in_use
from cluster.kubectl import eventually
from cluster.telling import Wrong
from cluster.town import NAMESPACE, SERVICES, Town
from kernel.clock import monotonic

STORES = ("kaitong-kafka", "kaitong-postgres")
GONE_SECONDS = 120
ROLLED_SECONDS = 400
RENEWED_SECONDS = 300
AHEAD = (
    "UPDATE alembic_version SET version_num = 'of_the_next_release' WHERE version_num LIKE '{}%'"
)
WITHIN = "BOSS_TLS_RENEWAL_SECONDS=20"


def knob_turned(town: Town) -> str:
    """Turn a setting in the overlay and apply it, while customers come."""
    line = "  - BOSS_REFLECTION=false\n"
    with in_use(town) as use:
        town.overlay.change(line, f"{line}  - BOSS_DRAIN_SECONDS=15\n  - {WITHIN}\n")
        town.apply()
        town.wait_for_doors(seconds=ROLLED_SECONDS)
    return use.judged("a setting is turned")


def released(town: Town, version: str, before: str) -> str:
    """Roll out another release, while customers come."""
    begun = monotonic()
    with in_use(town) as use:
        town.overlay.change(f"version={before}", f"version={version}")
        town.apply()
        town.wait_for_doors(seconds=ROLLED_SECONDS)
        town.figures.note(f"to roll out release {version}", f"{monotonic() - begun:.0f} s")
    return use.judged(f"release {version} is rolled out")


def rolled_back(town: Town, version: str, before: str) -> str:
    """Go back to the release before, with databases that are a revision ahead of it."""
    for service in SERVICES:
        _sql(town, service, AHEAD.format(service))
    words = ("job", "-n", NAMESPACE, "-l", "app.kubernetes.io/component=migrate")
    town.kubectl.run("delete", *words)
    told = released(town, version, before)
    log = town.kubectl.run("logs", "-n", NAMESPACE, f"job/orders-migrate.{version}").out
    if "ahead of this image" not in log:
        raise Wrong(f"the migration did not say that its database is ahead: {log[-300:]}")
    return told


def pods_killed(town: Town) -> str:
    """End a pod of every door with no grace, one after the other, while customers come."""
    names = [one["metadata"]["name"] for one in town.kubectl.all("deployments", "-n", NAMESPACE)]
    return _killed(town, (*names, "bossctl"))


def stores_killed(town: Town) -> str:
    """End the broker, then the database: one pod each, as production never has."""
    return _killed(town, STORES)


def _killed(town: Town, names: Sequence[str]) -> str:
    with in_use(town) as use:
        for name in names:
            use.watcher.begin(name)
            _kill(town, name)
            town.wait_for_doors(seconds=GONE_SECONDS)
    told = use.judged("any of them is killed")
    for name, longest in use.watcher.spells.items():
        town.figures.note(f"longest wait: {name} is killed", f"{longest:.1f} s")
    if use.watcher.failed and not set(names) & set(STORES):
        raise Wrong(f"not answered within ten seconds while a pod came back: {told}")
    return f"{len(names)} killed, {told}"


def certificates_renewed(town: Town) -> str:
    """Give every service another certificate; processes take it over one after the other."""
    before = _started(town)
    rendered = town.overlay.rendered(town.kubectl)
    with in_use(town) as use:
        town.renew_certificates(rendered)

        def old() -> str:
            now = _started(town)
            return ", ".join(sorted(name for name, at in before.items() if now.get(name) == at))

        eventually("still show what was before", old, seconds=RENEWED_SECONDS, every=3.0)
        town.wait_for_doors(seconds=ROLLED_SECONDS)
    return f"{len(before)} processes, {use.judged('certificates are renewed')}"


def _started(town: Town) -> dict[str, str]:
    """Return when the process of each door was started last, by pod."""
    found = {}
    for pod in town.pods():
        name, labels = pod["metadata"]["name"], pod["metadata"].get("labels", {})
        if labels.get("app.kubernetes.io/component", "migrate") == "migrate":
            continue
        (status,) = pod["status"]["containerStatuses"]
        found[name] = status["state"].get("running", {}).get("startedAt", "")
    return found


def _kill(town: Town, workload: str) -> None:
    pods = [one["metadata"]["name"] for one in town.pods()]
    victim = next(one for one in pods if one.startswith(f"{workload}-"))
    town.kubectl.run("delete", "pod", victim, "-n", NAMESPACE, "--grace-period=0", "--force")
    time.sleep(1)


def _sql(town: Town, database: str, statement: str) -> str:
    words = ("exec", "-n", NAMESPACE, "kaitong-postgres-0", "--", "bash", "-c")
    program = f'psql -U postgres -d {database} -v ON_ERROR_STOP=1 -Atc "{statement}"'
    return town.kubectl.run(*words, program).out
