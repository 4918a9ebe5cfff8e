"""Writes the tables of docs/operations/sizing.md between their marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sizing.need import DOORS, SERVICES, Figures, Need
from stages import ROOT

PAGE = ROOT / "docs/operations/sizing.md"
ROWS = (50_000, 200_000, 1_000_000, 3_000_000)
HEAD = (
    "Subscribers",
    "Busy second: records, orders",
    "Processors: services, PostgreSQL",
    "Pods",
    "Memory of PostgreSQL",
    "Its disk after {months} months",
    "Log a day",
    "Disk of each broker",
    "Connections",
)


def table(figures: Figures) -> Iterator[str]:
    """Write the table of everything."""
    head = [one.format(months=int(figures.assumed["months_kept"])) for one in HEAD]
    yield from _head(head)
    for number in ROWS:
        need = Need(number, figures)
        cells = (
            _thousands(number),
            f"{_rate(need.records_a_second)}, {_rate(need.orders_a_second)}",
            f"{need.service_cores:.1f}, {need.postgres_cores}",
            str(need.all_pods),
            f"{need.postgres_gib} GiB",
            f"{_thousands(need.disk_gib)} GiB",
            f"{need.log_a_day / 1e9:.1f} GB",
            f"{need.broker_gib} GiB",
            str(need.all_connections),
        )
        yield f"| {' | '.join(cells)} |"


def doors(figures: Figures) -> Iterator[str]:
    """Write the table of pods: where more than two are needed."""
    yield from _head(["Subscribers", *SERVICES])
    for number in ROWS:
        need = Need(number, figures)
        cells = [_doors_of(need, service) for service in SERVICES]
        yield f"| {' | '.join([_thousands(number), *cells])} |"


def _doors_of(need: Need, service: str) -> str:
    more = {door: need.pods(service, door) for door in DOORS[service]}
    return ", ".join(f"{door} {pods}" for door, pods in more.items() if pods > 2) or "2 each"


def measured(figures: Figures) -> Iterator[str]:
    """Write what all of it starts from."""
    yield from _head(["One", "Stays on disk", "Log", "On topics", "Processor"])
    for thing, sizes in figures.bytes.items():
        spent = sum(figures.processor_us.get(thing, {}).values())
        cells = [f"{_thousands(sizes[one])} B" for one in ("lasting", "written_ahead", "messages")]
        yield f"| {thing} | {' | '.join(cells)} | {f'{_thousands(spent)} µs' if spent else ''} |"


def _head(cells: list[str]) -> Iterator[str]:
    yield f"| {' | '.join(cells)} |"
    yield f"|{' --- |' * len(cells)}"


def _thousands(number: float) -> str:
    return f"{number:,.0f}".replace(",", " ")


def _rate(a_second: float) -> str:
    return f"{a_second:.0f}" if a_second >= 10 else f"{a_second:.2g}"


def fresh(text: str, figures: Figures) -> str:
    """Return the page with its tables written anew."""
    for name, lines in (
        ("measured", measured(figures)),
        ("table", table(figures)),
        ("doors", doors(figures)),
    ):
        between = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        written = "\n".join(lines) + "\n"
        found = between.search(text)
        if found is None:
            raise ValueError(f"{PAGE.name} has no place for {name}")
        text = text[: found.start()] + found[1] + written + found[2] + text[found.end() :]
    return text
