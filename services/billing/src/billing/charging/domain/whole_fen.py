"""Whole fen of what was used, and of what third parties sold: cash alone pays for the latter.

Both carry their thousandths on together, so the same fen are deducted however they are cut into
batches. Where there are items among them, a gift pays for the whole fen of use itself and cash for
the rest: no fen of an item is ever taken from a gift (rules 7.9).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from billing.accounts.domain.account import MILLIFEN, Account
from billing.allowances.domain.usage import Judged
from billing.catalogue.domain.tariff import ITEM
from billing.ledger.domain.entry import USAGE_CHARGED, Cause, Entry, entry_of
from kernel.money import fen
from kernel.value import named_value


@named_value
class Cost:
    """What an account is charged, in thousandths of a fen: all of it, and what of it is items."""

    millifen: int
    items: int = 0


@named_value
class WholeFen:
    """What is deducted, and the thousandths that are carried on."""

    use: int
    items: int
    carry: int


def whole_fen(account: Account, cost: Cost) -> WholeFen:
    """Return what this costs with the thousandths that were carried so far."""
    whole, carry = divmod(account.carry + cost.millifen, MILLIFEN)
    use = (cost.millifen - cost.items) // MILLIFEN if cost.items else whole
    return WholeFen(use=use, items=whole - use, carry=carry)


def entries_of(
    whole: WholeFen, *, account_id: str, cause: Cause, of_items: Cause, at: datetime
) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Return the entry of use and the one of items, each where there is something to move."""
    use = entry_of(USAGE_CHARGED, fen(whole.use), account_id=account_id, cause=cause, at=at)
    items = entry_of(USAGE_CHARGED, fen(whole.items), account_id=account_id, cause=of_items, at=at)
    return use, tuple(replace(one, is_for_cash=True) for one in items)


def items_among(judged: Iterable[Judged]) -> Mapping[str, int]:
    """Return what third parties' items among these cost, in thousandths of a fen, by account."""
    sums: dict[str, int] = defaultdict(int)
    for use in judged:
        if use.record.kind == ITEM and use.account_id and use.charge:
            sums[use.account_id] += use.charge.millifen
    return sums
