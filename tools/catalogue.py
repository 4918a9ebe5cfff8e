"""Write what the forms declare: the catalogue, the verification matrix, the lifecycle."""

from __future__ import annotations

from typing import assert_never

from orders.ordering.domain.lifecycle import ORDER
from orders.ordering.domain.process import (
    AnyProcess,
    Asked,
    OnEvent,
    OnTimer,
    Opener,
    nothing,
)
from orders.processes import CATALOGUE
from tables import table
from verification import COLUMNS, OTHERS, ROWS, Row, cells

LEGEND = """V1 paper, V2 code by text, V3 service password, V4 nothing, V5 the unit's and the
user's paper, V6 the unit's paper, V9 face; V1x2 the holder's and the agent's. `a / b`: either is
enough; `a+b`: both; `[cfg]`: where the operator switches it on (`BOSS_WAYS_ON` names
`termination/hall/agent`, `BOSS_WAYS_OFF` what is not offered). A test compares it with rules
2.21."""
HEAD = """# Processes

Generated from the forms in `services/orders/src/orders/processes` by `make docs`; never edited.
"""


def title(process: AnyProcess) -> str:
    """Return what a process is called, in both languages."""
    return f"{process.title} ({process.term})"


def opened_by(opener: Opener) -> str:
    match opener:
        case Asked(channel=channel, role=role):
            return f"asked at {channel} as {role}"
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


def catalogue() -> str:
    """Return one row per process: who opens it, what it does, what is refused."""
    rows = [
        [
            f"[{title(one)}](processes/{one.name}.md)",
            ", ".join(dict.fromkeys(opened_by(opener) for opener in one.opened_by)),
            places(one),
            ", ".join(rule.code for rule in one.rules),
        ]
        for one in CATALOGUE.values()
    ]
    return table(["process", "opened by", "places", "refused with"], rows)


def verification_matrix() -> str:
    """Return what each channel asks of whom, row by row as the manual has it, then ours."""
    rows = [[called(row), *cells(row)] for row in (*ROWS, *OTHERS)]
    return f"{LEGEND}\n\n{table(['process', *COLUMNS], rows)}"


def called(row: Row) -> str:
    """Return what a row is called: as the manual does, and what it is of ours."""
    return f"{row.term} `{row.process}`" if row.process else row.term


def document() -> str:
    lifecycle = f"```mermaid\n{ORDER.as_mermaid()}\n```"
    parts = {
        "What can be asked for": catalogue(),
        "Verification matrix": verification_matrix(),
        "The way of an order": lifecycle,
    }
    chapters = "\n\n".join(f"## {head}\n\n{body}" for head, body in parts.items())
    return f"{HEAD}\n{chapters}\n"
