"""A new number (开户): keys first, then the subscription from its template, then the default bars.

Where the subscription is refused for good, the keys go again (rules 2.1, fault paths).
"""

from dataclasses import dataclass, replace

from boss.provisioning.v1 import changes_pb2 as changes
from provisioning.changes.domain.change import Urgency
from provisioning.changes.domain.course import Course, Move, Notes, Send, Verified
from provisioning.changes.domain.effect import Effect, NewCard
from provisioning.changes.domain.kind import Kind
from provisioning.changes.domain.stored import Stored
from provisioning.changes.domain.verdict import once_more, refusal_of, surprise
from provisioning.elements.domain.answers import Accepted, Answer, Denied, Reason, Shown
from provisioning.elements.domain.commands import (
    AddKeys,
    AddSubscription,
    ReadNumber,
    RemoveKeys,
    SetBars,
)
from provisioning.elements.domain.setting import BEGINNING
from provisioning.elements.domain.subscription import Record
from provisioning.vault.domain.numbers import imsi_of, msisdn_of

FIRST_LOOK_SECONDS = 5.0
"""Until the new card is looked for."""


@dataclass(frozen=True, slots=True)
class CreateSubscription:
    msisdn: str
    imsi: str

    @property
    def cards(self) -> tuple[str, ...]:
        return (self.imsi,)

    @property
    def keys_of(self) -> str:
        return self.imsi

    @property
    def urgency(self) -> Urgency:
        return Urgency.USUAL

    @property
    def course(self) -> Course:
        return COURSE

    @property
    def effect(self) -> Effect:
        awaited = NewCard(self.imsi, FIRST_LOOK_SECONDS)
        return Effect(self.imsi, setting=lambda _: BEGINNING, awaits=awaited)

    @property
    def stored(self) -> Stored:
        return Stored(self.msisdn, self.imsi)


def begin(what: CreateSubscription, notes: Notes) -> Move:
    return Send(AddKeys(what.imsi), notes)


def look(what: CreateSubscription, notes: Notes) -> Move:
    return Send(ReadNumber(what.msisdn), notes)


def after_keys(what: CreateSubscription, notes: Notes, sent: AddKeys, answer: Answer) -> Move:
    match answer:
        case Accepted():
            return Send(AddSubscription(what.msisdn, what.imsi), notes)
        case Denied(reason=Reason.KEYS_THERE):
            # Nobody shows which keys they are: ours after a lost answer, or older ones.
            return Send(RemoveKeys(what.imsi), notes)
        case Denied():
            return look(what, replace(notes, denied=answer))
        case _:
            return surprise(what, notes, sent, answer)


def after_keys_went(
    what: CreateSubscription, notes: Notes, sent: RemoveKeys, answer: Answer
) -> Move:
    match answer:
        case Accepted() | Denied(reason=Reason.NO_KEYS | Reason.KEYS_IN_USE) if notes.denied:
            return refusal_of(notes.denied)
        case Accepted() | Denied(reason=Reason.NO_KEYS):
            return begin(what, notes)
        case Denied(reason=Reason.KEYS_IN_USE):
            # A subscription stands on this card: ours, or the next answer says whose not.
            return Send(AddSubscription(what.msisdn, what.imsi), notes)
        case _:
            return surprise(what, notes, sent, answer)


def after_subscription(
    what: CreateSubscription, notes: Notes, sent: AddSubscription, answer: Answer
) -> Move:
    match answer:
        case Accepted():
            return bar(what, notes)
        case Denied(reason=Reason.NO_KEYS):
            return once_more(notes, lambda noted: begin(what, noted))
        case Denied():
            return look(what, replace(notes, denied=answer))
        case _:
            return surprise(what, notes, sent, answer)


def after_bars(what: CreateSubscription, notes: Notes, sent: SetBars, answer: Answer) -> Move:
    match answer:
        case Accepted() | Denied(reason=Reason.UNKNOWN_SUBSCRIBER):
            return look(what, notes)
        case _:
            return surprise(what, notes, sent, answer)


def after_look(what: CreateSubscription, notes: Notes, sent: ReadNumber, answer: Answer) -> Move:
    match answer:
        case Shown(record=None) if notes.denied:
            return Send(RemoveKeys(what.imsi), notes)
        case Shown(record=None):
            return once_more(notes, lambda noted: begin(what, noted))
        case Shown(record=Record() as record) if record.imsi != what.imsi:
            denied = notes.denied or Denied(Reason.MSISDN_IN_USE)
            return Send(RemoveKeys(what.imsi), replace(notes, denied=denied))
        case Shown(record=Record() as record) if record.has(BEGINNING.bars):
            return Verified()
        case Shown():
            return once_more(notes, lambda noted: bar(what, noted))
        case _:
            return surprise(what, notes, sent, answer)


def bar(what: CreateSubscription, notes: Notes) -> Move:
    return Send(SetBars(what.msisdn, what.imsi, BEGINNING.bars), replace(notes, denied=None))


COURSE = Course(
    begin=begin,
    look=look,
    after={
        AddKeys: after_keys,
        RemoveKeys: after_keys_went,
        AddSubscription: after_subscription,
        SetBars: after_bars,
        ReadNumber: after_look,
    },
)


def read(message: changes.CreateSubscription) -> CreateSubscription:
    return CreateSubscription(msisdn_of(message.msisdn), imsi_of(message.imsi))


def write(what: CreateSubscription) -> changes.NetworkChange:
    message = changes.CreateSubscription(msisdn=what.msisdn, imsi=what.imsi)
    return changes.NetworkChange(create_subscription=message)


KIND = Kind(
    name="create_subscription",
    what=CreateSubscription,
    restored=lambda row: CreateSubscription(row.msisdn, row.imsi),
    write=write,
    read=read,
)
