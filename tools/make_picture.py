"""Draw who imports whom, as Mermaid: services over libraries, then the areas or rooms of each."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import grimp

from stages import ROOT, say

SERVICES = ("accounts", "orders", "billing", "provisioning", "emulator", "gateway")
FLOOR = ("runtime", "kernel", "boss")
ENTRANCES = frozenset({"__main__", "bootstrap", "settings", "unit_of_work", "migrations"})
"""What a service has once; it knows everything, or nothing."""

Arrows = frozenset[tuple[str, str]]


def arrows_between(graph: grimp.ImportGraph, groups: Mapping[str, str]) -> Arrows:
    """Return which group imports which, where `groups` says of a package's name what it is."""
    arrows = set()
    for module in graph.modules:
        importer = group_of(module, groups)
        for imported in graph.find_modules_directly_imported_by(module) if importer else ():
            target = group_of(imported, groups)
            if importer and target and importer != target:
                arrows.add((importer, target))
    return frozenset(arrows)


def group_of(module: str, groups: Mapping[str, str]) -> str | None:
    parts = module.split(".")
    prefixes = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((groups[prefix] for prefix in prefixes if prefix in groups), None)


def reachable(start: str, arrows: Arrows) -> frozenset[str]:
    """Return whatever one comes to from here along the arrows."""
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        here = ahead.pop()
        new = {target for source, target in arrows if source == here} - seen
        seen |= new
        ahead += new
    return frozenset(seen)


def circles(arrows: Arrows) -> Arrows:
    """Return the arrows one comes back along: there are none where arrows go one way."""
    return frozenset((a, b) for a, b in arrows if a in reachable(b, arrows))


def thinned(arrows: Arrows) -> Arrows:
    """Leave out an arrow where a longer way leads to the same; circles stay whole."""
    round_about = circles(arrows)
    kept = set(arrows)
    for arrow in sorted(arrows - round_about):
        others = frozenset(kept - {arrow})
        if arrow[1] in reachable(arrow[0], others):
            kept.discard(arrow)
    return frozenset(kept)


def drawn(arrows: Arrows) -> str:
    round_about = circles(arrows)
    lines = [
        f"    {source} -. both ways .-> {target}"
        if one in round_about
        else f"    {source} --> {target}"
        for one in sorted(thinned(arrows))
        for source, target in [one]
    ]
    return "\n".join(("```mermaid", "flowchart TD", *lines, "```"))


def inside(graph: grimp.ImportGraph, service: str) -> Mapping[str, str]:
    children = (child.removeprefix(f"{service}.") for child in graph.find_children(service))
    return {f"{service}.{name}": name for name in children if name not in ENTRANCES}


def document(services: Iterable[str] = SERVICES) -> str:
    """Return the page of all pictures."""
    names = tuple(services)
    graph = grimp.build_graph(*names, *FLOOR, cache_dir=None)
    packages = {name: name for name in (*names, *FLOOR)}
    parts = [
        "# Who imports whom\n\nDrawn by `make picture` from the graph import-linter checks; never"
        " edited. An arrow to where a longer way leads, too, is left out.",
        f"## Services and libraries\n\n{drawn(arrows_between(graph, packages))}",
    ]
    for service in names:
        arrows = arrows_between(graph, inside(graph, service))
        parts.append(f"## {service}\n\n{drawn(arrows)}")
    return "\n\n".join(parts) + "\n"


def main(out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(document())
    say(str(out))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build/imports.md")
