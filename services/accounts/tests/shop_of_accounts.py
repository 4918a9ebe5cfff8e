"""Drives accounts in tests: a counter where people come, and orders that take their steps."""

import secrets
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from accounts.domain.asker import Asker
from accounts.domain.customer import NOWHERE, Capture, KnownCustomer, Market, Person
from accounts.domain.identity_paper import IdentityPaper
from accounts.domain.proof import Proof
from accounts.domain.steps import (
    ActivateSubscriber,
    AddStop,
    Errand,
    LiftStop,
    OpenSubscriber,
    ReserveNumber,
    ReservePlace,
    ReserveSim,
    Step,
    TerminateSubscriber,
)
from accounts.domain.stock import Delivery
from accounts.domain.stop import Stop
from accounts.domain.subscriber import Agreement, Subscriber
from accounts.usecases.carry_out_step import (
    carry_out_stage,
    carry_out_step,
    take_back_stage,
    take_back_step,
)
from accounts.usecases.load_stock import load_stock
from accounts.usecases.ports import Desk, Facts, FactsAsked
from accounts.usecases.read_facts import read_facts
from accounts.usecases.record_proof import Checking, record_proof
from accounts.usecases.register_customer import Registration, register_customer
from kernel.identity_paper import check_sign
from kernel.ids import new_id
from kernel.numbering import Iccid, Msisdn

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
CLERK = Asker(id="clerk-1", channel="hall", customer_id="", staff=True)
SYSTEM = Asker(id="system", channel="system", customer_id="", staff=True)
AGREEMENT = Agreement("voice", "calls, texts", "prepaid-basic", "prepaid", "1")
OFFERING = "prepaid-basic"


def customer_asks(customer_id: str) -> Asker:
    return Asker(id=f"app-{customer_id}", channel="app", customer_id=customer_id, staff=False)


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

    def errand(self, number: int, step: Step) -> Errand:
        return Errand(self.id, number, repr(step), self.shop.now)

    async def does(self, step: Step) -> None:
        number = next(self.numbers)
        await carry_out_step(step, self.errand(number, step), desk=self.shop.desk())
        self.done.append((number, step))

    async def repeats(self, number: int, step: Step) -> None:
        await carry_out_step(step, self.errand(number, step), desk=self.shop.desk())

    async def takes_back(self, number: int, step: Step) -> None:
        await take_back_step(step, self.errand(number, step), desk=self.shop.desk())

    async def does_all(self, *steps: Step, at: int = 0) -> None:
        """Carry out a stage in one call; its steps are counted from `at`."""
        stage = [(step, self.errand(at + place, step)) for place, step in enumerate(steps)]
        await carry_out_stage(stage, desk=self.shop.desk())

    async def takes_stage_back(self, *steps: Step) -> None:
        """Take a stage back in one call."""
        stage = [(step, self.errand(place, step)) for place, step in enumerate(steps)]
        await take_back_stage(stage, desk=self.shop.desk())

    async def takes_all_back(self) -> None:
        """Undo, latest first."""
        for number, step in reversed(self.done):
            await self.takes_back(number, step)


@dataclass
class Shop:
    """Accounts behind one kind of desk, and what it said."""

    desk: Callable[[], Desk]
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
        return await register_customer(registration, asker=CLERK, desk=self.desk(), now=self.now)

    async def checks(self, known: KnownCustomer, *kinds: str) -> Proof:
        paper = known.customer.paper
        checking = Checking(
            known.customer.id, kinds or ("id_seen", "face"), paper.type.value, paper.number
        )
        return await record_proof(checking, asker=CLERK, desk=self.desk(), now=self.now)

    async def stocks(self) -> tuple[Msisdn, Iccid]:
        """Put a number and a card in stock."""
        msisdn, card = a_number(), a_card()
        await load_stock(Delivery.read([msisdn], [card]), asker=SYSTEM, desk=self.desk())
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
        found = await self.desk().subscribers.find(subscriber_id)
        assert found is not None
        return found

    async def facts(self, asker: Asker = SYSTEM, **asked: Any) -> Facts:
        nothing: dict[str, Any] = {
            "subscriber_id": "", "customer_ids": (), "msisdns": (), "iccids": (), "proof_ids": (),
        }  # fmt: skip
        return await read_facts(FactsAsked(**{**nothing, **asked}), asker=asker, desk=self.desk())

    async def count(self, customer_id: str) -> int:
        known = await self.desk().customers.find(customer_id)
        assert known is not None
        return known.numbers
