"""Identity papers a natural person may show (rules 1.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kernel.errors import Invalid, Refusal
from kernel.identity_paper import (
    birth_date,
    check_sign,
    from_fifteen,
    is_identity_card_number,
    is_of_a_man,
    normalised,
)


class PaperType(StrEnum):
    """Accepted for natural persons; a driving licence is not (rules 13, C1)."""

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
_ANY = re.compile(r"(?=.*[0-9])([0-9A-Z]{4,40})")
_GRAMMARS = {
    PaperType.HOUSEHOLD_BOOK: _ANY,
    PaperType.MILITARY_ID: _ANY,
    PaperType.PASSPORT: re.compile(r"(?=.*[0-9])([0-9A-Z]{4,20})"),
    # A letter and eight digits for life; booklets add how often it was issued.
    PaperType.HKMO_PERMIT: re.compile(r"([HM][0-9]{8})(?:[0-9]{2})?"),
    # Eight digits for life; booklets add how often it was issued, and a letter.
    PaperType.TW_PERMIT: re.compile(r"([0-9]{8})(?:[0-9]{2}[A-Z]?)?"),
    # The old card has country, place and birth; the new one a citizen's form, from 9 on.
    PaperType.FPR_CARD: re.compile(r"([A-Z]{3}[0-9]{12}|9[0-9]{16}[0-9X])"),
}
"""What each paper's number is like; its group is what names the person, the rest may change."""
_PUNCTUATION = str.maketrans("", "", "()/.")
"""Papers print it around parts of a number; no number is told from another by it."""
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
    """A paper and its number in one form, however it was written; 15 digits are written as 18.

    A number kept by an earlier release may stand as it was typed.
    """

    type: PaperType
    number: str = field(repr=False)

    @classmethod
    def read(cls, type_: str, number: str) -> IdentityPaper:
        """Read what was said of a paper.

        Raises `ID_TYPE_NOT_ALLOWED`, or `Invalid` with `paper_type` or `paper_number`.
        """
        kind = paper_type(type_)
        return cls(kind, _citizens(number) if kind in CITIZENS else _others(kind, number))

    @property
    def born(self) -> date | None:
        """Return the day of birth a citizen's number names; None for other papers."""
        return birth_date(self.number) if self.type in CITIZENS else None

    @property
    def is_of_a_man(self) -> bool | None:
        """Tell what a citizen's number says; None for other papers."""
        return is_of_a_man(self.number) if self.type in CITIZENS else None

    def is_under(self, years: int, *, on: date) -> bool:
        """Tell whether its holder is younger on that day; of who says no day of birth, never."""
        born = self.born
        if born is None:
            return False
        had_birthday = (on.month, on.day) >= (born.month, born.day)
        return on.year - born.year - (not had_birthday) < years

    @property
    def identity(self) -> str:
        """Return what is the same for the same person's paper, however it was written (R-ID-4)."""
        if self.type in CITIZENS:
            return f"citizen:{self.number}"
        return f"{self.type.value}:{_one_form(self.type, self.number)}"


_NUMBER = "paper_number"


def paper_type(text: str) -> PaperType:
    """Read a type of paper; raises `ID_TYPE_NOT_ALLOWED` or `Invalid` with `paper_type`."""
    if text in KNOWN_BUT_REFUSED:
        sentence = f"A person is not registered with this, but with {', '.join(PaperType)}."
        raise Refusal("ID_TYPE_NOT_ALLOWED", sentence, field="paper_type")
    try:
        return PaperType(text)
    except ValueError:
        sentence = f"A person has one of these papers: {', '.join(PaperType)}."
        raise Invalid("ID_TYPE_UNKNOWN", sentence, field="paper_type") from None


def _citizens(number: str) -> str:
    text = normalised(number)
    if len(text) == 15 and text.isascii() and text.isdecimal():
        text = from_fifteen(text)
    if not is_identity_card_number(text):
        raise Invalid("ID_NUMBER_INVALID", "The number does not pass its own check.", field=_NUMBER)
    return text


def _others(kind: PaperType, number: str) -> str:
    text = _one_form(kind, number)
    is_new_form = kind is PaperType.FPR_CARD and text[:1] == "9"
    if not _GRAMMARS[kind].fullmatch(text) or (is_new_form and text[-1] != check_sign(text[:-1])):
        raise Invalid("ID_NUMBER_INVALID", "This is no number of such a paper.", field=_NUMBER)
    return text


def _one_form(kind: PaperType, number: str) -> str:
    """Return a number as it is compared; what does not fit the grammar is only written alike."""
    text = normalised(number).translate(_PUNCTUATION)
    fits = _GRAMMARS[kind].fullmatch(text)
    return fits.group(1) if fits else text
