"""Record that staff read what somebody was told: words are personal (rules 10.3, 10.4)."""

from collections.abc import Sequence
from datetime import datetime

from kernel.caller import Caller
from provisioning.texts.ports import ShownText, UnitOfWork
from provisioning.vault.domain.audited import Audited

READ_TEXTS = "ReadTexts"


async def record_reading(
    texts: Sequence[ShownText], *, caller: Caller, uow: UnitOfWork, now: datetime
) -> None:
    """Say once of each subscriber whose words were shown; who reads their own is nobody's business.

    Words that are kept nowhere, as those of codes, were read by nobody.
    """
    if not caller.staff:
        return
    whose = dict.fromkeys(text.subscriber_id for text in texts if text.words)
    read = [Audited.by(caller, READ_TEXTS, one, at=now) for one in whose]
    if read:
        async with uow:
            await uow.publish(read, now=now)
