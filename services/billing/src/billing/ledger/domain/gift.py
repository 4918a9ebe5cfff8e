"""Gifts (赠款) as they are given: for some items, for this month, or released month by month."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from billing.accounts.domain.balance_book import GIFT_MAY_PAY, BalanceBook, BookKind
from billing.accounts.domain.ledger_account import LedgerAccount
from billing.accounts.domain.proration import next_charge_at
from billing.ledger.domain.amount import check_amount
from kernel.civil import start_of_day
from kernel.errors import Invalid, Refusal
from kernel.money import Money, fen

MOST_MONTHS = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    """What is given; its books are named by its id and a number."""

    id: str
    account_id: str
    kind: BookKind
    amount: Money
    items: frozenset[LedgerAccount] = frozenset()
    months: int = 1
    valid_until: date | None = None
    """The last day on which it may be spent."""


def books_of(gift: Gift, *, now: datetime) -> tuple[BalanceBook, ...]:
    """Return a book for each part of it, still empty: money comes when a part is released.

    Raises `FIELD_NOT_VALID` with its field, `ITEM_NOT_ALLOWED`.
    """
    check_amount(gift.amount)
    _RULES[gift.kind](gift)
    starts, ends = _starts(gift, now=now), _end(gift, now=now)
    if starts[-1] >= ends:
        raise _invalid("It ends before all of it is released.", "valid_until")
    parts = gift.amount.split((1,) * gift.months)
    if not all(part.minor for part in parts):
        raise _invalid("Each month is given something.", "months")
    return tuple(
        BalanceBook(
            id=f"{gift.id}/{number}",
            account_id=gift.account_id,
            kind=gift.kind,
            pays=gift.items or GIFT_MAY_PAY,
            amount=part,
            left=fen(0),
            valid_from=start,
            valid_to=ends,
        )
        for number, (part, start) in enumerate(zip(parts, starts, strict=True))
    )


def _starts(gift: Gift, *, now: datetime) -> tuple[datetime, ...]:
    starts = [now]
    while len(starts) < gift.months:
        starts.append(next_charge_at(starts[-1]))
    return tuple(starts)


def _end(gift: Gift, *, now: datetime) -> datetime:
    if gift.valid_until is None:
        return next_charge_at(now)
    return start_of_day(gift.valid_until + timedelta(days=1))


def _dedicated(gift: Gift) -> None:
    if not gift.items:
        raise Invalid("FIELD_MISSING", "Say what it may pay.", field="items")
    if not gift.items <= GIFT_MAY_PAY:
        raise Refusal("ITEM_NOT_ALLOWED", "No gift pays for this.", field="items")
    _lasts(gift)
    _at_once(gift)


def _month(gift: Gift) -> None:
    _for_all(gift)
    _at_once(gift)
    if gift.valid_until is not None:
        raise _invalid("It ends with this month.", "valid_until")


def _promotion(gift: Gift) -> None:
    _for_all(gift)
    _lasts(gift)
    if not 1 <= gift.months <= MOST_MONTHS:
        raise _invalid(f"It is released in 1 to {MOST_MONTHS} months.", "months")


def _none(gift: Gift) -> None:
    raise _invalid(f"A {gift.kind} is not given.", "kind")


def _for_all(gift: Gift) -> None:
    if gift.items:
        raise _invalid("Only a dedicated gift is for some items.", "items")


def _at_once(gift: Gift) -> None:
    if gift.months != 1:
        raise _invalid("Only a promotional gift is released by month.", "months")


def _lasts(gift: Gift) -> None:
    if gift.valid_until is None:
        raise Invalid("FIELD_MISSING", "Say until when it may be spent.", field="valid_until")


_RULES: Mapping[BookKind, Callable[[Gift], None]] = {
    BookKind.DEDICATED: _dedicated,
    BookKind.MONTH: _month,
    BookKind.PROMOTION: _promotion,
    BookKind.DEPOSIT: _none,
}


def _invalid(sentence: str, field: str) -> Invalid:
    return Invalid("FIELD_NOT_VALID", sentence, field=field)
