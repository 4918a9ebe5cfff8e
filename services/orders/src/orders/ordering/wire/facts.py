"""What accounts and billing answer, as facts."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from boss.accounts.v1 import questions_pb2 as accounts
from boss.billing.v1 import questions_pb2 as billing
from boss.values.v1 import values_pb2 as values
from kernel.money import Money
from kernel.numbering import Iccid, Imsi, Msisdn
from orders.ordering.domain.facts import (
    Account,
    CheckedProof,
    Customer,
    Offering,
    PhoneNumber,
    Sim,
    Stop,
    Subscriber,
)
from orders.ordering.domain.values import (
    AccountId,
    Barring,
    CustomerId,
    FeeCode,
    OfferingCode,
    Proof,
    ProofId,
    StopReason,
    SubscriberId,
    SubscriberState,
)

LEVELS: dict[int, Barring] = {
    values.BARRING_LEVEL_ONE_WAY: Barring.ONE_WAY,
    values.BARRING_LEVEL_TWO_WAY: Barring.TWO_WAY,
}
REASONS = {
    values.STOP_REASON_ARREARS: StopReason.ARREARS,
    values.STOP_REASON_VOLUNTARY: StopReason.VOLUNTARY,
    values.STOP_REASON_LOST: StopReason.LOST,
}
PROOFS = frozenset(Proof)
FEES = frozenset(FeeCode)


def level(number: int) -> Barring:
    return LEVELS.get(number, Barring.NONE)


def subscriber(told: accounts.Subscriber) -> Subscriber:
    return Subscriber(
        id=SubscriberId(told.id),
        msisdn=Msisdn(told.msisdn),
        sim=Sim(Iccid(told.iccid), Imsi(told.imsi)),
        holder=CustomerId(told.holder_id),
        state=SubscriberState(told.state),
        sim_since=instant(told, "sim_since"),
        stops=stops(told.stops),
        suspended_until=instant(told, "suspended_until"),
    )


def stops(told: Iterable[values.Stop]) -> frozenset[Stop]:
    return frozenset(Stop(REASONS[one.reason], level(one.level)) for one in told)


def customer(told: accounts.Customer) -> Customer:
    until = told.paper_valid_until
    return Customer(
        id=CustomerId(told.id),
        real_name_checked=told.real_name_checked,
        numbers=told.numbers,
        paper_valid_until=date.fromisoformat(until) if until else None,
        blacklisted=told.blacklisted,
        segment=told.segment,
        region=told.region,
        version=told.version,
    )


def number(told: accounts.PhoneNumber) -> PhoneNumber:
    return PhoneNumber(Msisdn(told.msisdn), available=told.state == "available")


def sim(told: accounts.SimCard) -> Sim:
    return Sim(Iccid(told.iccid), Imsi(told.imsi), in_stock=told.state == "in_stock")


def proof(told: accounts.Proof) -> CheckedProof:
    return CheckedProof(
        id=ProofId(told.id),
        customer=CustomerId(told.customer_id),
        kinds=frozenset(Proof(kind) for kind in told.kinds if kind in PROOFS),
        valid_until=told.valid_until.ToDatetime(UTC),
        used=bool(told.used_by_order),
    )


def account(told: billing.Account) -> Account:
    return Account(
        id=AccountId(told.id),
        owes=money(told.owes),
        balance=money(told.balance),
        credit_limit=money(told.credit_limit),
        wanted_level=level(told.wanted_level),
        offering=OfferingCode(told.offering) if told.offering else None,
        sub_cards=frozenset(SubscriberId(one.subscriber_id) for one in told.sub_cards),
    )


def offering(told: billing.Offering) -> Offering:
    return Offering(
        code=OfferingCode(told.code),
        sellable=told.sellable,
        channels=frozenset(told.channels),
        prepayment=money(told.prepayment),
        no_suspension=told.no_suspension,
        sub_cards=told.sub_cards,
        is_sub_card=told.is_sub_card,
        segments=frozenset(told.segments),
        regions=frozenset(told.regions),
        name=told.name,
        payment_plan=told.payment_type,
    )


def fees(told: Iterable[billing.Fee]) -> tuple[tuple[FeeCode, Money], ...]:
    return tuple((FeeCode(one.code), money(one.amount)) for one in told if one.code in FEES)


def money(told: values.Money) -> Money:
    return Money(told.currency or "CNY", told.minor)


def instant(told: Any, name: str) -> datetime | None:
    found: Timestamp = getattr(told, name)
    return found.ToDatetime(UTC) if told.HasField(name) else None
