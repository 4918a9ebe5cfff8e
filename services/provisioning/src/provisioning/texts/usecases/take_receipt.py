"""Take a receipt of the SMS centre: its text is at its end. One of no text we know is kept."""

from datetime import datetime

from provisioning.texts.domain.sending import act_of
from provisioning.texts.domain.text_message import TEXT, TextState
from provisioning.texts.ports import Ending, Moved, UnitOfWork
from provisioning.texts.usecases.end_text import end_text


async def take_receipt(ending: Ending, *, uow: UnitOfWork, now: datetime) -> TextState | None:
    """Return the state the text is in then; None where the receipt waits for its text."""
    async with uow:
        await uow.receipts.take_turn(ending.key)
        text = await uow.receipts.whose(ending)
        if text is None:
            await uow.receipts.keep(ending, now=now)
            return None
        reason = "" if ending.fate == "delivered" else ending.code
        moved = Moved(TEXT.after(text.state, act_of(ending.fate)), reason, now)
        await end_text(text, moved, uow=uow)
        return moved.state
