"""Texts as protobuf: what is asked for, and what is shown."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from google.protobuf.message import Message

from boss.accounts.v1.events_pb2 import LanguageChosen
from boss.billing.v1.events_pb2 import SmsRequested
from boss.orders.v1.events_pb2 import OrderFulfilled
from boss.provisioning.v1 import texts_pb2 as pb
from boss.values.v1 import values_pb2
from kernel.civil import civil
from kernel.errors import Invalid
from kernel.ids import derived_id
from provisioning.texts.domain.language import Choice, Language
from provisioning.texts.domain.template import BACK, DUE_ON, DUE_TIME, Template, Templates
from provisioning.texts.domain.text_message import TextState
from provisioning.texts.ports import USUAL, AskedFor, ShownText
from provisioning.texts.usecases.ask_texts import AskedText
from provisioning.texts.usecases.send_code import SendCode
from provisioning.vault.domain.numbers import msisdn_of
from provisioning.vault.usecases.read_request import limit_of, order_id_of
from runtime.messaging.listener import Received
from runtime.rpc.timestamps import timestamp

SERVED = frozenset({values_pb2.BARRING_LEVEL_NONE, values_pb2.BARRING_LEVEL_DATA_ONLY})
"""Calls come and go; data may be used up."""


def asked_text(received: Received) -> AskedText:
    """Return what a service asked for; the same event is the same text."""
    message: SmsRequested = received.message
    return AskedText(
        id=derived_id("text", received.id),
        subscriber_id=message.subscriber_id,
        template=message.template,
        parameters=dict(message.parameters),
        traceparent=received.traceparent,
    )


def texts_after(received: Received, templates: Templates) -> Sequence[AskedText]:
    """Return what is told because an order was fulfilled; raises Invalid where it names none."""
    message: OrderFulfilled = received.message
    order_id = order_id_of(message.order_id)
    template = templates.after(message.process)
    if template is None or _is_of_another_level(template, message.level):
        return ()
    said = _said(message)
    if template.fields.keys() - template.without.keys() - said.keys():
        # Said by a release that did not say when.
        return ()
    return (
        AskedText(
            id=derived_id("text", order_id, template.name),
            subscriber_id=message.subscriber_id,
            template=template.name,
            parameters=said,
            traceparent=received.traceparent,
        ),
    )


def _is_of_another_level(template: Template, level: values_pb2.BarringLevel) -> bool:
    """Tell whether it is said of who is served, or stopped, by an order that left them otherwise.

    Unspecified is as before: nobody is stopped by that, nor back.
    """
    if template.is_of_stop:
        return level in SERVED or level == values_pb2.BARRING_LEVEL_UNSPECIFIED
    return template.is_of_return and level not in SERVED


def _said(message: OrderFulfilled) -> dict[str, str]:
    """Return the fields an order says."""
    said: dict[str, str] = {}
    if message.HasField("due_at"):
        due = civil(message.due_at.ToDatetime(UTC))
        said |= {DUE_ON: due.date().isoformat(), DUE_TIME: f"{due:%H:%M}"}
    if message.HasField("brings_back"):
        said[BACK] = str(message.brings_back.minor)
    return said


def choice_of(received: Received) -> Choice:
    """Raises Invalid FIELD_MISSING, FIELD_NOT_VALID."""
    message: LanguageChosen = received.message
    if not message.subscriber_id:
        raise Invalid("FIELD_MISSING", "Say whose.", field="subscriber_id")
    return Choice(message.subscriber_id, _language(message.language), message.version)


def code_of(request: pb.SendCodeRequest, *, now: datetime, traceparent: str) -> SendCode:
    """Raises Invalid FIELD_NOT_VALID."""
    return SendCode(
        id=derived_id("code", request.request_id),
        msisdn=msisdn_of(request.msisdn),
        code=request.code,
        template=request.template,
        language=_language(request.language),
        valid=timedelta(seconds=request.valid_seconds),
        at=now,
        traceparent=traceparent,
    )


def without_code(request: pb.SendCodeRequest) -> pb.SendCodeRequest:
    """Return the same request as it may be remembered: a digest of six digits tells them."""
    kept = pb.SendCodeRequest()
    kept.CopyFrom(request)
    kept.ClearField("code")
    return kept


def asked_for(request: pb.ListTextsRequest) -> AskedFor:
    """Raises Invalid FIELD_NOT_VALID."""
    if request.offset < 0:
        raise Invalid("FIELD_NOT_VALID", "A list begins at 0.", field="offset")
    return AskedFor(
        subscriber_id=request.subscriber_id,
        msisdn=msisdn_of(request.msisdn) if request.msisdn else "",
        template=request.template,
        states=tuple(_state(said, place) for place, said in enumerate(request.states)),
        since=_moment(request, "since"),
        until=_moment(request, "until"),
        beginning=request.offset,
        most=limit_of(request.limit) or USUAL,
    )


def text_message(text: ShownText) -> pb.Text:
    shown = pb.Text(
        id=text.id,
        subscriber_id=text.subscriber_id,
        msisdn=text.msisdn,
        template=text.template,
        language=text.language,
        words=text.words,
        state=text.state,
        reason=text.reason,
        asked_at=timestamp(text.asked_at),
        expires_at=timestamp(text.expires_at),
        sendings=text.sendings,
        is_urgent=text.is_urgent,
        is_secret=text.is_secret,
    )
    if text.submitted_at is not None:
        shown.submitted_at.CopyFrom(timestamp(text.submitted_at))
    if text.ended_at is not None:
        shown.ended_at.CopyFrom(timestamp(text.ended_at))
    return shown


def _language(said: str) -> Language | None:
    if not said:
        return None
    try:
        return Language(said)
    except ValueError:
        raise Invalid("FIELD_NOT_VALID", "Say zh or en.", field="language") from None


def _state(said: str, place: int) -> str:
    if said not in set(TextState):
        sentence = f"A text is {', '.join(TextState)}."
        raise Invalid("FIELD_NOT_VALID", sentence, field=f"states[{place}]")
    return said


def _moment(request: Message, name: str) -> datetime | None:
    if not request.HasField(name):
        return None
    try:
        moment: datetime = getattr(request, name).ToDatetime(UTC)
    except ValueError:
        raise Invalid("FIELD_NOT_VALID", "This is no moment.", field=name) from None
    return moment
