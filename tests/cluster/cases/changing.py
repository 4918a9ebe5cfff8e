"""What operations do to an operator that is in use: settings, releases, certificates, lost pods."""

import time

from cluster.cases.using import Customers, opened
from cluster.cases.watching import Watcher
from cluster.kubectl import eventually
from cluster.telling import Wrong
from cluster.town import NAMESPACE, SERVICES, Town

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
    with Watcher(town) as watcher, Customers(town) as customers:
        town.overlay.change(line, f"{line}  - BOSS_DRAIN_SECONDS=15\n  - {WITHIN}\n")
        town.apply()
        town.wait_for_doors(seconds=ROLLED_SECONDS)
    return f"{customers.judged()}, {watcher.told}"


def released(town: Town, version: str, before: str) -> str:
    """Roll out another release, while customers come."""
    with Watcher(town) as watcher, Customers(town) as customers:
        town.overlay.change(f"version={before}", f"version={version}")
        town.apply()
        town.wait_for_doors(seconds=ROLLED_SECONDS)
    return f"{customers.judged()}, {watcher.told}"


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
    told = []
    for name in (*names, "bossctl"):
        with Watcher(town) as watcher:
            _kill(town, name)
            town.wait_for_doors(seconds=GONE_SECONDS)
        told.append((watcher.longest, watcher.failed, name))
    opened(town)
    longest, _, worst = max(told)
    failed = [name for _, failures, name in told if failures]
    if failed:
        raise Wrong(f"not answered within ten seconds while these came back: {', '.join(failed)}")
    return f"{len(told)} doors, longest wait {longest:.1f} s ({worst})"


def stores_killed(town: Town) -> str:
    """End the broker, then the database: one pod each, as production never has."""
    told = []
    for name in STORES:
        with Watcher(town) as watcher:
            _kill(town, name)
            town.wait_for_doors(seconds=GONE_SECONDS)
        opened(town)
        told.append(f"{name}: {watcher.told}")
    return "; ".join(told)


def certificates_renewed(town: Town) -> str:
    """Give every service another certificate; processes take it over one after the other."""
    before = _started(town)
    rendered = town.overlay.rendered(town.kubectl)
    with Watcher(town) as watcher, Customers(town) as customers:
        town.renew_certificates(rendered)

        def old() -> str:
            now = _started(town)
            return ", ".join(sorted(name for name, at in before.items() if now.get(name) == at))

        eventually("still show what was before", old, seconds=RENEWED_SECONDS, every=3.0)
        town.wait_for_doors(seconds=ROLLED_SECONDS)
    return f"{len(before)} processes, {customers.judged()}, {watcher.told}"


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
