"""What pretend billing says of what is sold, used and paid."""

from datetime import UTC, datetime
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from boss.billing.v1 import questions_pb2 as billing
from boss.values.v1.values_pb2 import BarringLevel, Money

ANNA = "0193e000-0000-7000-8000-00000000000a"
SUBSCRIBER = "0193e000-0000-7000-8000-0000000000aa"
CARD, CARD_NUMBER = "0193e000-0000-7000-8000-0000000000ab", "8613900100001"
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
PAYMENT = "0193e000-0000-7000-8000-0000000000cc"


class PretendMoney:
    """Answers what was used and paid as one record and one payment of Anna's."""

    notes: Any

    async def ListCatalogue(self, request: Any, context: Any) -> billing.ListCatalogueResponse:  # noqa: N802
        self.notes.take(request)
        found = catalogue()
        found.offerings.extend(self.notes.offerings)
        found.packs.extend(self.notes.packs)
        return found

    async def GetUsage(self, request: Any, context: Any) -> billing.GetUsageResponse:  # noqa: N802
        self.notes.take(request)
        return billing.GetUsageResponse(usage=usage())

    async def SumUsage(self, request: Any, context: Any) -> billing.SumUsageResponse:  # noqa: N802
        self.notes.take(request)
        voice = billing.UsageSum(kind="voice", records=2, quantity=121, charged_millifen=45_000)
        return billing.SumUsageResponse(
            sums=[voice], since=stamp(NOON), until=stamp(NOON), at=stamp(NOON)
        )

    async def GetPayment(self, request: Any, context: Any) -> billing.GetPaymentResponse:  # noqa: N802
        self.notes.take(request)
        return billing.GetPaymentResponse(payment=payment())

    async def ListAccounts(self, request: Any, context: Any) -> billing.ListAccountsResponse:  # noqa: N802
        self.notes.take(request)
        listed = account()
        listed.cash.CopyFrom(fen(-120))
        return billing.ListAccountsResponse(
            accounts=[listed], total=self.notes.counted, more=self.notes.more
        )

    async def ListPayments(self, request: Any, context: Any) -> billing.ListPaymentsResponse:  # noqa: N802
        self.notes.take(request)
        if self.notes.payments:
            every = self.notes.payments
            every = [one for one in every if request.status in {"", one.status}]
            part = every[request.offset :][: request.limit]
            return billing.ListPaymentsResponse(payments=part, total=len(every))
        if request.status not in {"", "done"}:
            return billing.ListPaymentsResponse()
        total = self.notes.counted or 3
        return billing.ListPaymentsResponse(payments=[payment()], total=total, more=self.notes.more)


def fen(minor: int) -> Money:
    return Money(currency="CNY", minor=minor)


def stamp(moment: datetime) -> Timestamp:
    made = Timestamp()
    made.FromDatetime(moment)
    return made


def usage() -> billing.RatedUsage:
    return billing.RatedUsage(
        record_id="r",
        kind="voice",
        peer="8613900009999",
        started_at=stamp(NOON),
        quantity=60,
        charged_millifen=15_001,
        derivation="voice 60 s: 1 started x 60 s x 15.001 = 15.001 fen",
        subscriber_id="0193e000-0000-7000-8000-0000000000aa",
        msisdn="8613900100000",
        roam_type="home",
        rated_at=stamp(NOON),
    )


LATER = billing.Account(
    payment_type="postpaid",
    credit_limit=fen(10_000),
    spending=billing.Spending(
        kept_aside=fen(30), exposure=fen(150), available=fen(9_850), high_use=True
    ),
)
"""What is said of an account that pays later, of which 1.20 yuan is used."""


def payment() -> billing.Payment:
    return billing.Payment(
        id=PAYMENT,
        account_id="account",
        payment_channel="hall",
        reference="till-1",
        amount=fen(1050),
        at=stamp(NOON),
    )


def catalogue() -> billing.ListCatalogueResponse:
    """Two plans, one of them not sold any more, two fees and two rates."""
    plans = [
        billing.Offering(
            code=code,
            name=name,
            monthly_fee=fen(monthly),
            payment_type="prepaid",
            prepayment=fen(1000),
            sellable=sellable,
            channels=["hall", "app"],
        )
        for code, name, monthly, sellable in (
            ("KEEP5", "5元无忧", 500, True),
            ("KEEP8", "8元保底", 800, False),
        )
    ]
    gold = billing.NumberGrade(
        code="gold",
        name="金级靓号",
        prepayment=Money(currency="CNY", minor=200_000),
        minimum_spend=Money(currency="CNY", minor=12_800),
        months=36,
    )
    return billing.ListCatalogueResponse(
        number_grades=[gold],
        catalogue_version=3,
        valid_from="2026-11-01",
        offerings=plans,
        fees=[
            billing.Fee(code="sim_card", amount=fen(2000)),
            billing.Fee(code="keep_number", amount=fen(500)),
        ],
        rates=[
            billing.Rate(
                code="voice_domestic",
                kind="voice",
                unit=60,
                price_millifen=15_000,
                roam_types=["home"],
            ),
            billing.Rate(
                code="sms_cheap",
                kind="sms",
                unit=1,
                price_millifen=7_500,
                roam_types=["home"],
                offerings=["KEEP8"],
            ),
        ],
    )


def account() -> billing.Account:
    return billing.Account(
        id="account",
        subscriber_id=SUBSCRIBER,
        customer_id=ANNA,
        balance=Money(currency="CNY", minor=-120),
        owes=Money(currency="CNY", minor=120),
        wanted_level=BarringLevel.BARRING_LEVEL_ONE_WAY,
        brings_back=Money(currency="CNY", minor=121),
        state="open",
        payment_type="prepaid",
        msisdn="8613900100000",
        opened_at=stamp(NOON),
    )


def account_with_card(asked: billing.GetBalanceRequest) -> billing.Account:
    """Return the one account of her main line and a sub-card; of the card, with its number."""
    found = account()
    card = billing.SubCard(subscriber_id=CARD, msisdn=CARD_NUMBER, in_service=True)
    found.sub_cards.append(card)
    if CARD in asked.subscriber_id or CARD_NUMBER in asked.msisdn:
        found.subscriber_id, found.msisdn = CARD, CARD_NUMBER
    return found
