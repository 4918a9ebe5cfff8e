"""What a rendered release says: its version, and what must be there before its doors."""

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bossctl.cluster.kubernetes import Manifest
from bossctl.cluster.rendering import at, metadata_of
from bossctl.outcome import Misused

PART_OF = "app.kubernetes.io/part-of"
COMPONENT = "app.kubernetes.io/component"
OURS, MIGRATE = "kaitong", "migrate"
RECEIVER = "receiver"
"""Takes PostgreSQL's log; its image is as old as the server, and it has no pool."""
PINNED = "pinned by digest"
KUSTOMIZATION = "kustomization.yaml"
BEFORE_DOORS = (
    "Namespace", "PriorityClass", "ServiceAccount", "ConfigMap", "Secret", "NetworkPolicy",
)  # fmt: skip
"""What a migration reads and reaches by; nothing of it changes a pod that runs."""
_VERSION = re.compile(r"(?m)^(\s*- )version=(\S+)$|(\bversion=)([^\s,\]]+)")


def is_ours(manifest: Manifest) -> bool:
    return at(metadata_of(manifest), "labels", PART_OF) == OURS


def component_of(manifest: Manifest) -> str:
    return str(at(metadata_of(manifest), "labels", COMPONENT) or "")


def doors(manifests: Sequence[Manifest]) -> Sequence[Manifest]:
    """Return the Deployments of our services."""
    ours = [one for one in manifests if one["kind"] == "Deployment" and is_ours(one)]
    return [one for one in ours if component_of(one) != RECEIVER]


def migrations(manifests: Sequence[Manifest]) -> Sequence[Manifest]:
    """Return the Jobs that bring databases to the release's schema."""
    return [one for one in manifests if one["kind"] == "Job" and component_of(one) == MIGRATE]


def versions(manifests: Sequence[Manifest]) -> frozenset[str]:
    """Return the tags of our images; of those that are pinned by digest alone, that they are."""
    return frozenset(_tag(image) for image in images(manifests))


def images(manifests: Sequence[Manifest]) -> frozenset[str]:
    """Return our images as they are named."""
    return frozenset(image for one in doors(manifests) for image in _images(one))


def before_doors(manifests: Sequence[Manifest]) -> Sequence[Manifest]:
    """Return what is applied first: the Jobs, and what they read."""
    return [
        *(one for one in manifests if one["kind"] in BEFORE_DOORS),
        *migrations(manifests),
    ]


def say_version(overlay: str, version: str) -> str:
    """Write a version into an overlay's kustomization, as a person would; return the one before.

    Raises Misused where it does not say one version.
    """
    before, text = _with_version(overlay, version)
    (Path(overlay) / KUSTOMIZATION).write_text(text, encoding="utf-8")
    return before


@contextmanager
def as_if(overlay: str, version: str) -> Iterator[str]:
    """Give a copy of an overlay that says another version, for as long as it is rendered.

    The copy lies beside it, for `../..` leads on from there. Raises Misused as `say_version`.
    """
    _, text = _with_version(overlay, version)
    folder = Path(overlay).resolve()
    try:
        with TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as copy:
            shutil.copytree(folder, copy, dirs_exist_ok=True)
            (Path(copy) / KUSTOMIZATION).write_text(text, encoding="utf-8")
            yield copy
    except OSError as problem:
        raise Misused(f"A copy beside {overlay} cannot be made: {problem.strerror}.") from problem


def _with_version(overlay: str, version: str) -> tuple[str, str]:
    file = Path(overlay) / KUSTOMIZATION
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as problem:
        raise Misused(f"--version is for an overlay with {file}: {problem.strerror}.") from problem
    versions = list(_VERSION.finditer(text))
    if len(versions) != 1:
        raise Misused(f"{file} does not say `version=` once; say it there by hand.")
    group = 2 if versions[0].group(2) else 4
    start, end = versions[0].span(group)
    return versions[0].group(group), text[:start] + version + text[end:]


def _tag(image: str) -> str:
    named, _, digest = image.partition("@")
    tag = named.rpartition("/")[2].partition(":")[2]
    return tag or (PINNED if digest else "latest")


def _images(manifest: Manifest) -> Iterator[str]:
    containers = at(manifest, "spec", "template", "spec", "containers")
    for container in containers if isinstance(containers, list) else []:
        yield str(container["image"])
