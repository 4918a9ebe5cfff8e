"""Verdicts that all courses share: again, refused with a reason, or for a person."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from provisioning.changes.domain.course import Hold, Move, Notes, Refuse
from provisioning.elements.domain.answers import Denied

MOST_ROUNDS = 5
"""How often it is done again because a look shows that it was not done."""


def once_more(notes: Notes, move: Callable[[Notes], Move]) -> Move:
    """Do it again, unless it was done too often without effect."""
    if notes.rounds >= MOST_ROUNDS:
        return Hold("ELEMENT_DOES_NOT_OBEY", "It says done, and a look shows that it is not.")
    return move(replace(notes, rounds=notes.rounds + 1))


def refusal_of(denied: Denied) -> Refuse:
    """Fail the order with the element's reason."""
    return Refuse(denied.reason, denied.says)


def surprise(_: Any, __: Notes, command: Any, answer: Any) -> Move:
    """Hold what no rule foresees."""
    if isinstance(answer, Denied):
        return Hold(answer.code or answer.reason, answer.says)
    return Hold("UNFORESEEN", f"{type(answer).__name__} after {type(command).__name__}")
