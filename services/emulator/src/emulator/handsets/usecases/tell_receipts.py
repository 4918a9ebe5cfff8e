"""Receipts the SMS centre owes to who asked for them when they handed over a text."""

from collections.abc import Sequence
from datetime import datetime

from emulator.handsets.domain.text_message import TextMessage
from emulator.handsets.ports import UnitOfWork


async def owed_receipts(name: str, *, uow: UnitOfWork, now: datetime) -> Sequence[TextMessage]:
    """Return texts of theirs that have come to an end; what waited for too long ends now.

    Neither of the two needs the other: each commits itself.
    """
    await uow.texts.expire_owed(name, now=now)
    return await uow.texts.owed(name)


async def receipt_told(text_id: str, *, uow: UnitOfWork) -> None:
    """Owe it no longer: it was taken."""
    await uow.texts.told(text_id)
