"""Identity papers a natural person may show (domain 1.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kernel.errors import Invalid, Refusal
from kernel.identity_paper import (
    birth_date,
    from_fifteen,
    is_identity_card_number,
    normalised,
)

LONGEST = 40
_ODD = re.compile(r"[^0-9A-Z()/-]")


class PaperType(StrEnum):
    """Accepted for natural persons; a driving licence is not (domain 13, C1)."""

    ID_CARD = "id_card"
    TEMP_ID = "temp_id"
    HOUSEHOLD_BOOK = "household_book"
    MILITARY_ID = "military_id"
    PASSPORT = "passport"
    HKMO_PERMIT = "hkmo_permit"
    TW_PERMIT = "tw_permit"
    FPR_CARD = "fpr_card"


CITIZENS = frozenset({PaperType.ID_CARD, PaperType.TEMP_ID})
"""Both carry the citizen's own number (GB 11643): they are one paper of one person."""
KNOWN_BUT_REFUSED = frozenset(
    {
        "driving_licence",
        "business_licence",
        "org_code",
        "institution_legal",
        "social_org",
        "special_auth",
    }
)


@dataclass(frozen=True, slots=True)
class IdentityPaper:
    """A paper and its number, upper case without blanks; 15 digits are written as 18."""

    type: PaperType
    number: str = field(repr=False)

    @classmethod
    def read(cls, type_: str, number: str) -> IdentityPaper:
        """Read what was said of a paper.

        Raises `ID_TYPE_NOT_ALLOWED`, or `Invalid` with `paper_type` or `paper_number`.
        """
        kind = paper_type(type_)
        text = normalised(number)
        if kind in CITIZENS:
            return cls(kind, _citizens(text))
        if not 4 <= len(text) <= LONGEST or _ODD.search(text):
            raise Invalid("ID_NUMBER_INVALID", "This is no number of a paper.", field=_NUMBER)
        return cls(kind, text)

    @property
    def born(self) -> date | None:
        """Return the day of birth a citizen's number names; None for other papers."""
        return birth_date(self.number) if self.type in CITIZENS else None

    @property
    def identity(self) -> str:
        """Return what is the same for the same person's paper, however it was written (R-ID-4)."""
        family = "citizen" if self.type in CITIZENS else self.type.value
        return f"{family}:{self.number}"


_NUMBER = "paper_number"


def paper_type(text: str) -> PaperType:
    """Read a type of paper; raises `ID_TYPE_NOT_ALLOWED` or `Invalid` with `paper_type`."""
    if text in KNOWN_BUT_REFUSED:
        raise Refusal(
            "ID_TYPE_NOT_ALLOWED", "A person is not registered with this.", field="paper_type"
        )
    try:
        return PaperType(text)
    except ValueError:
        raise Invalid(
            "ID_TYPE_UNKNOWN", "There is no such type of paper.", field="paper_type"
        ) from None


def _citizens(text: str) -> str:
    if len(text) == 15 and text.isascii() and text.isdecimal():
        text = from_fifteen(text)
    if not is_identity_card_number(text):
        raise Invalid("ID_NUMBER_INVALID", "The number does not pass its own check.", field=_NUMBER)
    return text
