"""What an overlay of deploy/k8s comes to, as kustomize renders it."""

import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from check_manifests import renderer

K8S = Path(__file__).parents[2] / "deploy/k8s"
OVERLAYS = ("dev", "staging", "prod")
WITH_DATABASE = ("staging", "prod")
Manifest = dict[str, Any]

needs_renderer = pytest.mark.skipif(renderer() is None, reason="no kubectl or kustomize here")


@cache
def rendered(overlay: Path) -> tuple[Manifest, ...]:
    """Return what an overlay comes to; for tests that are marked `needs_renderer`."""
    render = renderer()
    assert render is not None
    done = subprocess.run([*render, overlay], capture_output=True, text=True, check=True)
    return tuple(one for one in yaml.safe_load_all(done.stdout) if one)


def of_kind(overlay: str, kind: str) -> list[Manifest]:
    return [one for one in rendered(K8S / "overlays" / overlay) if one["kind"] == kind]


def name_of(manifest: Manifest) -> str:
    return str(manifest["metadata"]["name"])


def pods(overlay: str, kind: str) -> Iterator[tuple[str, Manifest]]:
    for resource in of_kind(overlay, kind):
        yield name_of(resource), resource["spec"]["template"]["spec"]
