"""Renders `deploy/k8s` with some of its components, by kustomize itself."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from chart.components import ALWAYS, K8S, OVERLAYS, Component, components

NAMESPACE = "namespace-of-the-release"
VERSION = "version-of-the-release"
ADDRESS = "https://address-of-the-"
"""They stand where a release says its own; nothing else is called so."""
HASHED = re.compile(r"(?P<name>.+)-(?P<hash>[0-9a-z]{10})$")
RENDER_SECONDS = 120
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Twenty times as fast, where PyYAML was built with libyaml."""
Tree = object
Manifest = dict[str, Tree]


@dataclass(frozen=True, slots=True)
class Rendered:
    """What one kustomization comes to; generated names without the hash of their content."""

    objects: Mapping[tuple[str, ...], Manifest]
    hashed: frozenset[str]
    """ConfigMaps that had one: whoever reads them starts anew when they change."""


def render_all(
    all_turned_on: Iterable[frozenset[str]], command: tuple[str, ...], k8s: Path = K8S
) -> list[Rendered]:
    """Render each choice of switches."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "k8s"
        shutil.copytree(k8s, copy)
        known = components(k8s)
        overlays = [
            write_overlay(copy, f"choice-{number}", turned_on, known)
            for number, turned_on in enumerate(all_turned_on)
        ]
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(lambda overlay: rendered(overlay, command), overlays))


def write_overlay(
    k8s: Path, name: str, turned_on: frozenset[str], known: tuple[Component, ...]
) -> Path:
    """Write an overlay as a person would, with marks in the places of what a release says."""
    folder = k8s / "overlays" / name
    folder.mkdir(parents=True)
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}}
    (folder / "namespace.yaml").write_text(yaml.safe_dump(namespace))
    chosen = [one.folder for one in known if one.is_in(turned_on)]
    kustomization = {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "namespace": NAMESPACE,
        "resources": ["namespace.yaml", "../../base"],
        "components": [f"../../{one}" for one in (*chosen, *ALWAYS)],
        "configMapGenerator": [{"name": "release", "literals": marks_of_a_release(k8s)}],
    }
    (folder / "kustomization.yaml").write_text(yaml.safe_dump(kustomization))
    return folder


def marks_of_a_release(k8s: Path) -> list[str]:
    """Return literals for all that overlays say of a release, each with a mark in its place."""
    addresses = [one for one in said_of_releases(k8s) if one != "version"]
    return [f"version={VERSION}", *(f"{one}={ADDRESS}{one}" for one in addresses)]


def said_of_releases(k8s: Path) -> tuple[str, ...]:
    """Return the names of all that overlays say in their ConfigMap `release`."""
    return tuple(dict.fromkeys(name for one in OVERLAYS for name in release_of(k8s, one)))


def release_of(k8s: Path, overlay: str) -> dict[str, str]:
    said = yaml.safe_load((k8s / "overlays" / overlay / "kustomization.yaml").read_text())
    (release,) = [one for one in said["configMapGenerator"] if one["name"] == "release"]
    return dict(line.split("=", 1) for line in release["literals"])


def rendered(overlay: Path, command: tuple[str, ...]) -> Rendered:
    """Render one overlay. Raises RuntimeError with what kustomize says."""
    done = subprocess.run(
        (*command, str(overlay)), capture_output=True, text=True, check=False,
        timeout=RENDER_SECONDS,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{overlay.name}: {done.stderr.strip()}")
    return read(done.stdout)


def read(text: str) -> Rendered:
    """Read objects; a ConfigMap whose name ends with a hash is called without it everywhere."""
    manifests = [one for one in yaml.load_all(text, LOADER) if one]
    names = {
        one["metadata"]["name"]: match["name"]
        for one in manifests
        if one["kind"] == "ConfigMap" and (match := HASHED.match(one["metadata"]["name"]))
    }
    objects = {}
    for manifest in manifests:
        plain = _renamed(manifest, names)
        if isinstance(plain, dict) and plain["kind"] != "Namespace":
            objects[identity(plain)] = plain
    return Rendered(objects, frozenset(names.values()))


def identity(manifest: Mapping[str, Tree]) -> tuple[str, ...]:
    metadata = manifest["metadata"]
    if not isinstance(metadata, dict):
        raise TypeError(f"{manifest} is no object of Kubernetes")
    group = str(manifest["apiVersion"]).rpartition("/")[0]
    return (str(manifest["kind"]), str(metadata["name"]), group)


def _renamed(tree: Tree, names: Mapping[str, str]) -> Tree:
    if isinstance(tree, dict):
        return {key: _renamed(value, names) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_renamed(one, names) for one in tree]
    return names.get(tree, tree) if isinstance(tree, str) else tree
