"""The form of discounts in the catalogue's files, and the discounts they make."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from billing.catalogue.domain.discount import Discount
from billing.catalogue.wire.forms import Code, Fen, Form
from kernel.money import fen


class DiscountForm(Form):
    """What is taken off a plan's monthly fee: a part of it, or so many fen; both days included."""

    code: Code
    name: Annotated[str, Field(min_length=1, max_length=64)]
    offerings: Annotated[tuple[Code, ...], Field(min_length=1)]
    percent: Annotated[int, Field(ge=0, le=100)] = 0
    amount: Fen = 0
    months: Annotated[int, Field(ge=1, le=120)] | None = None
    opened_from: date | None = None
    opened_to: date | None = None

    @model_validator(mode="after")
    def takes_something_off(self) -> Self:
        """Refuse one that says neither or both, and days that are none."""
        if bool(self.percent) == bool(self.amount):
            raise ValueError("say percent or amount")
        if self.opened_from and self.opened_to and self.opened_to < self.opened_from:
            raise ValueError("opened_to is before opened_from")
        return self


def discount_of(form: DiscountForm) -> Discount:
    """Return the discount a form says."""
    return Discount(
        code=form.code,
        name=form.name,
        offerings=frozenset(form.offerings),
        percent=form.percent,
        amount=fen(form.amount),
        months=form.months,
        opened_from=form.opened_from,
        opened_to=form.opened_to,
    )
