"""Money as TM Forum writes it, in yuan with decimals; inside it is whole fen."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from gateway.rest.request.api_request import is_whole, missing, part, text, whole_number
from kernel.errors import Invalid
from kernel.money import CNY, MOST_AT_ONCE

MOST_FEN = MOST_AT_ONCE.minor
_MOST_DECIMALS = 12


@dataclass(frozen=True, slots=True)
class Form:
    """What the parts of an amount are called."""

    number: str
    unit: str


MONEY = Form("value", "unit")
"""TMF's `Money`."""
QUANTITY = Form("amount", "units")
"""TMF's `Quantity`."""


def shown(fen: int, *, form: Form = MONEY) -> dict[str, Any]:
    """Show whole fen in yuan."""
    return {form.unit: CNY, form.number: Decimal(fen).scaleb(-2)}


def shown_exactly(millifen: int, *, form: Form = MONEY) -> dict[str, Any]:
    """Show thousandths of a fen in yuan."""
    return {form.unit: CNY, form.number: Decimal(millifen).scaleb(-5)}


def in_words(quantity: Mapping[str, Any]) -> str:
    """Return a `Quantity` as it is read out: 10.50 CNY."""
    number = quantity[QUANTITY.number]
    said = format(number, "f") if isinstance(number, Decimal) else str(number)
    return f"{said} {quantity[QUANTITY.unit]}"


def fen_of(body: Mapping[str, Any], field: str, *, form: Form = MONEY) -> int:
    """Read an amount somebody pays; raises `FIELD_MISSING` or `FIELD_NOT_VALID` with its path."""
    fen = _said_fen(body, field, form=form)
    if fen is None or not 0 < fen <= MOST_FEN:
        sentence = f"An amount in yuan, from 0.01 to {MOST_FEN // 100}, belongs here."
        raise Invalid("FIELD_NOT_VALID", sentence, field=f"{field}.{form.number}")
    return fen


def fen_moved(body: Mapping[str, Any], field: str, *, form: Form = MONEY) -> int:
    """Read an amount that is added or, below zero, taken; raises as `fen_of` does."""
    fen = _said_fen(body, field, form=form)
    if fen is None or not 0 < abs(fen) <= MOST_FEN:
        sentence = f"An amount in yuan, above or below zero, to {MOST_FEN // 100}, belongs here."
        raise Invalid("FIELD_NOT_VALID", sentence, field=f"{field}.{form.number}")
    return fen


def plain_fen(body: Mapping[str, Any], field: str, *, least: int = 1) -> int:
    """Read an amount of a plain endpoint, in whole fen; raises as `whole_number` does."""
    return whole_number(body, field, least=least, most=MOST_FEN, of=" of fen")


def _said_fen(body: Mapping[str, Any], field: str, *, form: Form) -> int | None:
    """Return an amount in fen, None where its number is none."""
    said = part(body, field)
    if not said:
        raise missing(field)
    if text(said, form.unit, within=f"{field}.") != CNY:
        raise Invalid("FIELD_NOT_VALID", "Amounts are in CNY.", field=f"{field}.{form.unit}")
    if said.get(form.number) is None:
        raise missing(f"{field}.{form.number}")
    return _whole_fen(said[form.number])


def _whole_fen(said: Any) -> int | None:
    """Return an amount in fen, None where it is none, or has parts of a fen."""
    if not is_whole(said) and not isinstance(said, Decimal):
        return None
    number = Decimal(said)
    exponent = number.as_tuple().exponent
    # Bounded before it is multiplied: a number may be written shortly and be very long.
    if (
        not isinstance(exponent, int)
        or exponent < -_MOST_DECIMALS
        or number.adjusted() > len(str(MOST_FEN))
    ):
        return None
    fen = Fraction(number) * 100
    return fen.numerator if fen.denominator == 1 else None
