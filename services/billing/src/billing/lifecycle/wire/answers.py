"""What billing answers, as messages."""

from datetime import date

from billing.accounts.domain.account import Account
from billing.accounts.domain.leaving import limit_now, to_pay_out
from billing.accounts.domain.lines import cards_held
from billing.accounts.domain.sub_card import SubCard
from billing.accounts.ports import PostedLine, Totals, Wanted
from billing.accounts.wire.values import level_message, moment_message, money_message
from billing.catalogue.domain.catalogue import Catalogue, Offering
from billing.catalogue.domain.countries import CountryGroups
from billing.catalogue.domain.sale import SaleRule
from billing.catalogue.domain.tariff import Tariff
from billing.catalogue.wire.sale import say_whom_and_when
from billing.packs.wire.packs import included_message
from boss.billing.v1 import questions_pb2
from kernel.money import Money


def account_message(account: Account) -> questions_pb2.Account:
    message = questions_pb2.Account(
        id=account.id,
        subscriber_id=account.subscriber_id,
        customer_id=account.customer_id,
        payment_type=account.payment_type.value,
        balance=money_message(account.balance),
        owes=money_message(account.owes),
        wanted_level=level_message(account.standing.level),
        level_version=account.standing.version,
        offering=account.offering,
        state=account.state.value,
        credit_limit=money_message(limit_now(account)),
        sub_cards=map(_card_message, cards_held(account)),
        msisdn=account.msisdn,
        opened_at=moment_message(account.paid_from),
    )
    if (back := to_pay_out(account)).minor:
        message.payable_back.CopyFrom(money_message(back))
    return message


def account_of_user(account: Account, card: SubCard | None) -> questions_pb2.Account:
    """Return what pays for the main line or this card; of a card with its own offering."""
    message = account_message(account)
    if card is not None:
        message.subscriber_id, message.msisdn = card.subscriber_id, card.msisdn
        message.offering = card.offering
        message.opened_at.CopyFrom(moment_message(card.paid_from))
    return message


def _card_message(card: SubCard) -> questions_pb2.SubCard:
    return questions_pb2.SubCard(
        subscriber_id=card.subscriber_id,
        msisdn=card.msisdn,
        offering=card.offering,
        in_service=card.is_in_service,
    )


def account_for_strangers(account: Account) -> questions_pb2.Account:
    """Return what somebody may know who pays for another: not what is left."""
    return questions_pb2.Account(id=account.id, state=account.state.value)


def offering_message(
    offering: Offering, *, catalogue: Catalogue, on: date
) -> questions_pb2.Offering:
    """Return an offering, and whether it is sold on this day to somebody."""
    rule = catalogue.sale.get(offering.code) or SaleRule(code=offering.code)
    message = questions_pb2.Offering(
        code=offering.code,
        name=offering.name,
        monthly_fee=money_message(offering.monthly_fee),
        payment_type=offering.payment_type.value,
        credit_limit=money_message(offering.credit_limit),
        prepayment=money_message(offering.prepayment),
        sellable=catalogue.is_sold(offering.code, on=on),
        channels=sorted(offering.channels),
        no_suspension=offering.no_suspension,
        catalogue_version=catalogue.version,
        included=map(included_message, offering.included),
        sub_cards=offering.sub_cards,
        is_sub_card=offering.is_sub_card,
    )
    say_whom_and_when(message, rule)
    return message


def fee_message(code: str, amount: Money) -> questions_pb2.Fee:
    return questions_pb2.Fee(code=code, amount=money_message(amount))


def rate_message(row: Tariff) -> questions_pb2.Rate:
    """Return a row by its first slot, which is what is advertised."""
    first = row.slots[0]
    return questions_pb2.Rate(
        code=row.code,
        kind=row.kind,
        unit=first.per_units,
        price_millifen=first.millifen,
        roam_types=sorted(row.roam_types),
        offerings=sorted(row.offerings),
        zones=sorted(row.zones),
        country_groups=sorted(row.country_groups),
    )


def country_group_messages(countries: CountryGroups) -> list[questions_pb2.CountryGroup]:
    return [
        questions_pb2.CountryGroup(
            code=code, countries=known, of_unnamed=code == countries.of_unnamed
        )
        for code, known in countries.groups.items()
    ]


def posting_message(line: PostedLine) -> questions_pb2.Posting:
    return questions_pb2.Posting(
        id=line.id,
        entry_id=line.entry_id,
        ledger_account=line.book,
        amount=money_message(line.amount),
        cause=line.why,
        cause_id=line.cause_id,
        at=moment_message(line.at),
    )


def wanted_message(wanted: Wanted) -> questions_pb2.WantedLevel:
    return questions_pb2.WantedLevel(
        subscriber_id=wanted.subscriber_id,
        level=level_message(wanted.level),
        version=wanted.version,
    )


def totals_message(totals: Totals) -> questions_pb2.CountLedgerResponse:
    return questions_pb2.CountLedgerResponse(
        sum_minor=totals.sum_minor,
        postings=totals.postings,
        usage_heard=totals.heard,
        usage_rated=totals.rated,
        usage_waiting=totals.waiting,
        usage_duplicate=totals.duplicate,
        payments=totals.payments,
    )
