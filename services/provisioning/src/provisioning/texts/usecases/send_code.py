"""Send a one-time code to a number: at once, and never while its card may be a stranger's.

A replaced card is the way codes are stolen: none is sent while a card is being replaced, until the
new one was seen, and for the cooldown after that (rules 2.9, R-SIM-2).
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kernel.errors import Invalid, Refusal
from provisioning.texts.domain.language import Language
from provisioning.texts.domain.template import Template, Templates
from provisioning.texts.domain.text_message import CODES_HELD, NewText
from provisioning.texts.ports import UnitOfWork

SHORTEST, LONGEST = timedelta(seconds=30), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SendCode:
    """`language` None: that of the number's subscriber."""

    id: str
    msisdn: str
    code: str = field(repr=False)
    template: str
    language: Language | None
    valid: timedelta
    at: datetime
    traceparent: str = ""


@dataclass(frozen=True, slots=True)
class CodeRules:
    """The language of who has chosen none, and how long after a replacement no code is sent."""

    language: Language
    cooldown: timedelta


async def send_code(
    command: SendCode, *, uow: UnitOfWork, templates: Templates, rules: CodeRules
) -> str:
    """Return the id of the text.

    Raises CODES_HELD, SIM_SWAPPED_RECENTLY, NUMBER_NOT_SERVED, FIELD_NOT_VALID, and
    FIELD_NOT_VALID with the field.
    """
    template = _template(command, templates)
    async with uow:
        holder = await uow.subscribers.holder_of(command.msisdn)
        if not holder:
            sentence = "The network has no such number of ours."
            raise Refusal("NUMBER_NOT_SERVED", sentence, field="msisdn")
        await _may(command, uow=uow, rules=rules)
        language = command.language
        if language is None:
            chosen = await uow.subscribers.languages_of([holder])
            language = chosen.get(holder, rules.language)
        text = NewText(
            id=command.id,
            subscriber_id=holder,
            msisdn=command.msisdn,
            template=template.name,
            language=language.value,
            words=_words(template, command, language),
            is_urgent=True,
            is_secret=True,
            asked_at=command.at,
            expires_at=command.at + command.valid,
            traceparent=command.traceparent,
        )
        await uow.texts.add([text])
    return text.id


def _template(command: SendCode, templates: Templates) -> Template:
    if not SHORTEST <= command.valid <= LONGEST:
        sentence = "A code lives for 30 seconds to an hour."
        raise Invalid("FIELD_NOT_VALID", sentence, field="valid_seconds")
    template = templates.get(command.template)
    if not template.is_secret:
        sentence = "A code is sent by a template that has one."
        raise Invalid("FIELD_NOT_VALID", sentence, field="template")
    return template


def _words(template: Template, command: SendCode, language: Language) -> str:
    minutes = max(int(command.valid.total_seconds()) // 60, 1)
    said = {"code": command.code, "minutes": str(minutes)}
    try:
        return template.rendered(said, language=language)
    except Invalid:
        sentence = "A code has 4 to 12 letters and digits."
        raise Invalid("FIELD_NOT_VALID", sentence, field="code") from None


async def _may(command: SendCode, *, uow: UnitOfWork, rules: CodeRules) -> None:
    if await uow.profiles.holds_codes(command.msisdn):
        sentence = "The card of this number is being replaced."
        raise Refusal(CODES_HELD, sentence, field="msisdn")
    moment = command.at - rules.cooldown
    if await uow.subscribers.swapped_since(command.msisdn, moment=moment):
        sentence = "The card of this number was replaced a short time ago."
        raise Refusal("SIM_SWAPPED_RECENTLY", sentence, field="msisdn")
