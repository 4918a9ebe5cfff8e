"""Check the Kubernetes manifests offline: each by its schema, each overlay as it is rendered."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import kubernetes_validate
import yaml

from stages import ROOT, say

MANIFESTS = ROOT / "deploy/k8s"
SCHEMAS = ROOT / "tools/schemas"
"""What we use of the operators' own kinds, strictly: a field we do not know is a mistake."""
KUBERNETES = "1.36"
Manifest = dict[str, Any]


def offence(manifest: Manifest) -> str | None:
    """Say what is wrong with the manifest, or nothing."""
    kind = str(manifest.get("kind"))
    own = SCHEMAS / f"{kind}.json"
    try:
        if own.exists():
            jsonschema.validate(manifest, json.loads(own.read_text()))
        else:
            kubernetes_validate.validate(manifest, KUBERNETES, strict=True)
    except kubernetes_validate.SchemaNotFoundError:
        return f"nobody knows {manifest.get('apiVersion')} {kind}; add tools/schemas/{kind}.json"
    except (kubernetes_validate.ValidationError, jsonschema.ValidationError) as error:
        return f"{'.'.join(str(part) for part in error.absolute_path)}: {error.message}"
    return None


def manifests(text: str) -> Iterator[Manifest]:
    return (one for one in yaml.safe_load_all(text) if one)


def resources(kustomization: Path) -> Iterator[Path]:
    """Return the files (not folders) a kustomization is made of."""
    listed = yaml.safe_load(kustomization.read_text()).get("resources", [])
    paths = (kustomization.parent / name for name in listed)
    return (path for path in paths if not path.is_dir())


def files(folder: Path) -> list[Path]:
    named = {path for one in folder.rglob("kustomization.yaml") for path in resources(one)}
    return sorted({path.resolve() for path in named})


def check_text(where: str, text: str) -> list[str]:
    return [
        f"{where}: {one.get('kind')} {one.get('metadata', {}).get('name')}: {why}"
        for one in manifests(text)
        if (why := offence(one)) is not None
    ]


def check_file(path: Path) -> list[str]:
    where = str(path.relative_to(ROOT))
    if not path.exists():
        return [f"{where}: a kustomization names it, but there is none"]
    return check_text(where, path.read_text())


def renderer() -> tuple[str, ...] | None:
    """Return the command that renders a kustomization, if this machine has one."""
    if path := shutil.which("kustomize"):
        return (path, "build")
    if path := shutil.which("kubectl"):
        return (path, "kustomize")
    return None


def check_overlay(overlay: Path, render: tuple[str, ...]) -> list[str]:
    where = str(overlay.relative_to(ROOT))
    done = subprocess.run(
        (*render, str(overlay)), capture_output=True, text=True, check=False, timeout=60
    )
    if done.returncode:
        return [f"{where}: {done.stderr.strip()}"]
    return check_text(where, done.stdout)


def main() -> int:
    overlays = sorted(path.parent for path in MANIFESTS.glob("overlays/*/kustomization.yaml"))
    offences = [line for path in files(MANIFESTS) for line in check_file(path)]
    render = renderer()
    if render is None:
        say(f"left out: rendering {len(overlays)} overlays, no kustomize or kubectl here")
        overlays = []
    else:
        offences += [line for overlay in overlays for line in check_overlay(overlay, render)]
    say(f"{len(files(MANIFESTS))} files, {len(overlays)} overlays, {len(offences)} offences")
    for line in offences:
        say(line)
    return int(bool(offences))


if __name__ == "__main__":
    sys.exit(main())
