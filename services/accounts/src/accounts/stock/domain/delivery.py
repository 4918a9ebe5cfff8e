"""Numbers and cards as they are delivered: a whole file or none of it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kernel.errors import Invalid
from kernel.numbering import Iccid, Imsi, Msisdn
from kernel.plan_of_china import CHINA

_GRADE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,31}")
"""As codes of the catalogue are."""


@dataclass(frozen=True, slots=True)
class NewCard:
    iccid: Iccid
    imsi: Imsi


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is to be put in stock; every row was read and none comes twice."""

    numbers: tuple[Msisdn, ...]
    cards: tuple[NewCard, ...]
    grades: tuple[str, ...] | None = None
    """How lucky each number is, in its place; None: nothing is said of it."""

    @classmethod
    def read(
        cls,
        msisdns: Sequence[str],
        cards: Sequence[tuple[str, str]],
        *,
        grades: Sequence[str] = (),
    ) -> "Delivery":
        """Read a delivery of numbers, of cards (ICCID, IMSI), and of how lucky each number is.

        Raises `STOCK_ROW_INVALID` or `STOCK_ROW_TWICE` with the field of the row, from 0.
        """
        numbers = tuple(_number(row, text) for row, text in enumerate(msisdns))
        new_cards = tuple(_card(row, *texts) for row, texts in enumerate(cards))
        _once(msisdns, "msisdns[{}]")
        _once((iccid for iccid, _ in cards), "sim_cards[{}].iccid")
        _once((imsi for _, imsi in cards), "sim_cards[{}].imsi")
        return cls(numbers, new_cards, _grades(grades, of=numbers) if grades else None)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows were new, and how many were known and left as they are."""

    numbers_added: int
    numbers_known: int
    cards_added: int
    cards_known: int


def another_grade(row: int) -> Invalid:
    """Return the refusal of a number that is somebody's and has another grade."""
    sentence = f"Row {row + 1}: this number is not free, and of another grade."
    return Invalid("STOCK_ROW_CONTRADICTS", sentence, field=f"grades[{row}]")


def contradiction(row: int, field: str) -> Invalid:
    """Return the refusal of a card whose ICCID or IMSI is known with another one."""
    name = f"sim_cards[{row}].{field}"
    sentence = f"Row {row + 1}: this {field.upper()} is known with another card."
    return Invalid("STOCK_ROW_CONTRADICTS", sentence, field=name)


def _number(row: int, text: str) -> Msisdn:
    try:
        number = Msisdn(text)
    except ValueError as error:
        raise _invalid(row, f"msisdns[{row}]", error) from None
    if text != (form := CHINA.normal(text)):
        # Whoever asks for it says its one form, so under another one nobody would find it.
        raise _invalid(row, f"msisdns[{row}]", ValueError(f"{text} is written {form}"))
    return number


def _grades(grades: Sequence[str], *, of: Sequence[Msisdn]) -> tuple[str, ...]:
    if len(grades) != len(of):
        first = min(len(grades), len(of))
        raise _invalid(first, f"grades[{first}]", ValueError("a grade for every number, or none"))
    for row, grade in enumerate(grades):
        if grade and not _GRADE.fullmatch(grade):
            raise _invalid(row, f"grades[{row}]", ValueError("a grade is a code of the catalogue"))
    return tuple(grades)


def _card(row: int, iccid: str, imsi: str) -> NewCard:
    field = "iccid"
    try:
        printed = Iccid(iccid)
        field = "imsi"
        return NewCard(printed, Imsi(imsi))
    except ValueError as error:
        raise _invalid(row, f"sim_cards[{row}].{field}", error) from None


def _invalid(row: int, field: str, error: ValueError) -> Invalid:
    return Invalid("STOCK_ROW_INVALID", f"Row {row + 1}: {error}.", field=field)


def _once(texts: Iterable[str], field: str) -> None:
    rows: dict[str, int] = {}
    for row, text in enumerate(texts):
        if text in rows:
            sentence = f"Row {row + 1} says the same as row {rows[text] + 1}."
            raise Invalid("STOCK_ROW_TWICE", sentence, field=field.format(row))
        rows[text] = row
