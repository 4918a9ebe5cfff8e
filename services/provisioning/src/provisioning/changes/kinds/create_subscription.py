"""A new number (开户): keys first, then the subscription from its template, then the default bars.

Where the subscription is refused for good, the keys go again (domain 2.1, fault paths).
"""

from dataclasses import replace

from provisioning.changes.domain.change import CreateSubscription
from provisioning.changes.domain.course import Move, Notes, Process, Send, Verified
from provisioning.changes.domain.verdict import once_more, refusal_of, surprise
from provisioning.elements.domain.answers import Accepted, Answer, Denied, Reason, Shown
from provisioning.elements.domain.barring import BARS, Level
from provisioning.elements.domain.commands import (
    AddKeys,
    AddSubscription,
    ReadNumber,
    RemoveKeys,
    SetBars,
)
from provisioning.elements.domain.subscription import Record


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
        case Shown(record=Record() as record) if record.has(Level.NONE):
            return Verified()
        case Shown():
            return once_more(notes, lambda noted: bar(what, noted))
        case _:
            return surprise(what, notes, sent, answer)


def bar(what: CreateSubscription, notes: Notes) -> Move:
    return Send(SetBars(what.msisdn, what.imsi, BARS[Level.NONE]), replace(notes, denied=None))


PROCESS = Process(
    name="create_subscription",
    what=CreateSubscription,
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
