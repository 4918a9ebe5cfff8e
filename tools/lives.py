"""Write the lives of subscribers and numbers as pictures and tables, and the reasons of stops."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from accounts.stock.domain.phone_number import NUMBER
from accounts.stock.domain.sim_card import SIM_CARD
from accounts.subscribers.domain.moves import (
    BY_WISH,
    DEBT,
    IN_SERVICE,
    MOVES,
    Act,
    Move,
    Phase,
    State,
    state_of,
)
from accounts.subscribers.domain.stop import STOPS, Level, Stop, StopReason
from tables import table

HEAD = """# Lives

Generated from the tables in `services/accounts` by `make docs`; never edited. What has no row is
refused with `STATE_NOT_ALLOWED`, which says what was asked and what is, and changes nothing.
"""
SERVICE = "in_service"
_UNPAID = Stop(StopReason.ARREARS, Level.ONE_WAY)
_UNPAID_LONG = Stop(StopReason.ARREARS, Level.TWO_WAY)
_AWAY = Stop(StopReason.VOLUNTARY, Level.TWO_WAY)
USUAL: Mapping[State, frozenset[Stop]] = {
    State.ACTIVE: frozenset(),
    State.SUSPENDED_ONE_WAY: frozenset({_UNPAID}),
    State.SUSPENDED_TWO_WAY: frozenset({_UNPAID_LONG}),
    State.VOLUNTARY_SUSPENDED: frozenset({_AWAY}),
}
"""Why somebody usually is in a state: the picture shows these, the table all."""
ADDED: Mapping[Act, Stop] = {
    Act.KEEP_NUMBER: _AWAY,
    Act.REPORT_LOST: Stop(StopReason.LOST, Level.TWO_WAY),
    Act.STOP_OUTGOING_FOR_DEBT: _UNPAID,
    Act.STOP_FOR_DEBT: _UNPAID_LONG,
    Act.STOP_BY_OPERATOR: Stop(StopReason.OPERATOR, Level.TWO_WAY),
}
LIFTED: Mapping[Act, frozenset[StopReason]] = {
    Act.RESUME: BY_WISH,
    Act.RESUME_PAID: DEBT,
    Act.OPEN_FOR_A_TIME: DEBT,
}


def picture() -> str:
    """Return the life of a subscriber as a state chart; who is in service is one box."""
    inside = [state for state in State if state in IN_SERVICE]
    lines = ["stateDiagram-v2", f"    [*] --> {State.PENDING}", f"    state {SERVICE} {{"]
    lines += [f"        {state}" for state in inside]
    lines += [f"        {line}" for line in _within_service()]
    lines.append("    }")
    lines += [f"    {line}" for move in MOVES if not _is_inside(move) for line in _arrows(move)]
    ends = sorted({State.PORTED_OUT, State.UNDONE, State.TERMINATED})
    return "\n".join([*lines, *(f"    {state} --> [*]" for state in ends)])


def _is_inside(move: Move) -> bool:
    return move.at | move.to <= IN_SERVICE


def _within_service() -> Iterator[str]:
    """Yield where somebody goes who is stopped for the usual reason of their state alone."""
    said = defaultdict[tuple[State, State], list[str]](list)
    for move in filter(_is_inside, MOVES):
        for at in sorted(move.at):
            to = _usually(move, at)
            if to is not at:
                said[at, to].append(f"{move.ids} {move.act}")
    yield from (f"{at} --> {to}: {', '.join(acts)}" for (at, to), acts in said.items())


def _usually(move: Move, at: State) -> State:
    stops = USUAL[at]
    if move.act in ADDED:
        stops |= {ADDED[move.act]}
    reasons = LIFTED.get(move.act, frozenset())
    return state_of(Phase.ACTIVE, frozenset(one for one in stops if one.reason not in reasons))


def _arrows(move: Move) -> list[str]:
    pairs = [(at, to) for at in _boxes(move.at) for to in _boxes(move.to) if at != to]
    return [f"{at} --> {to}: {move.ids} {move.act}" for at, to in pairs]


def _boxes(states: Iterable[State]) -> list[str]:
    known = set(states)
    return [SERVICE] if known == IN_SERVICE else sorted(state.value for state in known)


def _names(states: Iterable[State]) -> str:
    return ", ".join(_boxes(states)).replace(SERVICE, "in service")


def moves() -> str:
    """Return every row of the table."""
    rows = [
        [move.ids, move.term, f"`{move.act}`", _names(move.at), _names(move.to)] for move in MOVES
    ]
    return table(["rule", "by", "act", "from", "to"], rows)


def stops() -> str:
    """Return every reason: how far it stops, and on whose word it ends."""
    rows = [
        [
            f"`{reason}`",
            row.term,
            ", ".join(level.name.lower() for level in sorted(row.levels)),
            ", ".join(sorted(row.lifters)) or "nobody",
        ]
        for reason, row in STOPS.items()
    ]
    return table(["reason", "called", "level", "lifted on the word of"], rows)


def document() -> str:
    weak = " < ".join(level.name.lower() for level in Level)
    parts = {
        "A subscriber (rules 4.1, 4.3)": f"```mermaid\n{picture()}\n```\n\n{moves()}",
        "Stops (rules 3.6)": f"The level of a number is the strictest: {weak}.\n\n{stops()}",
        "A number (rules 4.2)": f"```mermaid\n{NUMBER.as_mermaid()}\n```",
        "A SIM card": f"```mermaid\n{SIM_CARD.as_mermaid()}\n```",
    }
    chapters = "\n\n".join(f"## {head}\n\n{body}" for head, body in parts.items())
    return f"{HEAD}\n{chapters}\n"
