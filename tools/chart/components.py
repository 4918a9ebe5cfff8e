"""Which components of `deploy/k8s` a chart turns on and off, and what they ask of each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from stages import ROOT

K8S = ROOT / "deploy/k8s"
OVERLAYS = ("dev", "staging", "prod")
USUAL = "prod"
"""What a chart is that nobody gave values."""
COMES_OF_ITSELF: Mapping[str, tuple[str, ...]] = {
    "components/emulator-database": ("emulator", "postgresCnpg"),
    "components/emulator-mtls": ("emulator", "mtls"),
}
"""What is there where all of these are: an overlay names it, a chart need not be asked."""
ALWAYS = ("release",)
NEEDS: Mapping[str, tuple[str, ...]] = {"postgresBackup": ("postgresCnpg",)}
TITLES: Mapping[str, str] = {
    "generated/network-policies": "Every way closed that proto/calls.yaml does not promise."
}
"""Of what is generated, and says only that of itself."""


@dataclass(frozen=True, slots=True)
class Component:
    """A folder of `deploy/k8s`, and the switches that must be on for it."""

    folder: str
    switches: tuple[str, ...]
    title: str

    def is_in(self, turned_on: frozenset[str]) -> bool:
        return turned_on.issuperset(self.switches)


def camel(name: str) -> str:
    """Write a name of Kubernetes as values are named: `call-key` as `callKey`."""
    first, *others = re.split(r"[-._/]", name)
    return first + "".join(one.capitalize() for one in others)


def components(k8s: Path = K8S) -> tuple[Component, ...]:
    """Return all there are, in the order overlays have them."""
    folders = [one for one in _in_order(k8s) if one not in ALWAYS]
    return tuple(_component(k8s, one) for one in folders)


def _component(k8s: Path, folder: str) -> Component:
    switches = COMES_OF_ITSELF.get(folder, (camel(folder.rpartition("/")[2]),))
    title = TITLES.get(folder) or _title(k8s / folder / "kustomization.yaml")
    return Component(folder, switches, title)


def _in_order(k8s: Path) -> Iterator[str]:
    """Yield what overlays name, then what none of them does; `always` comes last."""
    named = [one for overlay in ("staging", "prod") for one in _named(k8s, overlay)]
    others = (
        str(path.parent.relative_to(k8s))
        for path in sorted((k8s / "components").glob("*/kustomization.yaml"))
    )
    yield from dict.fromkeys([*named, *others])


def _named(k8s: Path, overlay: str) -> Iterator[str]:
    said = yaml.safe_load((k8s / "overlays" / overlay / "kustomization.yaml").read_text())
    return (str(one).removeprefix("../../") for one in said["components"])


def _title(kustomization: Path) -> str:
    """Return the first sentence of what a component says of itself."""
    lines = [line[2:] for line in kustomization.read_text().splitlines() if line.startswith("# ")]
    return re.split(r"(?<=[.:])\s", " ".join(lines) + " ")[0].strip().rstrip(":")


def switches_of(overlay: str, k8s: Path = K8S) -> frozenset[str]:
    """Return what an overlay has turned on."""
    named = set(_named(k8s, overlay))
    return frozenset(
        switch for one in components(k8s) if one.folder in named for switch in one.switches
    )


def switches(k8s: Path = K8S) -> tuple[str, ...]:
    return tuple(dict.fromkeys(switch for one in components(k8s) for switch in one.switches))
