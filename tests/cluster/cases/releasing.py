"""Releases come and go: by `bossctl upgrade`, and by `kubectl apply` alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cluster.cases.crowd import in_use
from cluster.deploying import deploys, tried
from cluster.images import BEFORE, NARROW, NEXT, PLANTED, VERSION
from cluster.kubectl import eventually
from cluster.overlays import Overlay
from cluster.telling import Wrong
from cluster.town import NAMESPACE, SERVICES, WHILE_BOTH_RUN, Town
from kernel.clock import monotonic

ROLLED_SECONDS = 400
COMMAND_SECONDS = 1200
PLANTED_SECONDS = 60
SHORT, NOWHERE = "accounts-listen", "kaitong.local/nowhere:1"
"""The door that is not whole when a release is looked at, and the image it waits for."""


@dataclass
class Upgrade:
    """From the release before to this one and back: other manifests, images and migrations."""

    town: Town
    this: Overlay
    before: Overlay
    unheard: frozenset[str] = frozenset()
    """What only this release listens to: it waits while the one before is alone."""
    ahead: list[str] = field(default_factory=list)
    """The services whose databases are ahead of the release before, once this one was there."""

    def forward(self) -> str:
        """Go to this release, by the command; what the one before cannot read is not on yet."""
        clock = "BOSS_CLOCK=system"
        self.this.change(clock, f"{clock}\n  - {WHILE_BOTH_RUN}")
        self.town.overlay = self.this
        told, self.ahead = _migrating(self.town, "an upgrade")
        return f"{told}; migrated: {', '.join(self.ahead) or 'nothing'}"

    def back(self) -> str:
        """Go back to the release before by the command, with databases that are ahead of it."""
        _forget_migrations(self.town)
        self.town.overlay, self.town.unheard = self.before, self.unheard
        told = by_command(self.town, "rollback", "the release before comes back")
        _said_ahead(self.town, self.ahead, BEFORE)
        return told

    def again(self) -> str:
        """Go to this release once more, by `kubectl apply` alone."""
        self.town.overlay, self.town.unheard = self.this, frozenset()
        begun, what = monotonic(), "this release comes again"
        with in_use(self.town) as use:
            self.town.apply()
            self.town.wait_for_doors(seconds=ROLLED_SECONDS)
            self.town.figures.note(f"to roll out: {what}", f"{monotonic() - begun:.0f} s")
        return use.judged(what)


def next_brought(town: Town) -> str:
    """Go to the next release, which grows two tables that are written meanwhile."""
    told, grown = _migrating(town, f"release {NEXT}", "--version", NEXT)
    if grown != sorted(one.service for one in PLANTED[NEXT]):
        raise Wrong(f"migrated: {', '.join(grown) or 'nothing'}")
    return f"{told}; migrated: {', '.join(grown)}"


def gone_back(town: Town) -> str:
    """Go back to this release, with databases one revision ahead of it."""
    _forget_migrations(town)
    told = by_command(town, "rollback", f"release {VERSION}", "--version", VERSION)
    ahead = [one.service for one in PLANTED[NEXT]]
    _said_ahead(town, ahead, VERSION)
    return f"{told}; ahead: {', '.join(ahead)}"


def by_command(town: Town, act: str, what: str, *words: str) -> str:
    """Run `bossctl upgrade` over the town's overlay, while customers come."""
    begun = monotonic()
    with in_use(town) as use:
        said = _upgrade(town, act, *words)
        town.figures.note(f"bossctl upgrade {act}: {what}", f"{monotonic() - begun:.0f} s")
        town.wait_for_doors(seconds=ROLLED_SECONDS)
    looked = [line for line in said.splitlines() if line.startswith("ok")]
    return f"{len(looked)} times looked and well, {use.judged(what)}"


def looked_at(town: Town) -> str:
    """Look at the next release: once where a door is not whole, once where all is well.

    Looking changes nothing, and where something speaks against it neither does bringing it. What
    takes a column the release before reads is not brought.
    """
    before, door = _generations(town), f"deployment/{SHORT}"
    town.kubectl.run("set", "image", door, f"*={NOWHERE}", "-n", NAMESPACE)
    try:
        eventually("the door stays whole", lambda: _whole(town), seconds=PLANTED_SECONDS)
        words = ("upgrade", "run", str(town.overlay.folder))
        refused = tried(town, *words, seconds=COMMAND_SECONDS)
    finally:
        town.kubectl.run("rollout", "undo", door, "-n", NAMESPACE)
    if refused.returncode != 1 or "NO   doors" not in refused.stdout:
        raise Wrong(f"a door was not whole, and it went on: {refused.stdout}{refused.stderr}")
    town.wait_for_doors(seconds=ROLLED_SECONDS)
    looks = ("upgrade", "check", str(town.overlay.folder), "--version", NARROW)
    narrow = tried(town, *looks, seconds=COMMAND_SECONDS)
    if narrow.returncode != 1 or f"NO   schema: orders: {PLANTED[NARROW][0].name}" not in (
        narrow.stdout
    ):
        raise Wrong(f"a revision narrows, and it is not told: {narrow.stdout}{narrow.stderr}")
    said = _upgrade(town, "check", "--version", NEXT)
    now = _generations(town)
    if changed := sorted(name for name in before if before[name] != now.get(name)):
        raise Wrong(f"looking changed {', '.join(changed)}")
    told = f"refused while {SHORT} was not whole, and where a revision narrows"
    return f"{told}; then {len(said.splitlines())} times well"


def _migrating(town: Town, what: str, *words: str) -> tuple[str, list[str]]:
    """Bring a release by command; return what it came to, and whose databases were migrated."""
    began = _revisions(town)
    told = by_command(town, "run", what, *words)
    return told, [one for one, now in _revisions(town).items() if now != began[one]]


def _revisions(town: Town) -> dict[str, str]:
    asked = "SELECT string_agg(version_num, ' ' ORDER BY 1) FROM alembic_version"
    return {one: town.sql(asked, database=one) for one in SERVICES}


def _forget_migrations(town: Town) -> None:
    """Remove the Jobs of before, as their time to live does: a release back runs them anew."""
    words = ("job", "-n", NAMESPACE, "-l", "app.kubernetes.io/component=migrate")
    town.kubectl.run("delete", *words)


def _said_ahead(town: Town, services: Sequence[str], version: str) -> None:
    for service in services:
        log = town.kubectl.run("logs", "-n", NAMESPACE, f"job/{service}-migrate.{version}").out
        if "ahead of this image" not in log:
            raise Wrong(f"{service} did not say that its database is ahead: {log[-300:]}")


def _upgrade(town: Town, act: str, *words: str) -> str:
    said = ("upgrade", act, str(town.overlay.folder), *words)
    return deploys(town, *said, seconds=COMMAND_SECONDS)


def _generations(town: Town) -> dict[str, int]:
    """Return how often each door was changed, but the one that is meddled with."""
    found = town.kubectl.all("deployments", "-n", NAMESPACE)
    return {
        one["metadata"]["name"]: one["metadata"]["generation"]
        for one in found
        if one["metadata"]["name"] != SHORT
    }


def _whole(town: Town) -> str:
    found = town.kubectl.get("deployment", SHORT, "-n", NAMESPACE)
    wanted, new = found["spec"]["replicas"], found["status"].get("updatedReplicas", 0)
    return f"{new} of {wanted} are new" if new == wanted else ""
