"""Drives accounts in tests: a counter where people come, and orders that take their steps."""

import secrets
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from accounts.customers.domain.ages import USUAL_AGES
from accounts.customers.domain.customer import NOWHERE, Capture, KnownCustomer, Market, Person
from accounts.customers.domain.identity_paper import IdentityPaper
from accounts.customers.domain.steps import ReservePlace
from accounts.customers.usecases.register_customer import Registration, register_customer
from accounts.facts.ports import Facts, FactsQuery
from accounts.facts.usecases.read_facts import read_facts
from accounts.proofs.domain.proof import Proof
from accounts.proofs.usecases.record_proof import Checking, record_proof
from accounts.steps.domain import StageStep, Step, StepRef
from accounts.steps.usecases.carry_out_step import carry_out_stage, carry_out_step
from accounts.steps.usecases.take_back_step import take_back_stage, take_back_step
from accounts.stock.domain.delivery import Delivery
from accounts.stock.domain.steps import ReserveNumber, ReserveSim
from accounts.stock.usecases.load_stock import load_stock
from accounts.subscribers.domain.steps import (
    ActivateSubscriber,
    AddStop,
    LiftStop,
    OpenSubscriber,
    TerminateSubscriber,
)
from accounts.subscribers.domain.stop import Stop
from accounts.subscribers.domain.subscriber import Agreement, Subscriber
from kernel.caller import SYSTEM, Caller
from kernel.identity_paper import check_sign
from kernel.ids import new_id
from kernel.numbering import Iccid, Msisdn

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
CLERK = Caller(id="clerk-1", channel="hall", staff=True)
AGREEMENT = Agreement("voice", "calls, texts", "prepaid-basic", "prepaid", "1")
OFFERING = "prepaid-basic"


def customer_asks(customer_id: str) -> Caller:
    return Caller(id=f"app-{customer_id}", channel="app", customer_id=customer_id)


def a_paper_number() -> str:
    """Return the number of an identity card nobody else has."""
    # Before 2000: only then fifteen digits say the same.
    born = date(1950, 1, 1) + timedelta(days=secrets.randbelow(18_000))
    digits = f"110101{born:%Y%m%d}{secrets.randbelow(1000):03d}"
    return digits + check_sign(digits)


def a_paper() -> IdentityPaper:
    return IdentityPaper.read("id_card", a_paper_number())


def a_number() -> str:
    return f"8613{secrets.randbelow(10**9):09d}"


def a_card() -> tuple[str, str]:
    """Return ICCID and IMSI of a card nobody else has."""
    serial = secrets.randbelow(10**10)
    return f"898600{serial:014d}", f"46000{serial:010d}"


@dataclass
class Order:
    """An order that takes its steps one after the other."""

    shop: "Shop"
    id: str = field(default_factory=new_id)
    numbers: Iterator[int] = field(default_factory=count)
    done: list[tuple[int, Step]] = field(default_factory=list)

    async def does(self, step: Step) -> None:
        number = next(self.numbers)
        await self.repeats(number, step)
        self.done.append((number, step))

    async def repeats(self, number: int, step: Step) -> None:
        ref, shop = StepRef(self.id, number), self.shop
        await carry_out_step(step, ref, digest=repr(step), now=shop.now, uow=shop.uow)

    async def takes_back(self, number: int, step: Step) -> None:
        ref, shop = StepRef(self.id, number), self.shop
        await take_back_step(step, ref, now=shop.now, uow=shop.uow)

    async def does_all(self, *steps: Step, at: int = 0) -> None:
        """Carry out a stage in one call; its steps are counted from `at`."""
        stage, shop = self.stage(steps, at=at), self.shop
        await carry_out_stage(stage, order_id=self.id, now=shop.now, uow=shop.uow)

    async def takes_stage_back(self, *steps: Step) -> None:
        """Take a stage back in one call."""
        stage, shop = self.stage(steps, at=0), self.shop
        await take_back_stage(stage, order_id=self.id, now=shop.now, uow=shop.uow)

    def stage(self, steps: Sequence[Step], *, at: int) -> Sequence[StageStep]:
        return [StageStep(at + place, repr(step), step) for place, step in enumerate(steps)]

    async def takes_all_back(self) -> None:
        """Undo, latest first."""
        for number, step in reversed(self.done):
            await self.takes_back(number, step)


@dataclass
class Shop:
    """Accounts on one kind of unit of work, and what it published."""

    uow: Any
    said_about: Callable[[str], Awaitable[Sequence[Any]]]
    """Events under this key, in the order they were said."""
    now: datetime = NOON

    def order(self) -> Order:
        return Order(self)

    async def registers(
        self,
        paper: IdentityPaper | None = None,
        *,
        name: str = "张伟",
        until: date | None = None,
        market: Market = NOWHERE,
    ) -> KnownCustomer:
        person = Person(name, "13812341234", "北京市东城区长安街")
        return await self.registers_person(person, paper or a_paper(), until=until, market=market)

    async def registers_person(
        self,
        person: Person,
        paper: IdentityPaper,
        *,
        until: date | None = None,
        market: Market = NOWHERE,
    ) -> KnownCustomer:
        registration = Registration(person, paper, until, Capture.READER, market)
        return await register_customer(registration, caller=CLERK, uow=self.uow, now=self.now)

    async def checks(self, known: KnownCustomer, *kinds: str) -> Proof:
        paper = known.customer.paper
        checking = Checking(
            known.customer.id, kinds or ("id_seen", "face"), paper.type.value, paper.number
        )
        return await record_proof(
            checking, caller=CLERK, uow=self.uow, ages=USUAL_AGES, now=self.now
        )

    async def stocks(self) -> tuple[Msisdn, Iccid]:
        """Put a number and a card in stock."""
        msisdn, card = a_number(), a_card()
        await load_stock(Delivery.read([msisdn], [card]), caller=SYSTEM, uow=self.uow)
        return Msisdn(msisdn), Iccid(card[0])

    async def holds(self, order: Order, customer_id: str) -> OpenSubscriber:
        """Let an order hold a place, a number and a card; return what it would open with them."""
        msisdn, iccid = await self.stocks()
        await order.does(ReservePlace(customer_id))
        await order.does(ReserveNumber(msisdn))
        await order.does(ReserveSim(iccid))
        return OpenSubscriber(new_id(), customer_id, msisdn, iccid, OFFERING, AGREEMENT)

    async def opens(self, customer_id: str) -> Subscriber:
        """Open a number and have it confirmed."""
        order = self.order()
        opening = await self.holds(order, customer_id)
        await order.does(opening)
        await order.does(ActivateSubscriber(opening.subscriber_id))
        return await self.sees(opening.subscriber_id)

    async def stops(self, subscriber: Subscriber, stop: Stop) -> Order:
        order = self.order()
        await order.does(AddStop(subscriber.id, stop, until=None))
        return order

    async def lifts(self, subscriber: Subscriber, stop: Stop) -> Order:
        order = self.order()
        await order.does(LiftStop(subscriber.id, stop))
        return order

    async def terminates(self, subscriber: Subscriber) -> None:
        await self.order().does(TerminateSubscriber(subscriber.id))

    async def sees(self, subscriber_id: str) -> Subscriber:
        subscriber: Subscriber | None = await self.uow.subscribers.get(subscriber_id)
        assert subscriber is not None
        return subscriber

    async def facts(self, caller: Caller = SYSTEM, **asked: Any) -> Facts:
        nothing: dict[str, Any] = {
            "subscriber_id": "", "customer_ids": (), "msisdns": (), "iccids": (), "proof_ids": (),
        }  # fmt: skip
        return await read_facts(FactsQuery(**{**nothing, **asked}), caller=caller, uow=self.uow)

    async def count(self, customer_id: str) -> int:
        known: KnownCustomer | None = await self.uow.customers.get(customer_id)
        assert known is not None
        return known.numbers
