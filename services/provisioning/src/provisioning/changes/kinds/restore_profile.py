"""Repair (修复): what orders asked for is restored in the network, on a fresh read.

It finds out what differs and takes the way of the change that leads back.
"""

from provisioning.changes.domain.change import (
    CreateSubscription,
    DeleteSubscription,
    ReplaceImsi,
    RestoreProfile,
    SetBarring,
    What,
)
from provisioning.changes.domain.course import Become, Move, Notes, Process, Send, Verified
from provisioning.changes.domain.verdict import once_more, surprise
from provisioning.elements.domain.answers import Answer, Shown
from provisioning.elements.domain.commands import ReadNumber
from provisioning.elements.domain.subscription import Record


def begin(what: RestoreProfile, notes: Notes) -> Move:
    return Send(ReadNumber(what.msisdn), notes)


def after_look(what: RestoreProfile, notes: Notes, sent: ReadNumber, answer: Answer) -> Move:
    if not isinstance(answer, Shown):
        return surprise(what, notes, sent, answer)
    way = way_back(what, answer.record)
    if way is None:
        return Verified()
    return once_more(notes, lambda noted: Become(way, noted))


def way_back(what: RestoreProfile, record: Record | None) -> What | None:
    """Return the change that leads back; None where nothing differs."""
    if record is None:
        return CreateSubscription(what.msisdn, what.imsi) if what.exists else None
    if not what.exists:
        return DeleteSubscription(what.msisdn, record.imsi)
    if record.imsi != what.imsi:
        return ReplaceImsi(what.msisdn, record.imsi, what.imsi)
    if record.has(what.level):
        return None
    return SetBarring(what.msisdn, what.imsi, what.level)


PROCESS = Process(
    name="restore_profile",
    what=RestoreProfile,
    begin=begin,
    look=begin,
    after={ReadNumber: after_look},
)
