"""Who the stories are about, and what they have."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from kernel.money import fen
from kernel.numbering import Iccid, Imsi, Msisdn
from orders.ordering.domain.agreement import Agreement
from orders.ordering.domain.checked_proof import CheckedProof
from orders.ordering.domain.facts import Account, Customer, Facts, Offering, Sim, Stop, Subscriber
from orders.ordering.domain.numbers import PhoneNumber
from orders.ordering.domain.values import (
    AccountId,
    Barring,
    CustomerId,
    FeeCode,
    OfferingCode,
    Proof,
    ProofId,
    Role,
    StopReason,
    SubscriberId,
    SubscriberState,
)

MONDAY = datetime(2030, 1, 7, 9, 0, tzinfo=UTC)
ANNA = Customer(CustomerId("anna"), real_name_checked=True, numbers=1)
BORIS = Customer(CustomerId("boris"), real_name_checked=True, numbers=4)
EXPIRED_YESTERDAY = date(2030, 1, 6)
OLD_SIM = Sim(Iccid("8986000000000000001"), Imsi("460000000000001"), in_stock=False)
NEW_SIM = Sim(Iccid("8986000000000000002"), Imsi("460000000000002"), in_stock=True)
HER_NUMBER = Subscriber(
    id=SubscriberId("her-number"),
    msisdn=Msisdn("8613800000000"),
    sim=OLD_SIM,
    holder=ANNA.id,
    state=SubscriberState.ACTIVE,
    sim_since=MONDAY - timedelta(days=100),
)
FREE_NUMBER = PhoneNumber(Msisdn("8613900000000"), available=True)
BASIC = Offering(
    OfferingCode("basic"), sellable=True, channels=frozenset({"hall"}), prepayment=fen(50_00)
)
HER_ACCOUNT = Account(
    AccountId("her-account"),
    owes=fen(0),
    balance=fen(100_00),
    cash=fen(100_00),
    offering=BASIC.code,
)
SIGNED = Agreement("voice", "calls and texts", "basic", "prepaid", "1")
FEES = (
    (FeeCode.SIM_CARD, fen(20_00)),
    (FeeCode.SIM_SWAP, fen(10_00)),
    (FeeCode.KEEP_NUMBER, fen(5_00)),
    (FeeCode.OWNERSHIP_TRANSFER, fen(10_00)),
)
SEEN = CheckedProof(
    ProofId("seen"),
    ANNA.id,
    frozenset({Proof.ID_SEEN, Proof.FACE}),
    valid_until=MONDAY + timedelta(minutes=10),
    channel="hall",
)

HOLDER_OF_ANOTHER = replace(SEEN, id=ProofId("boris-seen"), customer=BORIS.id)
"""Boris is there, too, with his paper."""
HANDLER_SEEN = CheckedProof(
    ProofId("handler-seen"),
    ANNA.id,
    frozenset({Proof.ID_SEEN, Proof.LETTER_SEEN}),
    valid_until=SEEN.valid_until,
    channel="hall",
    of=Role.HANDLER,
)
GUARDIAN_SEEN = replace(
    HANDLER_SEEN,
    id=ProofId("guardian-seen"),
    kinds=frozenset({Proof.ID_SEEN, Proof.RELATION_SEEN}),
    of=Role.GUARDIAN,
)
AGENT_SEEN = replace(
    HANDLER_SEEN, id=ProofId("agent-seen"), kinds=frozenset({Proof.ID_SEEN}), of=Role.AGENT
)
USER_SEEN = replace(AGENT_SEEN, id=ProofId("user-seen"), of=Role.USER)

ARREARS = Stop(StopReason.ARREARS, Barring.TWO_WAY)
LESS = Stop(StopReason.ARREARS, Barring.ONE_WAY)
MUCH_USED = Stop(StopReason.HIGH_USAGE, Barring.ONE_WAY)
GIVEN_UP = Stop(StopReason.PRE_CANCEL, Barring.TWO_WAY)
AWAY = Stop(StopReason.VOLUNTARY, Barring.TWO_WAY)
LOST = Stop(StopReason.LOST, Barring.TWO_WAY)


def usual_facts() -> Facts:
    """Return what is true on this Monday of Anna, her number, and what is in the shop."""
    return Facts(
        now=MONDAY,
        subscriber_id=HER_NUMBER.id,
        new_account=AccountId("new-account"),
        next_account=AccountId("next-account"),
        most_numbers=5,
        known_subscriber=HER_NUMBER,
        known_account=HER_ACCOUNT,
        sims=(OLD_SIM, NEW_SIM),
        customers=(ANNA, BORIS),
        numbers=(FREE_NUMBER,),
        offerings=(BASIC,),
        fees=FEES,
    )
