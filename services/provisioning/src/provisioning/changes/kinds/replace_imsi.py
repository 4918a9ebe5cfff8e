"""Another card for a number (补换卡): the old one must stop receiving what is for its owner.

Codes are held back from when the order is consumed until the new card was seen. The old card is
evicted before the number moves, so that a text sent meanwhile waits, and again behind it until
the node does not know it; it must be refused, and the new one answer, before the old keys go.
"""

from dataclasses import dataclass, replace

from boss.provisioning.v1 import changes_pb2 as changes
from provisioning.changes.domain.change import Urgency
from provisioning.changes.domain.course import Course, Hold, Move, Notes, Send, Verified
from provisioning.changes.domain.effect import Effect, NewCard
from provisioning.changes.domain.kind import Kind
from provisioning.changes.domain.stored import Stored
from provisioning.changes.domain.verdict import once_more, refusal_of, surprise
from provisioning.elements.domain.answers import Accepted, Answer, Denied, Proven, Reason, Shown
from provisioning.elements.domain.commands import (
    AddKeys,
    Evict,
    MoveNumber,
    Probe,
    ReadNumber,
    RemoveKeys,
)
from provisioning.elements.domain.subscription import Record
from provisioning.vault.domain.numbers import imsi_of, msisdn_of

FIRST_LOOK_SECONDS = 0.5
"""Until the new card is looked for."""


@dataclass(frozen=True, slots=True)
class ReplaceImsi:
    msisdn: str
    imsi: str
    new_imsi: str

    @property
    def cards(self) -> tuple[str, ...]:
        return self.imsi, self.new_imsi

    @property
    def keys_of(self) -> str:
        return self.new_imsi

    @property
    def urgency(self) -> Urgency:
        return Urgency.USUAL

    @property
    def course(self) -> Course:
        return COURSE

    @property
    def effect(self) -> Effect:
        return Effect(
            self.new_imsi,
            forgets=self.imsi,
            awaits=NewCard(self.new_imsi, FIRST_LOOK_SECONDS, holds_codes=True),
        )

    @property
    def stored(self) -> Stored:
        return Stored(self.msisdn, self.imsi, self.new_imsi)


def begin(what: ReplaceImsi, notes: Notes) -> Move:
    """Look first: who serves the old card is forgotten when the number moves."""
    return Send(ReadNumber(what.msisdn), notes)


def after_look(what: ReplaceImsi, notes: Notes, sent: ReadNumber, answer: Answer) -> Move:
    match answer:
        case Shown(record=None):
            return Hold(Reason.UNKNOWN_SUBSCRIBER, "The number is not in the network.")
        case Shown(record=Record() as record) if record.imsi == what.new_imsi:
            return Send(Evict(what.imsi, notes.serving_node), replace(notes, denied=None))
        case Shown(record=Record() as record) if record.imsi != what.imsi:
            return Hold(Reason.IMSI_DIFFERS, "The number is on a third card.")
        case Shown() if notes.denied:
            return Send(RemoveKeys(what.new_imsi), notes)
        case Shown(record=Record() as record):
            noted = replace(notes, serving_node=record.serving_node or notes.serving_node)
            return once_more(noted, lambda again: Send(AddKeys(what.new_imsi), again))
        case _:
            return surprise(what, notes, sent, answer)


def after_keys(what: ReplaceImsi, notes: Notes, sent: AddKeys, answer: Answer) -> Move:
    match answer:
        case Accepted() if notes.serving_node:
            return Send(Evict(what.imsi, notes.serving_node, ahead=True), notes)
        case Accepted():
            return Send(MoveNumber(what.msisdn, what.imsi, what.new_imsi), notes)
        case Denied(reason=Reason.KEYS_THERE):
            return Send(RemoveKeys(what.new_imsi), notes)
        case Denied():
            return begin(what, replace(notes, denied=answer))
        case _:
            return surprise(what, notes, sent, answer)


def after_move(what: ReplaceImsi, notes: Notes, sent: MoveNumber, answer: Answer) -> Move:
    match answer:
        case Accepted() | Denied(reason=Reason.NO_KEYS):
            return begin(what, notes)
        case Denied():
            return begin(what, replace(notes, denied=answer))
        case _:
            return surprise(what, notes, sent, answer)


def after_eviction(what: ReplaceImsi, notes: Notes, sent: Evict, answer: Answer) -> Move:
    match answer:
        case Accepted() | Denied(reason=Reason.UNKNOWN_CARD) if sent.ahead:
            return Send(MoveNumber(what.msisdn, what.imsi, what.new_imsi), notes)
        case Denied(reason=Reason.UNKNOWN_CARD):
            return Send(Probe(what.imsi), notes)
        case Accepted():
            return once_more(notes, lambda noted: Send(sent, noted))
        case _:
            return surprise(what, notes, sent, answer)


def after_probe(what: ReplaceImsi, notes: Notes, sent: Probe, answer: Answer) -> Move:
    match answer:
        case Denied(reason=Reason.UNKNOWN_CARD) if sent.imsi == what.imsi:
            return Send(Probe(what.new_imsi), notes)
        case Proven(matches=True) if sent.imsi == what.new_imsi:
            return Send(RemoveKeys(what.imsi), notes)
        case Proven(matches=False) if sent.imsi == what.new_imsi:
            return Hold("KEYS_DIFFER", "The network has other keys for the new card.")
        case Proven() | Denied(reason=Reason.UNKNOWN_CARD):
            return once_more(notes, lambda noted: begin(what, noted))
        case _:
            return surprise(what, notes, sent, answer)


def after_keys_went(what: ReplaceImsi, notes: Notes, sent: RemoveKeys, answer: Answer) -> Move:
    is_new = sent.imsi == what.new_imsi
    match answer:
        case Accepted() | Denied(reason=Reason.NO_KEYS | Reason.KEYS_IN_USE) if notes.denied:
            return refusal_of(notes.denied)
        case Denied(reason=Reason.KEYS_IN_USE) if is_new:
            return begin(what, replace(notes, denied=Denied(Reason.IMSI_IN_USE)))
        case Accepted() | Denied(reason=Reason.NO_KEYS) if is_new:
            return Send(AddKeys(what.new_imsi), notes)
        case Denied(reason=Reason.NO_KEYS):
            return Verified()
        case Accepted():
            return once_more(notes, lambda noted: Send(sent, noted))
        case _:
            return surprise(what, notes, sent, answer)


COURSE = Course(
    begin=begin,
    look=begin,
    after={
        ReadNumber: after_look,
        AddKeys: after_keys,
        MoveNumber: after_move,
        Evict: after_eviction,
        Probe: after_probe,
        RemoveKeys: after_keys_went,
    },
)


def read(message: changes.ReplaceImsi) -> ReplaceImsi:
    return ReplaceImsi(
        msisdn_of(message.msisdn), imsi_of(message.old_imsi), imsi_of(message.new_imsi)
    )


def write(what: ReplaceImsi) -> changes.NetworkChange:
    message = changes.ReplaceImsi(msisdn=what.msisdn, old_imsi=what.imsi, new_imsi=what.new_imsi)
    return changes.NetworkChange(replace_imsi=message)


KIND = Kind(
    name="replace_imsi",
    what=ReplaceImsi,
    restored=lambda row: ReplaceImsi(row.msisdn, row.imsi, row.new_imsi),
    write=write,
    read=read,
    holds_codes=True,
)
