"""Accounts in memory: the same promises as the real desk, kept by one lock and a copy."""

import asyncio
import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from accounts.domain.audit import BEGINNING, AuditEntry, AuditText, KeptEntry, chained
from accounts.domain.customer import Customer, KnownCustomer
from accounts.domain.events import Event
from accounts.domain.identity_paper import IdentityPaper
from accounts.domain.phone_number import PhoneNumber
from accounts.domain.proof import Proof
from accounts.domain.sim_card import SimCard
from accounts.domain.steps import Errand
from accounts.domain.stock import Delivery, Loaded, contradiction
from accounts.domain.subscriber import Agreement, Phase, Subscriber
from accounts.usecases.ports import (
    Audit,
    Customers,
    Facts,
    FactsAsked,
    Page,
    Places,
    Proofs,
    Steps,
    Stock,
    Subscribers,
)
from kernel.errors import Refusal
from kernel.numbering import Iccid, Imsi, Msisdn

LIVE = frozenset({Phase.PENDING, Phase.ACTIVE})
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass
class Books:
    """What is kept."""

    customers: dict[str, Customer] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    proofs: dict[str, Proof] = field(default_factory=dict)
    numbers: dict[str, PhoneNumber] = field(default_factory=dict)
    cards: dict[str, SimCard] = field(default_factory=dict)
    subscribers: dict[str, Subscriber] = field(default_factory=dict)
    agreements: dict[str, Agreement] = field(default_factory=dict)
    steps: dict[tuple[str, int], tuple[str, str]] = field(default_factory=dict)
    audit: list[KeptEntry] = field(default_factory=list)
    texts: dict[str, AuditText] = field(default_factory=dict)
    timers: dict[str, datetime] = field(default_factory=dict)
    said: list[Event] = field(default_factory=list)

    def count(self, customer_id: str) -> int:
        live = [
            one
            for one in self.subscribers.values()
            if one.holder_id == customer_id and one.phase is Phase.ACTIVE
        ]
        return len(live) + list(self.places.values()).count(customer_id)

    def whole(self, subscriber: Subscriber, *, order_id: str = "") -> Subscriber:
        """Put number, card and the stops that matter to this order beside a subscriber."""
        return replace(
            subscriber,
            number=self.numbers[subscriber.number.msisdn.value],
            card=self.cards[subscriber.card.iccid.value],
            kept_stops=tuple(
                one
                for one in subscriber.kept_stops
                if one.is_in_force or (order_id and one.lifted_by == order_id)
            ),
        )


class FakeShop:
    """The one set of books all desks of a test share."""

    def __init__(self) -> None:
        self.books = Books()
        self.lock = asyncio.Lock()

    def desk(self) -> "FakeDesk":
        return FakeDesk(self)


class FakeDesk:
    """Opens one transaction at a time; what goes wrong leaves the books as they were."""

    def __init__(self, shop: FakeShop) -> None:
        self._shop = shop
        self._before: Books | None = None
        self.customers: Customers = FakeCustomers(shop)
        self.places: Places = FakePlaces(shop)
        self.proofs: Proofs = FakeProofs(shop)
        self.stock: Stock = FakeStock(shop)
        self.subscribers: Subscribers = FakeSubscribers(shop)
        self.steps: Steps = FakeSteps(shop)
        self.audit: Audit = FakeAudit(shop)

    async def __aenter__(self) -> Self:
        await self._shop.lock.acquire()
        self._before = copy.deepcopy(self._shop.books)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None and self._before is not None:
            self._shop.books = self._before
        self._shop.lock.release()

    async def facts(self, asked: FactsAsked) -> Facts:
        books = self._shop.books
        subscriber = books.subscribers.get(asked.subscriber_id)
        wanted = {*asked.customer_ids, *([subscriber.holder_id] if subscriber else [])}
        return Facts(
            subscriber=books.whole(subscriber) if subscriber else None,
            customers=[
                KnownCustomer(books.customers[one], books.count(one))
                for one in sorted(wanted & books.customers.keys())
            ],
            numbers=[books.numbers[one] for one in asked.msisdns if one in books.numbers],
            cards=[books.cards[one] for one in asked.iccids if one in books.cards],
            proofs=[books.proofs[one] for one in asked.proof_ids if one in books.proofs],
        )

    async def say(self, event: Event) -> None:
        self._shop.books.said.append(event)

    async def let_rest(self, number: PhoneNumber) -> None:
        if number.quarantined_until is not None:
            self._shop.books.timers[number.msisdn.value] = number.quarantined_until


@dataclass
class FakeTable:
    shop: FakeShop

    @property
    def books(self) -> Books:
        return self.shop.books


class FakeCustomers(FakeTable):
    async def find(self, customer_id: str) -> KnownCustomer | None:
        customer = self.books.customers.get(customer_id)
        return KnownCustomer(customer, self.books.count(customer.id)) if customer else None

    async def with_paper(self, paper: IdentityPaper) -> KnownCustomer | None:
        for one in self.books.customers.values():
            if one.paper.identity == paper.identity:
                return await self.find(one.id)
        return None

    async def page(self, page: Page) -> tuple[Sequence[KnownCustomer], int]:
        known = sorted(self.books.customers.values(), key=lambda one: (one.registered_at, one.id))
        rows = known[page.offset : page.offset + page.limit]
        return [KnownCustomer(one, self.books.count(one.id)) for one in rows], len(known)

    async def add(self, customer: Customer) -> bool:
        if await self.with_paper(customer.paper) is not None:
            return False
        self.books.customers[customer.id] = customer
        return True

    async def take(self, customer_id: str) -> KnownCustomer | None:
        return await self.find(customer_id)

    async def save(self, customer: Customer) -> None:
        self.books.customers[customer.id] = customer


class FakePlaces(FakeTable):
    async def take_count(self, customer_id: str) -> int | None:
        return self.books.count(customer_id) if customer_id in self.books.customers else None

    async def hold(self, customer_id: str, *, order_id: str) -> None:
        self.books.places[order_id] = customer_id

    async def release(self, *, order_id: str) -> None:
        self.books.places.pop(order_id, None)


class FakeProofs(FakeTable):
    async def add(self, proof: Proof) -> None:
        self.books.proofs[proof.id] = proof

    async def take(self, proof_id: str) -> Proof | None:
        return self.books.proofs.get(proof_id)

    async def save(self, proof: Proof) -> None:
        self.books.proofs[proof.id] = proof


class FakeStock(FakeTable):
    async def load(self, delivery: Delivery) -> Loaded:
        numbers = [one for one in delivery.numbers if one.value not in self.books.numbers]
        self.books.numbers.update({one.value: PhoneNumber(one) for one in numbers})
        added = 0
        by_imsi = {card.imsi: card for card in self.books.cards.values()}
        for row, card in enumerate(delivery.cards):
            known = self.books.cards.get(card.iccid.value)
            if known is not None and known.imsi != card.imsi:
                raise contradiction(row, "iccid")
            if card.imsi in by_imsi and by_imsi[card.imsi].iccid != card.iccid:
                raise contradiction(row, "imsi")
            if known is None:
                self.books.cards[card.iccid.value] = SimCard(card.iccid, card.imsi)
                added += 1
        return Loaded(
            numbers_added=len(numbers),
            numbers_known=len(delivery.numbers) - len(numbers),
            cards_added=added,
            cards_known=len(delivery.cards) - added,
        )

    async def take_number(self, msisdn: Msisdn) -> PhoneNumber | None:
        return self.books.numbers.get(msisdn.value)

    async def take_card(self, iccid: Iccid) -> SimCard | None:
        return self.books.cards.get(iccid.value)

    async def held_for(
        self, order_id: str, *, msisdn: Msisdn, iccid: Iccid
    ) -> tuple[PhoneNumber | None, SimCard | None, str]:
        number, card = self.books.numbers.get(msisdn.value), self.books.cards.get(iccid.value)
        return (
            number if number and number.is_held_for(order_id) else None,
            card if card and card.is_held_for(order_id) else None,
            self.books.places.get(order_id, ""),
        )

    async def save_number(self, number: PhoneNumber) -> None:
        self.books.numbers[number.msisdn.value] = number

    async def save_card(self, card: SimCard) -> None:
        self.books.cards[card.iccid.value] = card

    async def numbers(
        self, page: Page, *, state: str, prefix: str
    ) -> tuple[Sequence[PhoneNumber], int]:
        found = [
            number
            for msisdn, number in sorted(self.books.numbers.items())
            if msisdn.startswith(prefix) and (not state or number.state == state)
        ]
        return found[page.offset : page.offset + page.limit], len(found)

    async def cards(self, page: Page, *, state: str) -> tuple[Sequence[SimCard], int]:
        found = [
            card for _, card in sorted(self.books.cards.items()) if not state or card.state == state
        ]
        return found[page.offset : page.offset + page.limit], len(found)


class FakeSubscribers(FakeTable):
    async def add(self, subscriber: Subscriber, agreement: Agreement, *, at: datetime) -> bool:
        if subscriber.id in self.books.subscribers:
            return False
        self.books.subscribers[subscriber.id] = subscriber
        self.books.agreements[subscriber.id] = agreement
        return True

    async def take(self, subscriber_id: str, *, order_id: str) -> Subscriber | None:
        found = self.books.subscribers.get(subscriber_id)
        return self.books.whole(found, order_id=order_id) if found else None

    async def save(self, subscriber: Subscriber, *, and_card: SimCard | None) -> None:
        before = self.books.subscribers[subscriber.id]
        seen = {(one.stop, one.added_by) for one in subscriber.kept_stops}
        unseen = [one for one in before.kept_stops if (one.stop, one.added_by) not in seen]
        self.books.subscribers[subscriber.id] = replace(
            subscriber, kept_stops=(*unseen, *subscriber.kept_stops)
        )
        self.books.numbers[subscriber.number.msisdn.value] = subscriber.number
        for card in (subscriber.card, and_card):
            if card is not None:
                self.books.cards[card.iccid.value] = card
        if subscriber.phase is Phase.ACTIVE:
            self.books.places.pop(subscriber.opened_by, None)

    async def find(self, subscriber_id: str) -> Subscriber | None:
        found = self.books.subscribers.get(subscriber_id)
        return self.books.whole(found) if found else None

    async def with_msisdn(self, msisdn: Msisdn) -> Subscriber | None:
        return next((one for one in self._live() if one.number.msisdn == msisdn), None)

    async def with_imsi(self, imsi: Imsi) -> Subscriber | None:
        return next((one for one in self._live() if one.card.imsi == imsi), None)

    async def page(self, *, customer_id: str, after_id: str, limit: int) -> Sequence[Subscriber]:
        found = [
            self.books.whole(one)
            for key, one in sorted(self.books.subscribers.items())
            if key > after_id
            and one.phase is not Phase.UNDONE
            and (not customer_id or one.holder_id == customer_id)
        ]
        return found[:limit]

    def _live(self) -> list[Subscriber]:
        books = self.books
        return [books.whole(one) for one in books.subscribers.values() if one.phase in LIVE]


class FakeSteps(FakeTable):
    async def carry_out_once(self, errand: Errand) -> bool:
        key = (errand.order_id, errand.step_no)
        state, digest = self.books.steps.setdefault(key, ("new", errand.digest))
        if state == "taken_back":
            raise Refusal("STEP_TAKEN_BACK", "This step was taken back before it came.")
        if digest != errand.digest:
            raise Refusal("REQUEST_ID_REUSED", "This step was asked before with other content.")
        self.books.steps[key] = ("done", digest)
        return state == "new"

    async def take_back_once(self, errand: Errand) -> bool:
        key = (errand.order_id, errand.step_no)
        state, digest = self.books.steps.get(key, ("new", ""))
        self.books.steps[key] = ("taken_back", digest)
        return state == "done"

    async def are_new(self, order_id: str, digests: Mapping[int, str]) -> frozenset[int]:
        errands = [Errand(order_id, no, digest, NEVER) for no, digest in digests.items()]
        return frozenset([one.step_no for one in errands if await self.carry_out_once(one)])

    async def are_to_be_undone(self, order_id: str, numbers: Sequence[int]) -> frozenset[int]:
        errands = [Errand(order_id, number, "", NEVER) for number in numbers]
        return frozenset([one.step_no for one in errands if await self.take_back_once(one)])


class FakeAudit(FakeTable):
    async def keep(self, entries: Sequence[AuditEntry]) -> None:
        kept = self.books.audit
        after = kept[-1].hash if kept else BEGINNING
        for entry, own in zip(entries, chained(entries, after=after), strict=True):
            kept.append(KeptEntry(len(kept) + 1, entry, own))

    async def page(self, *, actor: str, object_id: str, limit: int) -> Sequence[KeptEntry]:
        found = [
            one
            for one in reversed(self.books.audit)
            if (not actor or one.entry.actor == actor)
            and (not object_id or one.entry.object_id == object_id)
        ]
        return found[:limit]

    async def keep_texts(self, texts: Sequence[AuditText]) -> None:
        for one in texts:
            self.books.texts.setdefault(one.id, one)

    async def texts(self, ids: Sequence[str]) -> Mapping[str, AuditText]:
        return {one: self.books.texts[one] for one in ids if one in self.books.texts}
