"""Who may do what: an act and the roles of the manuals that may do it (rules, 1.1)."""

from dataclasses import dataclass, replace
from enum import StrEnum

from kernel.caller import Caller

PROVIDER = "provider"
"""A payment provider: it signs what it sends, and has no token."""
STAFF = frozenset({"clerk", "supervisor", "operations"})
"""Roles of people who work for the operator."""
ABOVE_THE_COUNTER = frozenset({"supervisor", "operations"})
"""Of them, those who answer for what the others do."""
CHANNELS = frozenset(
    {"hall", "app", "web", "hotline", "sms", "kiosk", "dealer", "bank", "wallet", "system"}
)
"""Where somebody may be signed in."""


class Others(StrEnum):
    """What whoever is not staff learns about things of others."""

    TOLD = "told"
    """Whether they are there: it is about nobody's things, or for anybody."""
    HIDDEN = "hidden"
    """Nothing: what is another's gets the answer of what is not there."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be asked of this door."""

    name: str
    roles: frozenset[str]
    """Any of these may."""
    others: Others = Others.TOLD

    @property
    def in_words(self) -> str:
        """Return it as a sentence has it: place order."""
        return self.name.replace("_", " ")


def may(roles: frozenset[str], act: Act) -> bool:
    """Tell whether one of these roles may do this."""
    return bool(roles & act.roles)


def in_its_roles(actor: Caller, act: Act) -> Caller:
    """Return who asks in those of their roles that may do this, and in no other.

    Somebody who works here and is a customer, too, does as a customer what only customers may: to
    the people and services behind the door, each role would lend the other what it lacks.
    """
    roles = actor.roles & act.roles
    return replace(actor, roles=roles, staff=bool(roles & STAFF))
