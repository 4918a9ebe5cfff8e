"""Keep texts that were asked for, with their words, until they are sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from provisioning.texts.domain.language import Language
from provisioning.texts.domain.template import Templates
from provisioning.texts.domain.text_message import NewText
from provisioning.texts.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class AskedText:
    """Of whom a text is asked for, and how it is filled in."""

    id: str
    subscriber_id: str
    template: str
    parameters: dict[str, str]
    traceparent: str = ""


async def ask_texts(
    asked: Sequence[AskedText],
    *,
    uow: UnitOfWork,
    templates: Templates,
    language: Language,
    now: datetime,
) -> None:
    """Raises FIELD_MISSING, FIELD_NOT_VALID.

    `language` is that of a subscriber who has chosen none.
    """
    async with uow:
        chosen = await uow.subscribers.languages_of([one.subscriber_id for one in asked])
        texts = []
        for request in asked:
            template = templates.get(request.template)
            spoken = chosen.get(request.subscriber_id, language)
            texts.append(
                NewText(
                    id=request.id,
                    subscriber_id=request.subscriber_id,
                    msisdn="",
                    template=template.name,
                    language=spoken.value,
                    words=template.rendered(request.parameters, language=spoken),
                    is_urgent=template.is_urgent,
                    is_secret=template.is_secret,
                    asked_at=now,
                    expires_at=now + template.valid,
                    traceparent=request.traceparent,
                )
            )
        await uow.texts.add(texts)
