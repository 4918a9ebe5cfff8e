"""What accounts and billing answer, as facts."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from boss.accounts.v1 import questions_pb2 as accounts
from boss.billing.v1 import questions_pb2 as billing
from boss.values.v1 import values_pb2 as values
from kernel.money import Money
from kernel.numbering import Iccid, Imsi, Msisdn
from orders.ordering.domain.checked_proof import CheckedProof
from orders.ordering.domain.facts import Account, Customer, Offering, Sim, Stop, Subscriber
from orders.ordering.domain.numbers import NumberGrade, PhoneNumber
from orders.ordering.domain.permission import Permission
from orders.ordering.domain.service_setting import ServiceSetting
from orders.ordering.domain.values import (
    CREDIT,
    Abroad,
    AbroadService,
    AccountId,
    Barring,
    CustomerId,
    FeeCode,
    OfferingCode,
    Proof,
    ProofId,
    Role,
    Service,
    ServiceState,
    StopReason,
    SubscriberId,
    SubscriberState,
)

LEVELS: dict[int, Barring] = {
    values.BarringLevel.Value(f"BARRING_LEVEL_{level.name}"): level for level in Barring
}
REASONS: dict[int, StopReason] = {
    values.StopReason.Value(f"STOP_REASON_{reason.name}"): reason for reason in StopReason
}
PROOFS = frozenset(Proof)
UNIT_PAPERS = frozenset(
    {"business_licence", "org_code", "institution_legal", "social_org", "special_auth"}
)
"""What a company or another body is registered with (rules 1.4)."""
FEES = frozenset(FeeCode)


def _ended_by(message: accounts.Subscriber) -> Mapping[str, frozenset[Stop]]:
    ended = message.stops_at_end
    return {
        order: stops(one.stop for one in ended if one.order_id == order)
        for order in {one.order_id for one in ended}
    }


def level(number: int) -> Barring:
    return LEVELS.get(number, Barring.NONE)


def subscriber(message: accounts.Subscriber) -> Subscriber:
    return Subscriber(
        id=SubscriberId(message.id),
        msisdn=Msisdn(message.msisdn),
        sim=Sim(Iccid(message.iccid), Imsi(message.imsi)),
        holder=CustomerId(message.holder_id),
        state=SubscriberState(message.state),
        sim_since=instant(message, "sim_since"),
        stops=stops(message.stops),
        activated_at=instant(message, "activated_at"),
        suspended_until=instant(message, "suspended_until"),
        open_until=instant(message, "open_until"),
        bound_until=instant(message, "bound_until"),
        paused=stops(message.paused_stops),
        ended_by=_ended_by(message),
        debt_since=instant(message, "debt_since"),
        terminated_at=instant(message, "terminated_at"),
        number_state=message.number_state,
        number_grade=message.number_grade,
        abroad={one: _permission(message, one) for one in AbroadService if message.HasField(one)},
        services={Service(one.service): service_setting(one) for one in message.services},
    )


def service_setting(message: values.SupplementaryService) -> ServiceSetting:
    return ServiceSetting(ServiceState(message.state), message.number, message.seconds)


def _permission(message: accounts.Subscriber, service: AbroadService) -> Permission:
    said = getattr(message, service)
    return Permission(Abroad.OPEN if said.open else Abroad.CLOSED, instant(said, "until"))


def credit_reason(number: int) -> StopReason:
    """Return why a level is wanted; billing of the release before names no reason: arrears."""
    reason = REASONS.get(number, StopReason.ARREARS)
    return reason if reason in CREDIT else StopReason.ARREARS


def stops(messages: Iterable[values.Stop]) -> frozenset[Stop]:
    return frozenset(Stop(REASONS[one.reason], level(one.level)) for one in messages)


def customer(message: accounts.Customer) -> Customer:
    until = message.paper_valid_until
    return Customer(
        id=CustomerId(message.id),
        real_name_checked=message.real_name_checked,
        numbers=message.numbers,
        paper_valid_until=date.fromisoformat(until) if until else None,
        blacklisted=message.blacklisted,
        segment=message.segment,
        region=message.region,
        version=message.version,
        needs_guardian=message.needs_guardian,
        is_minor=message.is_minor,
    )


def is_unit(message: accounts.Customer) -> bool:
    """Tell whether this is a company or another body: a handler acts for it."""
    return message.paper_type in UNIT_PAPERS


def number(message: accounts.PhoneNumber) -> PhoneNumber:
    return PhoneNumber(
        Msisdn(message.msisdn),
        available=message.state == "available",
        held_for=CustomerId(message.held_for) if message.state == "held" else None,
        grade=message.grade,
    )


def grade(message: billing.NumberGrade) -> NumberGrade:
    return NumberGrade(
        code=message.code,
        prepayment=money(message.prepayment),
        minimum_spend=money(message.minimum_spend),
        months=message.months,
    )


def sim(message: accounts.SimCard) -> Sim:
    return Sim(Iccid(message.iccid), Imsi(message.imsi), in_stock=message.state == "in_stock")


def proof(message: accounts.Proof) -> CheckedProof:
    return CheckedProof(
        id=ProofId(message.id),
        customer=CustomerId(message.customer_id),
        kinds=frozenset(Proof(kind) for kind in message.kinds if kind in PROOFS),
        valid_until=message.valid_until.ToDatetime(UTC),
        used=bool(message.used_by_order),
        channel=message.channel,
        number=SubscriberId(message.subscriber_id) if message.subscriber_id else None,
        of=Role(message.capacity) if message.capacity else Role.HOLDER,
    )


def account(message: billing.Account) -> Account:
    return Account(
        id=AccountId(message.id),
        owes=money(message.owes),
        balance=money(message.balance),
        # Billing of the release before does not say what of it is no gift.
        cash=money(message.cash if message.HasField("cash") else message.balance),
        is_closing=message.state == "closing",
        credit_limit=money(message.credit_limit),
        wanted_level=level(message.wanted_level),
        wanted_reason=credit_reason(message.wanted_reason),
        offering=OfferingCode(message.offering) if message.offering else None,
        next_offering=OfferingCode(message.next_offering) if message.next_offering else None,
        next_offering_from=instant(message, "next_offering_from"),
        sub_cards=frozenset(SubscriberId(one.subscriber_id) for one in message.sub_cards),
        brings_back=money(message.brings_back),
    )


def offering(message: billing.Offering) -> Offering:
    return Offering(
        code=OfferingCode(message.code),
        sellable=message.sellable,
        channels=frozenset(message.channels),
        prepayment=money(message.prepayment),
        no_suspension=message.no_suspension,
        sub_cards=message.sub_cards,
        is_sub_card=message.is_sub_card,
        segments=frozenset(message.segments),
        regions=frozenset(message.regions),
        name=message.name,
        payment_plan=message.payment_type,
        monthly_fee=money(message.monthly_fee),
    )


def fees(messages: Iterable[billing.Fee]) -> tuple[tuple[FeeCode, Money], ...]:
    return tuple((FeeCode(one.code), money(one.amount)) for one in messages if one.code in FEES)


def money(message: values.Money) -> Money:
    return Money(message.currency or "CNY", message.minor)


def instant(message: Any, name: str) -> datetime | None:
    stamp: Timestamp = getattr(message, name)
    return stamp.ToDatetime(UTC) if message.HasField(name) else None
