"""What the new images would do to the databases: each is asked, by a Job that changes nothing."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from bossctl.cluster.jobs import ended_well
from bossctl.cluster.kubernetes import Kubectl, Manifest
from bossctl.cluster.rendering import at, metadata_of, name_of
from bossctl.outcome import Unsuccessful
from bossctl.output import progress
from bossctl.release.findings import Looked
from bossctl.release.manifests import migrations
from kernel.ids import new_id

CHECK_SECONDS = 300
KEPT_SECONDS = 600
TRIES, PAUSE_SECONDS = 3, 5.0
"""Network policies open a pod's ways a moment after it starts: a database refuses it until then."""
UNKNOWN_DOOR = "Say which door to open"
"""What an image says that is older than this question."""


def schemas(kubectl: Kubectl, manifests: Sequence[Manifest], *, back: str = "") -> Sequence[Looked]:
    """Ask every service's image; `back` is the release that is left, where an older one comes."""
    findings = []
    for job in migrations(manifests):
        service = name_of(job).partition("-migrate")[0]
        progress(f"  {service}: its image is asked what it would do")
        findings.append(_judged(service, asked(kubectl, job), is_back=bool(back)))
    return findings


def asked(
    kubectl: Kubectl, job: Manifest, *, sleep: Callable[[float], None] = time.sleep
) -> Mapping[str, Any] | None:
    """Run the question as a Job; None where the image does not know it. Raises Unsuccessful."""
    for _ in range(TRIES - 1):
        try:
            return _asked(kubectl, job)
        except Unsuccessful as problem:
            progress(f"  once more: {problem}")
            sleep(PAUSE_SECONDS)
    return _asked(kubectl, job)


def _asked(kubectl: Kubectl, job: Manifest) -> Mapping[str, Any] | None:
    question = _question(job)
    path = f"job/{name_of(question)}"
    kubectl.create(question)
    try:
        done = ended_well(kubectl, name_of(question), seconds=CHECK_SECONDS)
        said = kubectl.run("logs", path, "--tail=20")
    finally:
        kubectl.run("delete", path, "--wait=false", "--ignore-not-found")
    if UNKNOWN_DOOR in said:
        return None
    if not done:
        raise Unsuccessful(f"{name_of(question)} did not answer: {said.strip()[-500:]}")
    return _read(said, name_of(question))


def _read(said: str, name: str) -> Mapping[str, Any]:
    try:
        answer: Mapping[str, Any] = json.loads(said.strip().splitlines()[-1])
    except (ValueError, IndexError) as problem:
        raise Unsuccessful(f"{name} answered what nobody can read.") from problem
    return answer


def _judged(service: str, told: Mapping[str, Any] | None, *, is_back: bool) -> Looked:
    name = "schema"
    if told is None:
        return Looked.well(
            name, f"{service}: this image cannot tell; it leaves what is ahead of it"
        )
    if told["ahead"] and not is_back:
        ahead = ", ".join(told["ahead"])
        return Looked.wrong(name, f"{service}: the database is ahead of this image by {ahead}")
    broken = [
        f"{step['revision']} {'; '.join(step['breaks'])}"
        for step in told["pending"] if step["breaks"]
    ]  # fmt: skip
    if broken:
        return Looked.wrong(name, f"{service}: {' / '.join(broken)}")
    pending = ", ".join(step["revision"] for step in told["pending"]) or "nothing"
    ahead = f", {', '.join(told['ahead'])} stays" if told["ahead"] else ""
    return Looked.well(name, f"{service}: {pending} to come{ahead}, only adding")


def _question(job: Manifest) -> Manifest:
    """Return the migration's Job as one that only asks."""
    question = cast("dict[str, Any]", json.loads(json.dumps(job)))
    metadata = metadata_of(job)
    service = name_of(job).partition("-migrate")[0]
    question["metadata"] = {
        "name": f"{service}-asked-{new_id()[-12:]}",
        "namespace": metadata["namespace"],
        "labels": at(metadata, "labels") or {},
    }
    spec = question["spec"]
    spec |= {"backoffLimit": 0, "ttlSecondsAfterFinished": KEPT_SECONDS}
    spec["template"]["spec"]["restartPolicy"] = "Never"
    container = spec["template"]["spec"]["containers"][0]
    container["args"] = [*container["args"], "--check"]
    return question
