"""Who may ask, where, and what must have been checked of whom (rules 1.1, 1.3 and 2.21).

The words of the verification matrix, with the codes its cells have.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from orders.ordering.domain.transfer import ComesAs
from orders.ordering.domain.values import Channel, Proof, Role


@dataclass(frozen=True, slots=True, order=True)
class Check:
    """Something that was checked of somebody."""

    of: Role
    proof: Proof


Checks = frozenset[Check]


def of(role: Role, *proofs: Proof) -> Checks:
    """Return what is checked of one person."""
    return frozenset(Check(role, proof) for proof in proofs)


V1 = of(Role.HOLDER, Proof.ID_SEEN)
V2 = of(Role.HOLDER, Proof.SMS_CODE)
V3 = of(Role.HOLDER, Proof.SERVICE_PASSWORD)
V3_TO_BE_CHANGED = of(Role.HOLDER, Proof.OLD_PASSWORD)
"""The password said for this alone: the first one, and one too old, prove nothing else (R-PW-5)."""
ID = of(Role.HOLDER, Proof.PAPER_KNOWN)
"""The paper's number said, the paper not seen."""
V4: Checks = frozenset()
V9 = of(Role.HOLDER, Proof.FACE)
V1_X2 = V1 | of(Role.AGENT, Proof.ID_SEEN)
V6 = of(Role.HOLDER, Proof.ID_SEEN)
"""The unit's paper: of a unit, it is the holder's."""
V5 = V6 | of(Role.USER, Proof.ID_SEEN)
SEALED_LETTER = of(Role.HANDLER, Proof.LETTER_SEEN)
HANDLERS_PAPERS = of(Role.HANDLER, Proof.ID_SEEN, Proof.LETTER_SEEN)
GUARDIANS_PAPERS = of(Role.GUARDIAN, Proof.ID_SEEN, Proof.RELATION_SEEN)


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody in this role asks for it through this channel, checked as far as this."""

    channel: Channel
    role: Role
    proofs: Checks
    unless_switched_on: bool = False
    """Not offered, unless this operator's settings name it (`[cfg]` in the rules)."""
    only_for: tuple[str, ...] = ()
    """Of which kinds of what the process is about; none said: of all."""

    def is_for(self, kind: str) -> bool:
        """Tell whether what is asked for may be asked for this way."""
        return not self.only_for or kind in self.only_for

    @property
    def name(self) -> str:
        """Return what the settings call this way of one process."""
        kinds = f"/{'+'.join(self.only_for)}" if self.only_for else ""
        return f"{self.channel}/{self.role}{kinds}"


def in_hall(*, holder: Checks = V1, unit: Checks = V6, agent: Checks = V1_X2) -> tuple[Asked, ...]:
    """Return the three columns most rows have in a hall: holder, agent, unit."""
    return (
        Asked(Channel.HALL, Role.HOLDER, proofs=holder),
        Asked(Channel.HALL, Role.AGENT, proofs=agent),
        Asked(Channel.HALL, Role.HANDLER, proofs=unit),
    )


BY_GUARDIAN = Asked(Channel.HALL, Role.GUARDIAN, proofs=V1 | GUARDIANS_PAPERS)
"""How a child asks for what binds (rules 1.1): a form that has it lets no child ask alone."""
TO_OPEN = (*in_hall(unit=V6 | HANDLERS_PAPERS), BY_GUARDIAN)
"""How any number is opened: in a hall, by whom the papers name (rules 2.1)."""
TO_CHANGE_PLAN = (
    Asked(Channel.HALL, Role.HOLDER, proofs=V3),
    *in_hall(),
    BY_GUARDIAN,
    *(
        Asked(channel, Role.HOLDER, proofs=V3)
        for channel in (Channel.HOTLINE, Channel.WEB, Channel.APP, Channel.SMS)
    ),
    *(Asked(channel, Role.HOLDER, proofs=V2) for channel in (Channel.WEB, Channel.APP)),
    Asked(Channel.DEALER, Role.HOLDER, proofs=V1),
)
"""Larger and smaller plans alike (R-PC-6): a change, and back."""
WITH_NEW_HOLDER = of(Role.NEW_HOLDER, Proof.ID_SEEN)
"""Of a unit it is the unit's paper, as V6 is of the holder."""
PROXY = V1_X2 | of(Role.AGENT, Proof.LETTER_SEEN)
"""An agent with both papers, and the letter that says for what (委托书)."""
FOR_NEW_HOLDER: Mapping[ComesAs, Checks] = {
    ComesAs.HOLDER: WITH_NEW_HOLDER,
    ComesAs.AGENT: WITH_NEW_HOLDER | of(Role.FOR_NEW_HOLDER, Proof.ID_SEEN, Proof.LETTER_SEEN),
    ComesAs.HANDLER: WITH_NEW_HOLDER | of(Role.FOR_NEW_HOLDER, Proof.ID_SEEN, Proof.LETTER_SEEN),
    ComesAs.GUARDIAN: WITH_NEW_HOLDER | of(Role.FOR_NEW_HOLDER, Proof.ID_SEEN, Proof.RELATION_SEEN),
}
TO_TRANSFER = tuple(
    Asked(
        Channel.HALL,
        role,
        proofs=theirs | new,
        unless_switched_on=Role.AGENT in {role, Role(comes_as.value)},
        only_for=(comes_as.value,),
    )
    for comes_as, new in FOR_NEW_HOLDER.items()
    for role, theirs in (
        (Role.HOLDER, V1),
        (Role.AGENT, PROXY),
        (Role.HANDLER, V6),
        (Role.GUARDIAN, V1 | GUARDIANS_PAPERS),
    )
)
"""How a number changes hands (过户): in a hall, both sides in one order (rules 2.11)."""
BY_BACK_OFFICE = (Asked(Channel.HALL, Role.BACK_OFFICE, proofs=V4),)
"""What the operator does by itself: nobody stands there, and who may is said by their sign-in."""
