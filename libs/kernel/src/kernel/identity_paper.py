"""The eighteen characters of a Chinese identity card (GB 11643, ISO 7064 MOD 11-2)."""

import unicodedata
from datetime import date

FIRST_BIRTH = date(1900, 1, 1)
"""Nobody who lives was born before; the old numbers of fifteen digits begin there, too."""
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SIGNS = "10X98765432"
_PARTING = frozenset({"Pd", "Cf"})
"""Dashes, and characters that are not shown, such as a zero-width space (Unicode, table 12)."""
_MINUS = "\u2212"


def normalised(number: str) -> str:
    """Return the number in upper case, full width or not, without what only parts its digits.

    That is blanks (R-ID-4), every kind of dash, and what cannot be seen.
    """
    text = unicodedata.normalize("NFKC", number)
    return "".join(one for one in text if not _only_parts(one)).upper()


def _only_parts(character: str) -> bool:
    category = unicodedata.category(character)
    return category in _PARTING or character.isspace() or character == _MINUS


def check_sign(first_seventeen: str) -> str:
    """Return the last character that belongs to the first seventeen digits."""
    pairs = zip(first_seventeen, WEIGHTS, strict=True)
    return SIGNS[sum(int(digit) * weight for digit, weight in pairs) % 11]


def is_identity_card_number(number: str) -> bool:
    """Tell whether this is a well-formed 18-character number with a birth date that exists.

    Whether that date has come already is for whoever knows the time.
    """
    text = normalised(number)
    if len(text) != 18 or not (text.isascii() and text[:17].isdecimal()):
        return False
    born = birth_date(text)
    return born is not None and born >= FIRST_BIRTH and text[17] == check_sign(text[:17])


def birth_date(number: str) -> date | None:
    """Return the day of birth in an 18-character number; None where there is no such day."""
    text = normalised(number)
    try:
        return date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return None


def is_of_a_man(number: str) -> bool:
    """Tell what the last digit but one of an 18-character number says: odd of men."""
    return int(normalised(number)[16]) % 2 == 1


def from_fifteen(number: str) -> str:
    """Return the 18 characters of an old 15-digit number: its century is the twentieth."""
    text = normalised(number)
    if len(text) != 15 or not (text.isascii() and text.isdecimal()):
        raise ValueError("not fifteen digits")
    longer = f"{text[:6]}19{text[6:]}"
    return longer + check_sign(longer)
