"""Makes every generated file of the chart."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from chart.components import K8S, OVERLAYS, USUAL, components, switches, switches_of
from chart.conditions import Conditions, choices
from chart.objects import Writer
from chart.rendering import (
    NAMESPACE,
    Rendered,
    marks_of_a_release,
    release_of,
    render_all,
    rendered,
    said_of_releases,
)
from chart.saying import Reading, nested, settings_in
from chart.schema import HEADS, USUALLY, schema
from chart.writing import Pen

LEFT_ALONE = frozenset(
    {
        "Chart.yaml",
        "README.md",
        ".helmignore",
        "templates/NOTES.txt",
        "templates/_names.tpl",
        "templates/checks.yaml",
        "templates/ingress.yaml",
        "templates/more.yaml",
    }
)
"""What people write."""
HEAD = "# Generated from deploy/k8s by `make chart`; never edited.\n"
Flat = dict[tuple[str, ...], object]


def make(command: tuple[str, ...], k8s: Path = K8S) -> dict[str, str]:
    """Return the text of every generated file by its name."""
    all_switches = switches(k8s)
    of_overlays = [switches_of(one, k8s) for one in OVERLAYS]
    rows = tuple(dict.fromkeys([*choices(all_switches), *of_overlays]))
    conditions = Conditions(all_switches, rows)
    writer = Writer(Pen(cache(conditions.of)), render_all(rows, command, k8s))
    made = {f"templates/{name}": text for name, text in writer.files().items()}
    said = {
        overlay: Reading(writer, rows.index(on)).values(marked(k8s, overlay, command)[0])
        | {("components", one): one in on for one in all_switches}
        | marked(k8s, overlay, command)[1]
        for overlay, on in zip(OVERLAYS, of_overlays, strict=True)
    }
    without = USUALLY | {path: default for path, (_, default) in writer.pen.values.items()}
    usual = without | said[USUAL]
    made["values.yaml"] = _values(usual, _titles(k8s))
    for overlay in OVERLAYS:
        overlaid, _ = marked(k8s, overlay, command)
        plain = without | settings_in(overlaid)
        made[f"values/{overlay}.yaml"] = _overlay(overlay, _beside(said, overlay, plain, usual))
    slots = {path: slot.schema for path, (slot, _) in writer.pen.values.items()}
    text = json.dumps(schema(slots, _titles(k8s), usual), indent=2, ensure_ascii=False)
    made["values.schema.json"] = text + "\n"
    return made


@cache
def marked(k8s: Path, overlay: str, command: tuple[str, ...]) -> tuple[Rendered, Flat]:
    """Render an overlay with marks for what a release says; return the addresses it says, too."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "k8s"
        shutil.copytree(k8s, copy)
        file = copy / "overlays" / overlay / "kustomization.yaml"
        said = yaml.safe_load(file.read_text())
        (release,) = [one for one in said["configMapGenerator"] if one["name"] == "release"]
        literals = release_of(k8s, overlay)
        release["literals"] = marks_of_a_release(k8s)
        said["namespace"] = NAMESPACE
        file.write_text(yaml.safe_dump(said, sort_keys=False))
        namespace = file.with_name("namespace.yaml")
        manifest = yaml.safe_load(namespace.read_text())
        manifest["metadata"]["name"] = NAMESPACE
        namespace.write_text(yaml.safe_dump(manifest))
        addresses = (one for one in said_of_releases(k8s) if one != "version")
        addresses_said: Flat = {("addresses", one): literals.get(one, "") for one in addresses}
        return rendered(file.parent, command), addresses_said


def _titles(k8s: Path) -> Mapping[str, str]:
    return {one.switches[0]: one.title for one in components(k8s) if len(one.switches) == 1}


def _beside(said: Mapping[str, Flat], overlay: str, plain: Flat, usual: Flat) -> Flat:
    """Return what an overlay says otherwise than the usual one; null is said of what it has not."""
    paths = {path for one in (said[overlay], said[USUAL]) for path in one}
    full = {path: said[overlay].get(path, plain.get(path)) for path in paths}
    return {path: one for path, one in full.items() if one != usual.get(path)}


def _values(usual: Flat, titles: Mapping[str, str]) -> str:
    values = nested(usual)
    order = (*HEADS, *sorted(values.keys() - HEADS.keys()))
    blocks = (_block(name, values[name], titles) for name in order if name in values)
    return "\n".join([HEAD, *blocks])


def _block(name: str, value: object, titles: Mapping[str, str]) -> str:
    lines = [f"# {line}" for line in HEADS.get(name, "").splitlines()]
    if name == "components" and isinstance(value, dict):
        lines.append("components:")
        for switch, turned_on in value.items():
            lines += [f"  # {titles[switch]}"] if switch in titles else []
            lines.append(f"  {switch}: {json.dumps(turned_on)}")
        return "\n".join(lines) + "\n"
    return "\n".join([*lines, _yaml({name: value})])


def _overlay(overlay: str, said: Flat) -> str:
    head = f"{HEAD}# What makes the chart the same as deploy/k8s/overlays/{overlay}.\n"
    return head + (_yaml(nested(said)) if said else "{}\n")


class _Plain(yaml.SafeDumper):
    """Writes shared values out each time instead of pointing at the first."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _yaml(value: object) -> str:
    return yaml.dump(value, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=100)
