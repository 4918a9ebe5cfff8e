"""The words of the lab door (handsets, faults, dump) and of the domain, both ways."""

import re
from datetime import timedelta

from boss.emulator.v1 import faults_pb2, handsets_pb2, questions_pb2
from emulator.doors.mml.wire.codes import error_of
from emulator.faults.domain.fault import Element, Fault, FaultKind
from emulator.handsets.domain.text_message import USUAL_VALIDITY, TextMessage
from emulator.handsets.ports import MadeCall, ReceivedCall
from emulator.handsets.usecases.make_call import Call
from emulator.handsets.usecases.read_handset import Screen
from emulator.handsets.usecases.send_text import Sent
from emulator.hlr.domain.profile import USUAL_PLMN, Location
from emulator.hlr.domain.subscription import KEY_OCTETS, Key, Subscription
from emulator.switch.domain.routing import Answering
from emulator.switch.domain.traffic import Cause
from emulator.switch.usecases.find_caller import HandsetRef
from kernel.errors import Invalid
from runtime.rpc.timestamps import timestamp

_LOCATIONS = {
    handsets_pb2.LOCATION_UNSPECIFIED: Location.HOME,
    handsets_pb2.LOCATION_HOME: Location.HOME,
    handsets_pb2.LOCATION_DOMESTIC: Location.DOMESTIC,
    handsets_pb2.LOCATION_INTERNATIONAL: Location.INTERNATIONAL,
}
_PLMN = re.compile(r"[0-9]{5,6}")
_CAUSE_CODES = range(1, 112)


def cause_message(cause: Cause) -> str:
    """Return the name of the enum's value; messages take names."""
    return "CAUSE_UNSPECIFIED" if cause is Cause.NONE else f"CAUSE_{cause.name}"


def location_of(location: handsets_pb2.Location) -> Location:
    """Raises Invalid FIELD_NOT_VALID."""
    if location not in _LOCATIONS:
        raise Invalid("FIELD_NOT_VALID", "There is no such place.", field="location")
    return _LOCATIONS[location]


def visited_plmn_of(request: handsets_pb2.AttachRequest) -> str:
    """Return whose network abroad it is, empty at home. Raises Invalid FIELD_NOT_VALID."""
    plmn = request.visited_plmn
    if location_of(request.location) is not Location.INTERNATIONAL:
        if plmn:
            raise Invalid("FIELD_NOT_VALID", "Only abroad it is another's.", field="visited_plmn")
        return ""
    if plmn and not _PLMN.fullmatch(plmn):
        raise Invalid("FIELD_NOT_VALID", "A network has 5 or 6 digits.", field="visited_plmn")
    return plmn or USUAL_PLMN


_ANSWERING = {
    handsets_pb2.ANSWERING_ANSWERS: Answering.ANSWERS,
    handsets_pb2.ANSWERING_BUSY: Answering.BUSY,
    handsets_pb2.ANSWERING_SILENT: Answering.SILENT,
}


def answering_of(answering: handsets_pb2.Answering) -> Answering:
    """Raises Invalid FIELD_NOT_VALID."""
    if answering not in _ANSWERING:
        raise Invalid("FIELD_NOT_VALID", "Nobody answers so.", field="answering")
    return _ANSWERING[answering]


def card_of(card: handsets_pb2.Card) -> Key | None:
    """Return the card, None where its keys are left out. Raises Invalid FIELD_NOT_VALID."""
    if not card.imsi:
        raise Invalid("FIELD_NOT_VALID", "A card has an IMSI.", field="card.imsi")
    if not card.k and not card.opc:
        return None
    if len(card.k) != KEY_OCTETS or len(card.opc) != KEY_OCTETS:
        raise Invalid("FIELD_NOT_VALID", "K and OPc have 16 octets each.", field="card.k")
    return Key(card.imsi, card.k, card.opc)


def caller_of(imsi: str, msisdn: str) -> HandsetRef:
    """Raises Invalid FIELD_MISSING."""
    if not (imsi or msisdn):
        raise Invalid("FIELD_MISSING", "Say which handset, by IMSI or number.", field="imsi")
    return HandsetRef(imsi=imsi, isdn=msisdn)


def sender_of(request: handsets_pb2.SendTextRequest) -> HandsetRef | str:
    """Return the handset, or the name of the operator's text. Raises Invalid FIELD_MISSING."""
    return request.network or caller_of(request.imsi, request.msisdn)


def validity(seconds: int) -> timedelta:
    return timedelta(seconds=seconds) if seconds else USUAL_VALIDITY


def call_message(call: Call) -> handsets_pb2.CallResponse:
    own, *forwarded = call.records or ("",)
    return handsets_pb2.CallResponse(
        cause=cause_message(call.cause),
        cdr_id=own,
        reached=call.way.reached.isdn if call.way.reached else "",
        waited=call.way.has_waited,
        forwarded_cdr_id=forwarded[0] if forwarded else "",
    )


def sent_message(sent: Sent) -> handsets_pb2.SendTextResponse:
    text = sent.text
    return handsets_pb2.SendTextResponse(
        cause=cause_message(sent.cause),
        text_id=text.id if text else "",
        state=f"TEXT_STATE_{text.state.name}" if text else "TEXT_STATE_REFUSED",
        cdr_id=sent.cdr_id,
    )


def screen_message(screen: Screen) -> handsets_pb2.ReadHandsetResponse:
    visitor = screen.visitor
    return handsets_pb2.ReadHandsetResponse(
        attached=visitor is not None,
        msisdn=visitor.isdn if visitor else "",
        location=f"LOCATION_{visitor.location.name}" if visitor else "LOCATION_UNSPECIFIED",
        visited_plmn=visitor.visited_plmn if visitor else "",
        inbox=[_received(text) for text in screen.inbox],
        calls=[_made(call) for call in screen.calls],
        received_calls=[_rang(call) for call in screen.received],
    )


def subscription_message(subscription: Subscription) -> questions_pb2.DumpResponse:
    profile = subscription.profile
    return questions_pb2.DumpResponse(
        imsi=subscription.imsi,
        msisdn=profile.isdn,
        template=subscription.template,
        barring_outgoing=profile.outgoing.value,
        barring_incoming=profile.incoming.value,
        barring_roaming=profile.roaming.value,
        barring_data=profile.packet.value,
        locked_incoming=profile.lock_incoming,
        locked_outgoing=profile.lock_outgoing,
        locked_data=profile.lock_packet,
        serving_node=subscription.serving_node,
        located_at=timestamp(subscription.located_at),
        has_keys=True,
    )


def fault_of(fault: faults_pb2.Fault) -> Fault:
    """Raises Invalid FIELD_NOT_VALID, or CommandRefused for a code nobody knows."""
    if not (fault.element and fault.kind):
        raise Invalid("FIELD_NOT_VALID", "A fault has an element and a kind.", field="fault")
    element = element_of(fault.element)
    if fault.kind not in faults_pb2.FaultKind.values():
        raise Invalid("FIELD_NOT_VALID", "There is no such kind of fault.", field="fault.kind")
    return Fault(
        element=element,
        kind=FaultKind[faults_pb2.FaultKind.Name(fault.kind).removeprefix("FAULT_KIND_")],
        delay_ms=fault.delay_ms,
        remaining=fault.remaining,
        command=fault.command,
        code=_code(fault.code, element),
    )


def fault_message(fault: Fault) -> faults_pb2.Fault:
    return faults_pb2.Fault(
        element=f"ELEMENT_{fault.element.name}",
        kind=f"FAULT_KIND_{fault.kind.name}",
        delay_ms=fault.delay_ms,
        remaining=fault.remaining,
        command=fault.command,
        code=fault.code,
    )


def element_of(element: faults_pb2.Element) -> Element:
    """Raises Invalid FIELD_NOT_VALID."""
    if element not in faults_pb2.Element.values():
        raise Invalid("FIELD_NOT_VALID", "There is no such element.", field="element")
    return Element[faults_pb2.Element.Name(element).removeprefix("ELEMENT_")]


def _code(code: str, element: Element) -> str:
    """Return the code of a REFUSE in the words of the element."""
    if not code:
        return ""
    if element is Element.HLR:
        return error_of(code).name
    if not (code.isdecimal() and int(code) in _CAUSE_CODES):
        raise Invalid("FIELD_NOT_VALID", "A cause is a number from 1 to 111.", field="fault.code")
    return code


def _received(text: TextMessage) -> handsets_pb2.ReceivedText:
    return handsets_pb2.ReceivedText(
        text_id=text.id,
        sender=text.sender,
        body=text.body,
        submitted_at=timestamp(text.submitted_at),
        delivered_at=timestamp(text.delivered_at),
    )


def _made(call: MadeCall) -> handsets_pb2.MadeCall:
    return handsets_pb2.MadeCall(
        to=call.peer,
        seconds=call.seconds,
        started_at=timestamp(call.started_at),
        cause=cause_message(call.cause),
    )


def _rang(call: ReceivedCall) -> handsets_pb2.ReceivedCall:
    return handsets_pb2.ReceivedCall(
        caller=call.caller,
        seconds=call.seconds,
        started_at=timestamp(call.started_at),
        forwarded_by=call.forwarded_by,
        waited=call.has_waited,
    )
