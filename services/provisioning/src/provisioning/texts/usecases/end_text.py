"""End a text: what waited for it to be told goes on."""

from provisioning.texts.domain.text_message import TextInHand
from provisioning.texts.ports import Moved, UnitOfWork


async def end_text(text: TextInHand, moved: Moved, *, uow: UnitOfWork) -> None:
    """Write down its end, in a unit of work that is open. Raises Stale."""
    await uow.texts.end(text, moved)
    if text.order_id:
        await uow.waiting.go(text.order_id)
