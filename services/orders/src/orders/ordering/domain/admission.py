"""Who asks, and whether what they showed is enough for what they ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kernel.errors import NotAllowed, NotFound
from orders.ordering.domain.facts import CheckedProof
from orders.ordering.domain.process import AnyProcess, Asked
from orders.ordering.domain.values import Channel, CustomerId, Proof, ProofId

NOT_YOURS = "NOT_YOURS"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person at a channel, as the gateway verified them."""

    id: str
    channel: str
    customer: CustomerId | None = None
    staff: bool = False
    roles: frozenset[str] = frozenset()

    def must_own(self, holder: CustomerId | None) -> None:
        """
        Let staff pass, and a customer asking about what is their own.

        :raises NotAllowed: `NOT_YOURS`.
        """
        if not self.staff and (self.customer is None or self.customer != holder):
            raise NotAllowed(NOT_YOURS, "This is not yours.")


@dataclass(frozen=True, slots=True)
class Standing:
    """What accounts knows of the number that is asked about, and of the proofs shown."""

    now: datetime
    holder: CustomerId | None
    proofs: tuple[CheckedProof, ...] = ()


def admit(process: AnyProcess, visitor: Visitor, standing: Standing) -> tuple[ProofId, ...]:
    """
    Let in who may ask for this; return the proofs the order will use up.

    :raises Refusal: `CHANNEL_NOT_ALLOWED`, `NO_SUCH_SUBSCRIBER`, `NOT_YOURS` or
        `VERIFICATION_REQUIRED`; a proof holds for ten minutes and one order.
    """
    process.ways_through(visitor.channel)
    if visitor.channel == Channel.HALL and not visitor.staff:
        # What an order takes in cash there is booked on the word of who took it.
        raise NotAllowed("CHANNEL_NOT_ALLOWED", "In a hall staff ask, for who stands there.")
    # A customer is told the same whether the number is another's or nobody's.
    visitor.must_own(standing.holder)
    if standing.holder is None:
        raise NotFound("NO_SUCH_SUBSCRIBER", "There is no such subscriber.", field="subscriber_id")
    of_holder = [one for one in standing.proofs if one.customer == standing.holder]
    if visitor.staff and len(of_holder) < len(standing.proofs):
        raise NotAllowed(NOT_YOURS, "Somebody else was checked.")
    good = [one for one in of_holder if not one.used and standing.now < one.valid_until]
    process.admit(Asked(Channel(visitor.channel), kinds(good)))
    return tuple(proof.id for proof in good)


def kinds(proofs: Sequence[CheckedProof]) -> frozenset[Proof]:
    """Return everything that was checked."""
    return frozenset().union(*(proof.kinds for proof in proofs))
