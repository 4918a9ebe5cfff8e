"""Write what the forms declare: the catalogue, the verification matrix, the lifecycle."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from orders.ordering.domain.lifecycle import ORDER
from orders.ordering.domain.process import (
    AnyProcess,
    Asked,
    Channel,
    OnEvent,
    OnTimer,
    Opener,
    nothing,
)
from orders.processes import CATALOGUE

HEAD = """# Processes

Generated from the forms in `services/orders/src/orders/processes` by `make docs`; never edited.
"""


def title(process: AnyProcess) -> str:
    """Return what a process is called, in both languages."""
    return f"{process.title} ({process.term})"


def opened_by(opener: Opener) -> str:
    match opener:
        case Asked(channel=channel):
            return f"asked at {channel}"
        case OnTimer(timer=timer):
            return f"due: {timer}"
        case OnEvent(event=event):
            return f"on {event}"
        case _:
            assert_never(opener)


def places(process: AnyProcess) -> str:
    """Return the places in which this process does something."""
    made = {
        "prepare": process.prepare,
        "network": process.network,
        "settle": process.settle,
    }
    return ", ".join(place for place, make in made.items() if make is not nothing)


def proof(process: AnyProcess, channel: Channel) -> str:
    asked = [one for one in process.opened_by if isinstance(one, Asked)]
    ways = [" + ".join(sorted(one.proof)) for one in asked if one.channel is channel]
    return " or ".join(ways) or "-"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def catalogue() -> str:
    """Return one row per process: who opens it, what it does, what is refused."""
    rows = [
        [
            title(one),
            ", ".join(dict.fromkeys(opened_by(opener) for opener in one.opened_by)),
            places(one),
            ", ".join(rule.code for rule in one.rules),
        ]
        for one in CATALOGUE.values()
    ]
    return table(["process", "opened by", "places", "refused with"], rows)


def verification_matrix() -> str:
    """Return which proof each channel asks for; a process nobody asks for has no row."""
    asked = [p for p in CATALOGUE.values() if any(isinstance(o, Asked) for o in p.opened_by)]
    return table(
        ["process", *Channel], [[title(p), *(proof(p, c) for c in Channel)] for p in asked]
    )


def document() -> str:
    lifecycle = f"```mermaid\n{ORDER.as_mermaid()}\n```"
    parts = {
        "What can be asked for": catalogue(),
        "Verification matrix": verification_matrix(),
        "The way of an order": lifecycle,
    }
    chapters = "\n\n".join(f"## {head}\n\n{body}" for head, body in parts.items())
    return f"{HEAD}\n{chapters}\n"
