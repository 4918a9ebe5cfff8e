"""A number leaves the network (销户): subscription and keys go, and the switch forgets the card.

Removing it at the HLR does not tell the switch that serves it, so the card is evicted there;
it is gone when the node, asked again, does not know it.
"""

from dataclasses import dataclass, replace

from boss.provisioning.v1 import changes_pb2 as changes
from provisioning.changes.domain.change import Urgency
from provisioning.changes.domain.course import Course, Hold, Move, Notes, Send, Verified
from provisioning.changes.domain.effect import Effect
from provisioning.changes.domain.kind import Kind
from provisioning.changes.domain.stored import Stored
from provisioning.changes.domain.verdict import once_more, refusal_of, surprise
from provisioning.elements.domain.answers import Accepted, Answer, Denied, Reason, Shown
from provisioning.elements.domain.commands import Evict, ReadNumber, RemoveKeys, RemoveSubscription
from provisioning.elements.domain.subscription import Record
from provisioning.vault.domain.numbers import imsi_of, msisdn_of


@dataclass(frozen=True, slots=True)
class DeleteSubscription:
    msisdn: str
    imsi: str

    @property
    def cards(self) -> tuple[str, ...]:
        return (self.imsi,)

    @property
    def keys_of(self) -> str:
        return ""

    @property
    def urgency(self) -> Urgency:
        return Urgency.USUAL

    @property
    def course(self) -> Course:
        return COURSE

    @property
    def effect(self) -> Effect:
        return Effect(self.imsi, exists=False, forgets=self.imsi)

    @property
    def stored(self) -> Stored:
        return Stored(self.msisdn, self.imsi)


def begin(what: DeleteSubscription, notes: Notes) -> Move:
    """Look first: who serves the card is forgotten with the subscription."""
    return Send(ReadNumber(what.msisdn), notes)


def after_look(what: DeleteSubscription, notes: Notes, sent: ReadNumber, answer: Answer) -> Move:
    match answer:
        case Shown(record=None):
            return evict(what, notes)
        case Shown(record=Record() as record) if record.imsi != what.imsi:
            return Hold(Reason.IMSI_DIFFERS, "The number is on another card.")
        case Shown() if notes.denied:
            return refusal_of(notes.denied)
        case Shown(record=Record() as record):
            noted = replace(notes, serving_node=record.serving_node or notes.serving_node)
            return once_more(noted, lambda again: remove(what, again))
        case _:
            return surprise(what, notes, sent, answer)


def after_removal(
    what: DeleteSubscription, notes: Notes, sent: RemoveSubscription, answer: Answer
) -> Move:
    match answer:
        case Accepted() | Denied(reason=Reason.UNKNOWN_SUBSCRIBER):
            return begin(what, notes)
        case Denied():
            return begin(what, replace(notes, denied=answer))
        case _:
            return surprise(what, notes, sent, answer)


def after_eviction(what: DeleteSubscription, notes: Notes, sent: Evict, answer: Answer) -> Move:
    match answer:
        case Denied(reason=Reason.UNKNOWN_CARD):
            return Send(RemoveKeys(what.imsi), notes)
        case Accepted():
            return once_more(notes, lambda noted: evict(what, noted))
        case _:
            return surprise(what, notes, sent, answer)


def after_keys_went(
    what: DeleteSubscription, notes: Notes, sent: RemoveKeys, answer: Answer
) -> Move:
    match answer:
        case Denied(reason=Reason.NO_KEYS):
            return Verified()
        case Accepted():
            return once_more(notes, lambda noted: Send(sent, noted))
        case _:
            return surprise(what, notes, sent, answer)


def remove(what: DeleteSubscription, notes: Notes) -> Move:
    return Send(RemoveSubscription(what.msisdn, what.imsi), notes)


def evict(what: DeleteSubscription, notes: Notes) -> Move:
    return Send(Evict(what.imsi, notes.serving_node), notes)


COURSE = Course(
    begin=begin,
    look=begin,
    after={
        ReadNumber: after_look,
        RemoveSubscription: after_removal,
        Evict: after_eviction,
        RemoveKeys: after_keys_went,
    },
)


def read(message: changes.DeleteSubscription) -> DeleteSubscription:
    return DeleteSubscription(msisdn_of(message.msisdn), imsi_of(message.imsi))


def write(what: DeleteSubscription) -> changes.NetworkChange:
    message = changes.DeleteSubscription(msisdn=what.msisdn, imsi=what.imsi)
    return changes.NetworkChange(delete_subscription=message)


KIND = Kind(
    name="delete_subscription",
    what=DeleteSubscription,
    restored=lambda row: DeleteSubscription(row.msisdn, row.imsi),
    write=write,
    read=read,
)
