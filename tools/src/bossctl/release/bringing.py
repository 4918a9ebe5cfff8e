"""A release comes into use: migrations, doors, and a look behind: `upgrade run | rollback`."""

import getpass
import time
from collections.abc import Mapping, Sequence

from bossctl.cluster.jobs import ended_well
from bossctl.cluster.kubernetes import Kubectl, Manifest, kubectl_of
from bossctl.cluster.rendering import name_of, namespace_of, rendered
from bossctl.cluster.workloads import by_service, running, wait_for, workloads_of
from bossctl.outcome import DONE, UNSUCCESSFUL, Unsuccessful
from bossctl.output import progress, say
from bossctl.release import looking
from bossctl.release.findings import Looked, against
from bossctl.release.looking import Agreement, Look
from bossctl.release.manifests import as_if, before_doors, migrations, say_version, versions
from bossctl.words import Arguments, Parsers, local_command, with_cluster
from kernel.clock import monotonic

MOST_BEHIND = 1000
APPLY_SECONDS = 300.0
MIGRATE_SECONDS = 4 * 3600
AS_IF = "look as if the overlay said this one; it is not written"
WRITES = "write this one into the overlay first"
AGAIN, BETWEEN_SECONDS, LONG_SECONDS = 8, 2.0, 1800.0
"""How often is looked behind it: while orders move, counts differ for a moment. Where one look
takes long, for the network is compared number by number, it is not begun again after so long."""


def add_words(acts: Parsers) -> None:
    for name, about, run, version in (
        ("check", "look whether a release can come into use; changes nothing", check, AS_IF),
        ("run", "check, migrate, roll the doors, and look again", bring, WRITES),
        (
            "rollback", "the same back to the release before; databases stay as they are", go_back,
            WRITES,
        ),
    ):  # fmt: skip
        act = local_command(acts, name, about=about, run=run)
        act.add_argument("overlay", help="its folder, a file with what was rendered, or -")
        act.add_argument("--version", default="", help=version)
        act.add_argument(
            "--despite", action="append", default=[], metavar="NAME", help="go on where this is NO"
        )
        act.add_argument(
            "--most-behind", type=int, default=MOST_BEHIND, metavar="N",
            help="events that may be unsent or unheard",
        )  # fmt: skip
        with_cluster(act)


def check(arguments: Arguments) -> int:
    """Say what speaks against it; 1 where something does."""
    if arguments.version:
        with as_if(arguments.overlay, arguments.version) as copy:
            look = _look(arguments, copy)
    else:
        look = _look(arguments, arguments.overlay)
    findings, _ = looking.before(look, is_back=False)
    return _told(findings, arguments.despite)


def bring(arguments: Arguments) -> int:
    """Bring the release into use, unless something speaks against it."""
    return _bring(arguments, is_back=False)


def go_back(arguments: Arguments) -> int:
    """Bring the release before into use again; it goes on with databases that are ahead of it."""
    return _bring(arguments, is_back=True)


def _bring(arguments: Arguments, *, is_back: bool) -> int:
    look = _written(arguments)
    left = versions(look.running())
    findings, state = looking.before(look, is_back=is_back)
    if _told(findings, arguments.despite) != DONE:
        return UNSUCCESSFUL
    if not is_back:
        _migrate(look.kubectl, look.manifests)
    _roll(look.kubectl, look.manifests)
    seen = _seen(look, state)
    back = ", ".join(sorted(left))
    if _told(seen, arguments.despite) != DONE:
        _say_way_back(arguments, back, is_back=is_back)
        return UNSUCCESSFUL
    say(f"{', '.join(versions(look.manifests))} is in use", done=True, version_before=back)
    _say_way_back(arguments, back, is_back=is_back)
    return DONE


def _written(arguments: Arguments) -> Look:
    """Write the version that is asked into the overlay, and take what it comes to."""
    if arguments.version:
        before = say_version(arguments.overlay, arguments.version)
        progress(f"{arguments.overlay} says version={arguments.version} (was {before}): commit it")
    return _look(arguments, arguments.overlay)


def _look(arguments: Arguments, overlay: str) -> Look:
    manifests = rendered(overlay, kubectl_of(arguments, namespace=""))
    namespace = arguments.namespace or namespace_of(manifests)
    return Look(
        kubectl=kubectl_of(arguments, namespace=namespace),
        manifests=manifests,
        person=arguments.acting_as or getpass.getuser(),
        most_behind=arguments.most_behind,
        asked=arguments.version,
    )


def _migrate(kubectl: Kubectl, manifests: Sequence[Manifest]) -> None:
    """Apply the migrations with what they read, and wait for each; doors stay as they are."""
    progress("Migrations")
    kubectl.apply(before_doors(manifests), seconds=APPLY_SECONDS)
    jobs = migrations(manifests)
    for number, job in enumerate(jobs, start=1):
        name = name_of(job)
        if not ended_well(kubectl, name, seconds=MIGRATE_SECONDS):
            said = kubectl.run("logs", f"job/{name}", "--tail=20").strip()[-800:]
            raise Unsuccessful(f"{name} failed: {said}\nThe doors were not touched.")
        progress(f"  [{number}/{len(jobs)}] {name}")


def _roll(kubectl: Kubectl, manifests: Sequence[Manifest]) -> None:
    """Apply all of it and wait for every pod; who is asked is waited for before who asks."""
    progress("Doors")
    kubectl.apply(manifests, seconds=APPLY_SECONDS)
    groups = by_service(workloads_of(running(kubectl)))
    for number, (service, members) in enumerate(groups.items(), start=1):
        for workload in members:
            wait_for(kubectl, workload)
        progress(f"  [{number}/{len(groups)}] {service or 'others'}")


def _seen(look: Look, state: Mapping[str, int]) -> Sequence[Looked]:
    """Look behind it, again where something moves still."""
    progress("Looking again")
    begun, agreement = monotonic(), Agreement()
    seen = looking.behind(look, state, agreement)
    for _ in range(AGAIN - 1):
        if not against(seen, despite=()) or monotonic() - begun > LONG_SECONDS:
            break
        time.sleep(BETWEEN_SECONDS)
        seen = looking.behind(look, state, agreement)
    return seen


def _told(findings: Sequence[Looked], despite: Sequence[str]) -> int:
    speaking = against(findings, despite=despite)
    say("\n".join(map(str, findings)), looked_at=[one.as_json() for one in findings])
    if speaking:
        names = sorted({one.name for one in speaking})
        words = " ".join(f"--despite {name}" for name in names)
        say(f"Mend {', '.join(names)}; or go on with {words}.", against=names)
        return UNSUCCESSFUL
    return DONE


def _say_way_back(arguments: Arguments, version: str, *, is_back: bool) -> None:
    word = "run" if is_back else "rollback"
    words = f"bossctl upgrade {word} {arguments.overlay} --version {version}"
    say(f"The way back: {words}", way_back=words)
