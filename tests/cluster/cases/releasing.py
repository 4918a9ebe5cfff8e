"""Releases come and go: by `bossctl upgrade`, and by `kubectl apply` alone."""

from dataclasses import dataclass, field

from cluster.cases.crowd import in_use
from cluster.deploying import deploys, tried
from cluster.images import BEFORE
from cluster.kubectl import eventually
from cluster.overlays import Overlay
from cluster.telling import Wrong
from cluster.town import NAMESPACE, SERVICES, Town
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
    ahead: list[str] = field(default_factory=list)
    """The services whose databases are ahead of the release before, once this one was there."""

    def forward(self) -> str:
        """Go to this release, by the command."""
        began = self._revisions()
        self.town.overlay = self.this
        told = by_command(self.town, "run", "an upgrade")
        self.ahead += [one for one, now in self._revisions().items() if now != began[one]]
        return f"{told}; migrated: {', '.join(self.ahead) or 'nothing'}"

    def back(self) -> str:
        """Go back to the release before by the command, with databases that are ahead of it."""
        words = ("job", "-n", NAMESPACE, "-l", "app.kubernetes.io/component=migrate")
        self.town.kubectl.run("delete", *words)
        self.town.overlay = self.before
        told = by_command(self.town, "rollback", "the release before comes back")
        self.town.wait_for_doors(seconds=ROLLED_SECONDS)
        for service in self.ahead:
            job = f"job/{service}-migrate.{BEFORE}"
            log = self.town.kubectl.run("logs", "-n", NAMESPACE, job).out
            if "ahead of this image" not in log:
                raise Wrong(f"{service} did not say that its database is ahead: {log[-300:]}")
        return told

    def again(self) -> str:
        """Go to this release once more, by `kubectl apply` alone."""
        self.town.overlay = self.this
        begun, what = monotonic(), "this release comes again"
        with in_use(self.town) as use:
            self.town.apply()
            self.town.wait_for_doors(seconds=ROLLED_SECONDS)
            self.town.figures.note(f"to roll out: {what}", f"{monotonic() - begun:.0f} s")
        return use.judged(what)

    def _revisions(self) -> dict[str, str]:
        asked = "SELECT string_agg(version_num, ' ' ORDER BY 1) FROM alembic_version"
        return {one: self.town.sql(asked, database=one) for one in SERVICES}


def by_command(town: Town, act: str, what: str, *words: str) -> str:
    """Run `bossctl upgrade` over the town's overlay, while customers come."""
    begun = monotonic()
    with in_use(town) as use:
        said = _upgrade(town, act, *words)
        town.figures.note(f"bossctl upgrade {act}: {what}", f"{monotonic() - begun:.0f} s")
        town.wait_for_doors(seconds=ROLLED_SECONDS)
    looked = [line for line in said.splitlines() if line.startswith("ok")]
    return f"{len(looked)} times looked and well, {use.judged(what)}"


def looked_at(town: Town, version: str) -> str:
    """Look at the next release: once where a door is not whole, once where all is well.

    Looking changes nothing, and where something speaks against it neither does bringing it.
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
    said = _upgrade(town, "check", "--version", version)
    now = _generations(town)
    if changed := sorted(name for name in before if before[name] != now.get(name)):
        raise Wrong(f"looking changed {', '.join(changed)}")
    return f"refused while {SHORT} was not whole; then {len(said.splitlines())} times well"


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
