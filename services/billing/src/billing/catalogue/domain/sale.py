"""Who may buy what (rules 7.1): what it depends on, excludes and replaces; for whom, and when.

Plans and packs are told apart by nothing here: a code is a code.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from kernel.errors import NotAllowed, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleRule:
    """What is asked of who buys this; an empty set and None ask nothing."""

    code: str
    depends: frozenset[str] = frozenset()
    """They must have all of these."""
    excludes: frozenset[str] = frozenset()
    """They must have none of these, and these are not sold to who has this."""
    replaces: frozenset[str] = frozenset()
    """Whoever has one of these may buy this; that ends with its term and is not bought again."""
    payment_types: frozenset[str] = frozenset()
    segments: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    sellable_from: date | None = None
    sellable_to: date | None = None
    """The last day."""

    def is_sold_on(self, day: date) -> bool:
        begun = self.sellable_from is None or self.sellable_from <= day
        return begun and (self.sellable_to is None or day <= self.sellable_to)

    @property
    def asks_who(self) -> bool:
        """Tell whether it is only for some segments or regions."""
        return bool(self.segments or self.regions)


Rules = Mapping[str, SaleRule]
NO_RULES: Rules = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """What is known of who buys, and the day in Shanghai.

    Who is not known to be of a segment or region is in none.
    """

    on: date
    payment_type: str | None = None
    holds: frozenset[str] = frozenset()
    """Codes of what they have: their plan and packs."""
    segment: str | None = None
    region: str | None = None


def who_fits(rule: SaleRule, *, on: date, has: Collection[str] = ()) -> Buyer:
    """Return somebody this rule is for, where there can be one who has just this."""
    return Buyer(
        on=on,
        holds=frozenset(has),
        segment=min(rule.segments, default=None),
        region=min(rule.regions, default=None),
    )


def check_sale(code: str, *, rules: Rules, buyer: Buyer, field: str) -> None:
    """Raise what speaks against selling this to them; `field` is what asked for it.

    `PLAN_NOT_SELLABLE` (not on this day), `PAYMENT_TYPE_NOT_ALLOWED`, `SEGMENT_NOT_ALLOWED`,
    `REGION_NOT_ALLOWED`, `OFFER_DEPENDENCY`, `OFFER_CONFLICT`.
    """
    rule = rules.get(code) or SaleRule(code=code)
    if not rule.is_sold_on(buyer.on):
        raise Refusal("PLAN_NOT_SELLABLE", "This is not sold on this day.", field=field)
    _check_who(rule, buyer, field=field)
    if missing := sorted(rule.depends - buyer.holds):
        sentence = f"This needs {', '.join(missing)}."
        raise Refusal("OFFER_DEPENDENCY", sentence, field=field)
    kept = buyer.holds - rule.replaces - {code}
    excluding = {one for one in kept if code in rules.get(one, SaleRule(code=one)).excludes}
    if against := sorted((kept & rule.excludes) | excluding):
        sentence = f"This does not go together with {', '.join(against)}."
        raise Refusal("OFFER_CONFLICT", sentence, field=field)


def replaced_by(code: str, *, rules: Rules, holds: Collection[str]) -> frozenset[str]:
    """Return what ends with its term when they buy this."""
    rule = rules.get(code)
    return frozenset() if rule is None else rule.replaces & frozenset(holds)


def lacking(codes: Collection[str], *, rules: Rules, beside: Collection[str]) -> frozenset[str]:
    """Return those of these that lack what they depend on, or depend on one that does.

    `beside`: what else there is that they may depend on.
    """
    left = set(codes)
    while missing := {
        one for one in left if one in rules and rules[one].depends - left - {*beside}
    }:
        left -= missing
    return frozenset(codes) - left


def objection(rules: Collection[SaleRule], *, known: Collection[str]) -> str | None:
    """Return what is wrong with these rules as a whole; None where they can be kept."""
    by_code = {one.code: one for one in rules}
    for rule in rules:
        named = {rule.code} | rule.depends | rule.excludes | rule.replaces
        if unknown := sorted(named - set(known)):
            return f"sale rules name unknown codes: {', '.join(unknown)}"
        if rule.code in rule.depends | rule.excludes | rule.replaces:
            return f"{rule.code} is related to itself"
        if _ends_before_it_begins(rule):
            return f"{rule.code} is sold until before it begins"
        needed = _needed(rule.code, by_code)
        if rule.code in needed:
            return f"{rule.code} depends on itself by way of others"
        if against := _against(rule, needed, by_code):
            return f"{rule.code} excludes what it depends on: {', '.join(against)}"
    return None


def _check_who(rule: SaleRule, buyer: Buyer, *, field: str) -> None:
    for asked, told, code, what in (
        (rule.payment_types, buyer.payment_type, "PAYMENT_TYPE_NOT_ALLOWED", "way of paying"),
        (rule.segments, buyer.segment, "SEGMENT_NOT_ALLOWED", "kind of customer"),
        (rule.regions, buyer.region, "REGION_NOT_ALLOWED", "region"),
    ):
        if asked and told not in asked:
            raise NotAllowed(code, f"This is not for their {what}.", field=field)


def _ends_before_it_begins(rule: SaleRule) -> bool:
    begin, end = rule.sellable_from, rule.sellable_to
    return begin is not None and end is not None and end < begin


def _needed(code: str, by_code: Rules) -> set[str]:
    """Return all it depends on, also by way of others."""
    needed: set[str] = set()
    todo = [code]
    while todo:
        rule = by_code.get(todo.pop())
        more = rule.depends - needed if rule else frozenset()
        needed |= more
        todo += more
    return needed


def _against(rule: SaleRule, needed: set[str], by_code: Rules) -> list[str]:
    theirs = {one for one in needed if one in by_code and rule.code in by_code[one].excludes}
    return sorted((needed & rule.excludes) | theirs)
