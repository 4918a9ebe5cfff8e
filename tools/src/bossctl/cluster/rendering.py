"""What an overlay comes to: a folder for kustomize, or a file with what somebody rendered."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import yaml

from bossctl.cluster.kubernetes import Kubectl, Manifest
from bossctl.outcome import Misused

RENDER_SECONDS = 120.0


def rendered(where: str, kubectl: Kubectl) -> Sequence[Manifest]:
    """Return the manifests of an overlay, of a file, or of the standard input (`-`)."""
    text = _text(where, kubectl)
    try:
        manifests = [one for one in yaml.safe_load_all(text) if one]
    except yaml.YAMLError as problem:
        raise Misused(f"{where} is no YAML: {problem}") from problem
    if not manifests:
        raise Misused(f"{where} has no manifest in it.")
    return manifests


def namespace_of(manifests: Sequence[Manifest]) -> str:
    """Return the one namespace they are for; raises Misused where they name several or none."""
    names = {
        str(metadata["namespace"]) for metadata in map(metadata_of, manifests)
        if "namespace" in metadata
    }  # fmt: skip
    own = {str(metadata_of(one)["name"]) for one in manifests if one["kind"] == "Namespace"}
    if len(own) == 1:
        return own.pop()
    if len(names) == 1:
        return names.pop()
    raise Misused(f"Say one --namespace: these manifests are for {', '.join(sorted(names)) or '?'}")


def metadata_of(manifest: Manifest) -> Manifest:
    return cast("Manifest", manifest.get("metadata") or {})


def name_of(manifest: Manifest) -> str:
    return str(metadata_of(manifest).get("name", ""))


def at(manifest: object, *path: str) -> object:
    """Return what lies at a path; None where there is nothing."""
    for step in path:
        if not isinstance(manifest, dict):
            return None
        manifest = manifest.get(step)
    return manifest


def mappings(manifest: object) -> Iterator[Manifest]:
    """Return every mapping within, the outermost first."""
    if isinstance(manifest, dict):
        yield manifest
        for inner in manifest.values():
            yield from mappings(inner)
    elif isinstance(manifest, list):
        for inner in manifest:
            yield from mappings(inner)


def _text(where: str, kubectl: Kubectl) -> str:
    if where == "-":
        return sys.stdin.read()
    path = Path(where)
    if path.is_dir():
        return kubectl.run("kustomize", str(path), seconds=RENDER_SECONDS)
    try:
        return path.read_text(encoding="utf-8")
    except OSError as problem:
        raise Misused(f"{where} is no overlay and no file: {problem.strerror}.") from problem
