"""The form of sale rules in the catalogue's files, the rules they make, and their message."""

from datetime import date
from typing import Literal

from billing.catalogue.domain import sale as domain
from billing.catalogue.wire.forms import Code, Form
from boss.billing.v1 import questions_pb2


class SaleRuleForm(Form):
    """Who may buy a plan or pack; both days of sale are included."""

    code: Code
    depends: tuple[Code, ...] = ()
    excludes: tuple[Code, ...] = ()
    replaces: tuple[Code, ...] = ()
    payment_types: tuple[Literal["prepaid", "postpaid"], ...] = ()
    segments: tuple[Code, ...] = ()
    regions: tuple[Code, ...] = ()
    sellable_from: date | None = None
    sellable_to: date | None = None


def sale_rule_of(form: SaleRuleForm) -> domain.SaleRule:
    """Return the rule a form says."""
    return domain.SaleRule(
        code=form.code,
        depends=frozenset(form.depends),
        excludes=frozenset(form.excludes),
        replaces=frozenset(form.replaces),
        payment_types=frozenset(form.payment_types),
        segments=frozenset(form.segments),
        regions=frozenset(form.regions),
        sellable_from=form.sellable_from,
        sellable_to=form.sellable_to,
    )


def relation_messages(rule: domain.SaleRule) -> list[questions_pb2.OfferingRelation]:
    kinds = {"depends": rule.depends, "excludes": rule.excludes, "replaces": rule.replaces}
    return [
        questions_pb2.OfferingRelation(kind=kind, code=code)
        for kind, codes in kinds.items()
        for code in sorted(codes)
    ]


def say_whom_and_when(
    message: questions_pb2.Offering | questions_pb2.Pack, rule: domain.SaleRule
) -> None:
    """Write for whom something is, on which days, and what it goes with."""
    message.relations.extend(relation_messages(rule))
    message.sellable_from = rule.sellable_from.isoformat() if rule.sellable_from else ""
    message.sellable_to = rule.sellable_to.isoformat() if rule.sellable_to else ""
    message.segments.extend(sorted(rule.segments))
    message.regions.extend(sorted(rule.regions))
