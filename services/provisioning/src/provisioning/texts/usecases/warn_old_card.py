"""Warn the old card before it is replaced (rules 2.9, R-SIM-4): who did not ask for it can call.

The change waits until the handset has the text, or the centre will not have it, and no longer than
for some seconds: a card that was lost is often in no handset. What the old one did not get by then
is worth nothing: the new card must not get it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kernel.ids import derived_id
from provisioning.texts.domain.language import Language
from provisioning.texts.domain.template import Templates
from provisioning.texts.domain.text_message import NewText
from provisioning.texts.ports import UnitOfWork

WARNING = "sim_swap_warning"


@dataclass(frozen=True, slots=True)
class Replacing:
    """An order by which a number gets another card."""

    order_id: str
    subscriber_id: str
    msisdn: str


@dataclass(frozen=True, slots=True)
class WarningRules:
    """The language of who has chosen none, and how long the change waits at most."""

    language: Language
    wait: timedelta


async def warn_old_cards(
    replacing: Sequence[Replacing],
    *,
    uow: UnitOfWork,
    templates: Templates,
    rules: WarningRules,
    now: datetime,
) -> None:
    """Have them told, in the transaction that queues their changes."""
    if not replacing or not rules.wait:
        return
    template = templates.get(WARNING)
    async with uow:
        chosen = await uow.subscribers.languages_of([one.subscriber_id for one in replacing])
        texts = []
        for card in replacing:
            language = chosen.get(card.subscriber_id, rules.language)
            texts.append(
                NewText(
                    id=derived_id("text", card.order_id, WARNING),
                    subscriber_id=card.subscriber_id,
                    msisdn=card.msisdn,
                    template=WARNING,
                    language=language.value,
                    words=template.rendered({}, language=language),
                    is_urgent=True,
                    is_secret=False,
                    asked_at=now,
                    expires_at=now + rules.wait,
                    order_id=card.order_id,
                )
            )
        await uow.texts.add(texts)
        await uow.waiting.wait(
            [one.order_id for one in replacing], seconds=rules.wait.total_seconds()
        )
