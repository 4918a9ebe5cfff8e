"""Whether who asks may, and what they showed is enough for what they ask (rules 1.1, 2.21)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kernel.caller import SYSTEM, Caller
from kernel.errors import NotAllowed, NotFound, Refusal
from orders.ordering.domain.checked_proof import CheckedProof
from orders.ordering.domain.order import ASKED, Order
from orders.ordering.domain.process import AnyProcess
from orders.ordering.domain.values import Channel, CustomerId, ProofId, Role, SubscriberId
from orders.ordering.domain.verification import Asked, Check, Checks

FOR_THE_HOLDER = frozenset({Role.AGENT, Role.HANDLER, Role.GUARDIAN})
"""Who stands there in the holder's place, and is checked beside them."""
AS_NEW = {Role.HOLDER: Role.NEW_HOLDER} | dict.fromkeys(FOR_THE_HOLDER, Role.FOR_NEW_HOLDER)
"""As whom it counts who was checked for whom a number is going to be."""
AT_A_COUNTER = frozenset({Channel.HALL, Channel.DEALER})
"""Where somebody stands before staff, and their paper is seen."""
OUR_OWN = frozenset({Role.DEALER, Role.BACK_OFFICE})
"""Who asks in the name of what they are by their sign-in."""
ABOVE_THE_COUNTER = frozenset({"supervisor", "operations"})
"""Roles of a sign-in that may ask as the back office: no clerk stops a number on their own."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What accounts knows of the number that is asked about, and of the proofs shown."""

    now: datetime
    holder: CustomerId | None
    proofs: tuple[CheckedProof, ...] = ()
    number: SubscriberId | None = None
    """Which number is asked about; None where it is only now opened."""
    kind: str = ""
    """Which kind of the process is asked for, where ways to ask differ by that."""
    is_unit: bool = False
    """Whether the holder is a company or another body, and no person."""
    needs_guardian: bool = False
    """Whether the holder is a child, as accounts has them today: a guardian asks for them."""
    guarantor: CustomerId | None = None
    """Who answers for the debt, where somebody does: shown as a holder of their own number."""

    new_holder: CustomerId | None = None
    """Whose number it is going to be, where it changes hands: shown as a holder, too."""
    new_holder_is_unit: bool = False

    @property
    def concerned(self) -> list[CheckedProof]:
        """Return the proofs of whom the order concerns, of a guarantor or new holder as of one."""
        theirs = [one for one in self.proofs if one.customer == self.guarantor]
        new = [one for one in self.proofs if one.customer == self.new_holder]
        return [
            *self.of_holder,
            *(replace(one, of=Role.GUARANTOR) for one in theirs if one.of is Role.HOLDER),
            *(replace(one, of=AS_NEW[one.of]) for one in new if one.of in AS_NEW),
        ]

    @property
    def of_holder(self) -> list[CheckedProof]:
        """Return the proofs of the holder, and of who came for them."""
        return [proof for proof in self.proofs if proof.customer == self.holder]

    def was_good(self, proof: CheckedProof, *, channel: str) -> bool:
        """Tell whether a proof was made here, and of no other number."""
        return proof.channel == channel and proof.number in {None, self.number}

    def good(self, proof: CheckedProof, *, channel: str) -> bool:
        """Tell whether a proof counts here: unused, not too old, and of no other number."""
        is_new = not proof.used and self.now < proof.valid_until
        return is_new and self.was_good(proof, channel=channel)


@dataclass(frozen=True, slots=True)
class Admitted:
    """In which role somebody was let in, and the proofs their order will use up."""

    role: Role
    proofs: tuple[ProofId, ...] = ()


def admit(
    process: AnyProcess, caller: Caller, standing: Standing, *, role: Role | None
) -> Admitted:
    """
    Let in who may ask for this; None as role is what the proofs say.

    :raises Refusal: `CHANNEL_NOT_ALLOWED`, `ROLE_NOT_ALLOWED` (another than the proofs are of,
        too), `NO_SUCH_SUBSCRIBER`, `NOT_YOURS`, `AGENT_DOCS_MISSING` for who stands in for another
        and for a child alone, or `VERIFICATION_REQUIRED`; a proof holds for ten minutes and one
        order, where it was made, and of a password or a code for that number.
    """
    process.ways_through(caller.channel, kind=standing.kind)
    if caller.channel == Channel.HALL and not caller.works_here:
        # What an order takes in cash there is booked on the word of who took it.
        raise NotAllowed("CHANNEL_NOT_ALLOWED", "In a hall staff ask, for who stands there.")
    # A customer is told the same whether the number is another's or nobody's.
    caller.must_own(standing.holder or "")
    if standing.holder is None:
        raise NotFound("NO_SUCH_SUBSCRIBER", "There is no such subscriber.", field="subscriber_id")
    about = standing.concerned
    shown = role_of(about)
    role = role or shown
    ways = process.ways_for(role, channel=caller.channel, kind=standing.kind)
    must_be(role, caller, standing)
    must_be_as_shown(role, shown)
    must_not_be_alone(process, role, caller, standing)
    must_come_for_new_holder(standing)
    if caller.works_here and {one.id for one in about} != {one.id for one in standing.proofs}:
        raise NotAllowed("NOT_YOURS", "A proof is of somebody this order does not concern.")
    good = [proof for proof in about if standing.good(proof, channel=caller.channel)]
    if not are_enough(good, ways):
        before = [proof for proof in about if standing.was_good(proof, channel=caller.channel)]
        raise worn_out(role, before) if are_enough(before, ways) else not_enough(role, ways, good)
    concerned = {check.of for way in ways for check in way.proofs}
    return Admitted(role, tuple(dict.fromkeys(one.id for one in good if one.of in concerned)))


def must_be(role: Role, caller: Caller, standing: Standing) -> None:
    """Raise `ROLE_NOT_ALLOWED` for who cannot be in this role here."""
    if role in FOR_THE_HOLDER | OUR_OWN and not caller.works_here:
        raise NotAllowed("ROLE_NOT_ALLOWED", "You ask for yourself.", field="capacity")
    if role is Role.BACK_OFFICE and not caller.roles & ABOVE_THE_COUNTER:
        raise NotAllowed(
            "ROLE_REQUIRED", "Only a supervisor or operations ask this.", field="capacity"
        )
    if (role is Role.HANDLER) is not standing.is_unit and role in FOR_THE_HOLDER | {Role.HOLDER}:
        sentence = "A handler acts for a unit, and nobody else does."
        raise NotAllowed("ROLE_NOT_ALLOWED", sentence, field="capacity")


def must_come_for_new_holder(standing: Standing) -> None:
    """Raise `ROLE_NOT_ALLOWED` for who cannot come so for whom a number is going to be."""
    by_handler = standing.kind == Role.HANDLER
    if standing.new_holder is not None and by_handler is not standing.new_holder_is_unit:
        sentence = "A handler acts for a unit, and nobody else does."
        raise NotAllowed("ROLE_NOT_ALLOWED", sentence, field="new_holder_comes_as")


def must_be_as_shown(role: Role, shown: Role) -> None:
    """Raise `ROLE_NOT_ALLOWED` where who asks says to be another than the proofs are of."""
    if shown in FOR_THE_HOLDER - {role}:
        sentence = f"By its proof the {shown} asks: say capacity {shown}, or leave that proof out."
        raise NotAllowed("ROLE_NOT_ALLOWED", sentence, field="capacity")


def must_not_be_alone(process: AnyProcess, role: Role, caller: Caller, standing: Standing) -> None:
    """Let no child ask without a guardian for what binds: an agent is none (rules 1.1).

    Raises `AGENT_DOCS_MISSING` for a child alone, `ROLE_NOT_ALLOWED` for their agent.
    """
    if not (process.binds and standing.needs_guardian and caller.channel in AT_A_COUNTER):
        return
    sentence = (
        "The customer is too young to ask alone: a guardian comes with them. Record a proof of the"
        " guardian, with id_seen and relation_seen, and name it beside the child's."
    )
    if role is Role.HOLDER:
        raise Refusal("AGENT_DOCS_MISSING", sentence, field="proof_ids")
    if role is Role.AGENT:
        raise NotAllowed("ROLE_NOT_ALLOWED", sentence, field="capacity")


def must_be_theirs_to_withdraw(order: Order, caller: Caller) -> None:
    """Raise where another may take back what was asked: the holder no stop of the operator's.

    :raises NotAllowed: `NOT_YOURS`; `STAFF_ONLY` for the holder and `ROLE_REQUIRED` for a clerk,
        where the back office or nobody at all asked, but an event or a timer.
    """
    caller.must_own(order.customer or "")
    asked_by_people = order.origin.opener == ASKED and order.origin.role is not Role.BACK_OFFICE
    if asked_by_people or caller == SYSTEM or caller.roles & ABOVE_THE_COUNTER:
        return
    caller.must_work_here()
    raise NotAllowed("ROLE_REQUIRED", "Only a supervisor or operations withdraw this.")


def role_of(proofs: Iterable[CheckedProof]) -> Role:
    """Return as whom somebody comes who shows this: whoever has a paper of their own beside.

    Raises `ROLE_NOT_ALLOWED` where several come: nobody could tell who asks.
    """
    theirs = sorted({proof.of for proof in proofs} & FOR_THE_HOLDER)
    if len(theirs) > 1:
        sentence = f"By their proofs {' and '.join(theirs)} ask: show those of one of them."
        raise NotAllowed("ROLE_NOT_ALLOWED", sentence, field="proof_ids")
    return theirs[0] if theirs else Role.HOLDER


def are_enough(proofs: Sequence[CheckedProof], ways: Iterable[Asked]) -> bool:
    """Tell whether one of these ways is open to who shows them."""
    shown = checks(proofs)
    return any(way.proofs <= shown for way in ways)


def worn_out(role: Role, proofs: Sequence[CheckedProof]) -> Refusal:
    """Return the refusal of who was checked far enough before, with what is to be done."""
    code = "AGENT_DOCS_MISSING" if role in FOR_THE_HOLDER else "VERIFICATION_REQUIRED"
    is_used = any(proof.used for proof in proofs)
    why = "has been used up by another order" if is_used else "is older than ten minutes"
    sentence = f"A proof that is shown {why}: check the person anew, and name the new proof."
    return Refusal(code, sentence, field="proof_ids")


def not_enough(role: Role, ways: Iterable[Asked], good: Sequence[CheckedProof]) -> Refusal:
    """Return the refusal of who has not been checked far enough: what is missing, and what to do.

    Each way is told by what it still needs.
    """
    shown = checks(good)
    missing = " or ".join(dict.fromkeys(_in_words(way.proofs - shown) for way in ways))
    sentence = (
        f"Not checked far enough: missing is {missing}, in the last ten minutes, here and for no"
        " other order. What staff see is recorded by POST /v1/proofs, of who acts for the holder"
        " with their capacity; a password, a code, a paper's number is compared by POST"
        " /v1/subscribers/{id}/proofs. Name the proofs with the order."
    )
    if role in FOR_THE_HOLDER:
        return Refusal("AGENT_DOCS_MISSING", sentence, field="proof_ids")
    return Refusal("VERIFICATION_REQUIRED", sentence)


def _in_words(missing: Checks) -> str:
    return " and ".join(f"{check.proof} of the {check.of}" for check in sorted(missing))


def checks(proofs: Sequence[CheckedProof]) -> frozenset[Check]:
    """Return everything that was checked, and of whom."""
    return frozenset(Check(proof.of, kind) for proof in proofs for kind in proof.kinds)
