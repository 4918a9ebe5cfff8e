"""Whether what somebody showed is enough for what they ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kernel.caller import Caller
from kernel.errors import NotAllowed, NotFound
from orders.ordering.domain.facts import CheckedProof
from orders.ordering.domain.process import AnyProcess, Asked
from orders.ordering.domain.values import Channel, CustomerId, Proof, ProofId, SubscriberId


@dataclass(frozen=True, slots=True)
class Standing:
    """What accounts knows of the number that is asked about, and of the proofs shown."""

    now: datetime
    holder: CustomerId | None
    proofs: tuple[CheckedProof, ...] = ()
    number: SubscriberId | None = None
    """Which number is asked about; None where it is only now opened."""

    def good(self, proof: CheckedProof, *, channel: str) -> bool:
        """Tell whether a proof counts here: unused, not too old, and of no other number."""
        is_of_it = proof.channel == channel and proof.number in {None, self.number}
        return is_of_it and not proof.used and self.now < proof.valid_until


def admit(process: AnyProcess, caller: Caller, standing: Standing) -> tuple[ProofId, ...]:
    """
    Let in who may ask for this; return the proofs the order will use up.

    :raises Refusal: `CHANNEL_NOT_ALLOWED`, `NO_SUCH_SUBSCRIBER`, `NOT_YOURS` or
        `VERIFICATION_REQUIRED`; a proof holds for ten minutes and one order, where it
        was made, and of a password or a code for that number.
    """
    process.ways_through(caller.channel)
    if caller.channel == Channel.HALL and not caller.works_here:
        # What an order takes in cash there is booked on the word of who took it.
        raise NotAllowed("CHANNEL_NOT_ALLOWED", "In a hall staff ask, for who stands there.")
    # A customer is told the same whether the number is another's or nobody's.
    caller.must_own(standing.holder or "")
    if standing.holder is None:
        raise NotFound("NO_SUCH_SUBSCRIBER", "There is no such subscriber.", field="subscriber_id")
    of_holder = [proof for proof in standing.proofs if proof.customer == standing.holder]
    if caller.works_here and len(of_holder) < len(standing.proofs):
        raise NotAllowed("NOT_YOURS", "Somebody else was checked.")
    good = [proof for proof in of_holder if standing.good(proof, channel=caller.channel)]
    process.admit(Asked(Channel(caller.channel), kinds(good)))
    return tuple(proof.id for proof in good)


def kinds(proofs: Sequence[CheckedProof]) -> frozenset[Proof]:
    """Return everything that was checked."""
    return frozenset().union(*(proof.kinds for proof in proofs))
