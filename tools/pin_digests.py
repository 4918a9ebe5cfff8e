"""Write which image each name is by its digest, after a push: for an overlay, and for the chart.

    make pin-digests REGISTRY=registry.example/kaitong VERSION=0.2.0

It asks the engine of this machine what the registry called the images it pushed there.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import yaml

from stages import ROOT, say

NAMES = ("accounts", "billing", "emulator", "gateway", "orders", "provisioning", "tools")
INTO = ROOT / "build/digests"
DIGEST = re.compile(r"sha256:[0-9a-f]{64}$")


class NotPushed(Exception):
    """An image has no digest of that registry yet."""


def digest_of(registry: str, name: str, version: str) -> str:
    """Return the digest the registry gave. Raises NotPushed."""
    image = f"{registry}/{name}"
    words = ["docker", "image", "inspect", "--format", "{{json .RepoDigests}}"]
    done = subprocess.run(
        [*words, f"{image}:{version}"], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NotPushed(f"{image}:{version} is not here: {done.stderr.strip()}")
    for named in json.loads(done.stdout) or ():
        where, _, digest = str(named).partition("@")
        if where == image and DIGEST.match(digest):
            return digest
    raise NotPushed(f"{image}:{version} has no digest of that registry: push it first")


def component(registry: str, digests: Mapping[str, str]) -> str:
    """Write a component an overlay names last."""
    images = [
        {"name": f"kaitong/{name}", "newName": f"{registry}/{name}", "digest": digest}
        for name, digest in digests.items()
    ]
    manifest = {
        "apiVersion": "kustomize.config.k8s.io/v1alpha1",
        "kind": "Component",
        "images": images,
    }
    return yaml.safe_dump(manifest, sort_keys=False, width=120)


def values(registry: str, version: str, digests: Mapping[str, str]) -> str:
    """Write values for the chart."""
    host, _, repository = registry.partition("/")
    images = {"registry": host, "repository": repository, "digests": dict(digests)}
    return yaml.safe_dump({"version": version, "images": images}, sort_keys=False, width=120)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="make pin-digests", description=__doc__)
    parser.add_argument(
        "registry", help="where the images were pushed to: registry.example/kaitong"
    )
    parser.add_argument("version")
    given = parser.parse_args(arguments)
    registry = given.registry.rstrip("/")
    try:
        digests = {name: digest_of(registry, name, given.version) for name in NAMES}
    except NotPushed as reason:
        say(str(reason))
        return 1
    write(INTO, "kustomization.yaml", component(registry, digests))
    write(INTO, "values.yaml", values(registry, given.version, digests))
    say("An overlay names build/digests (copied beside it) as its last component; helm takes")
    say("-f build/digests/values.yaml.")
    return 0


def write(folder: Path, name: str, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
