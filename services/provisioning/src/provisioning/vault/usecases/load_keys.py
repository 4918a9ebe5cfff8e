"""Load the keys of cards into the vault: a whole file or none of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kernel.errors import Invalid
from provisioning.vault.domain.authentication import CardKeys
from provisioning.vault.domain.numbers import imsi_of
from provisioning.vault.domain.puk import Puk, digits_of
from provisioning.vault.ports import UnitOfWork

_KEY = re.compile(r"[0-9A-Fa-f]{32}")


@dataclass(frozen=True, slots=True)
class WrittenKeys:
    """Keys as somebody wrote them: 32 hexadecimal characters each."""

    imsi: str
    ki: str = field(repr=False)
    opc: str = field(repr=False)
    puk: str = field(default="", repr=False)
    """Eight digits, where the maker says them."""


async def load_keys(cards: Sequence[WrittenKeys], *, uow: UnitOfWork) -> int:
    """
    Keep the keys that are new, and return how many.

    :raises Refusal: FIELD_NOT_VALID, CARD_TWICE, KEYS_DIFFER, with the field; nothing
        is kept then.
    """
    read = [_read(card, place) for place, card in enumerate(cards)]
    known: dict[str, int] = {}
    for place, card in enumerate(read):
        if card.imsi in known:
            raise _invalid("CARD_TWICE", "This card is in the file twice.", place, "imsi")
        known[card.imsi] = place
    puks = [Puk(read[place].imsi, digits_of(card.puk, field_=f"cards[{place}].puk"))
            for place, card in enumerate(cards) if card.puk]  # fmt: skip
    async with uow:
        added = await uow.vault.load(read)
        await uow.puks.load(puks)
        return added


def _read(card: WrittenKeys, place: int) -> CardKeys:
    imsi = imsi_of(card.imsi, field=f"cards[{place}].imsi")
    for name, value in (("ki", card.ki), ("opc", card.opc)):
        if not _KEY.fullmatch(value):
            raise _invalid("FIELD_NOT_VALID", "A key has 32 hexadecimal digits.", place, name)
    return CardKeys(imsi, bytes.fromhex(card.ki), bytes.fromhex(card.opc))


def _invalid(code: str, sentence: str, place: int, name: str) -> Invalid:
    return Invalid(code, sentence, field=f"cards[{place}].{name}")
