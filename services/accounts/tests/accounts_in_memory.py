"""Accounts in memory: the same promises as the real unit of work, kept by one lock and a copy."""

import asyncio
import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import TracebackType
from typing import Any, Self

from accounts.audit.domain import BEGINNING, AuditEntry, AuditText, KeptEntry, chained
from accounts.audit.ports import Audit
from accounts.customers.domain.customer import Customer, KnownCustomer
from accounts.customers.domain.identity_paper import IdentityPaper
from accounts.customers.ports import Customers, Places
from accounts.facts.ports import FactReader, Facts, FactsQuery
from accounts.proofs.domain.one_time_code import SentCodes
from accounts.proofs.domain.prepared_password import PreparedPassword
from accounts.proofs.domain.proof import Proof
from accounts.proofs.domain.representative import Representative
from accounts.proofs.domain.service_password import PasswordPolicy, ServicePassword
from accounts.proofs.domain.unlocking import LockKind, Unlockings
from accounts.proofs.ports import (
    Codes,
    FirstPasswords,
    Passwords,
    PasswordTries,
    PreparedPasswords,
    Proofs,
    Representatives,
    UntoldPasswords,
)
from accounts.proofs.ports import Unlockings as UnlockingsKept
from accounts.proofs.storage.first_passwords import KeyedFirstPasswords
from accounts.steps.domain import StepRef
from accounts.steps.ports import Steps
from accounts.stock.domain.delivery import Delivery, Loaded, another_grade, contradiction
from accounts.stock.domain.phone_number import NumberState, PhoneNumber
from accounts.stock.domain.sim_card import SimCard
from accounts.stock.ports import Stock
from accounts.subscribers.domain.language import ChosenLanguage
from accounts.subscribers.domain.moves import GONE, Phase
from accounts.subscribers.domain.subscriber import Agreement, Subscriber
from accounts.subscribers.ports import Held, Languages, Subscribers, Timers
from accounts.unit_of_work import Event
from kernel.errors import Refusal
from kernel.numbering import Iccid, Imsi, Msisdn
from kernel.page import Page

LIVE = frozenset(Phase) - GONE
COUNTED = LIVE - {Phase.PENDING, Phase.PRE_OPENED}
"""Numbers among the five a paper may have."""


@dataclass
class Books:
    """What is kept."""

    customers: dict[str, Customer] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    proofs: dict[str, Proof] = field(default_factory=dict)
    codes: dict[str, SentCodes] = field(default_factory=dict)
    passwords: dict[str, ServicePassword] = field(default_factory=dict)
    prepared: dict[str, PreparedPassword] = field(default_factory=dict)
    unlockings: dict[tuple[str, str], Unlockings] = field(default_factory=dict)
    languages: dict[str, ChosenLanguage] = field(default_factory=dict)
    untold: set[str] = field(default_factory=set)
    representatives: dict[str, Representative] = field(default_factory=dict)
    numbers: dict[str, PhoneNumber] = field(default_factory=dict)
    cards: dict[str, SimCard] = field(default_factory=dict)
    subscribers: dict[str, Subscriber] = field(default_factory=dict)
    agreements: dict[str, Agreement] = field(default_factory=dict)
    former: dict[tuple[str, str], tuple[str, Agreement]] = field(default_factory=dict)
    """Whose a number was, and by which agreement, by number and the order that ended it."""
    steps: dict[tuple[str, int], tuple[str, str]] = field(default_factory=dict)
    audit: list[KeptEntry] = field(default_factory=list)
    texts: dict[str, AuditText] = field(default_factory=dict)
    timers: dict[str, datetime] = field(default_factory=dict)
    said: list[Event] = field(default_factory=list)

    def count(self, customer_id: str) -> int:
        live = [
            one
            for one in self.subscribers.values()
            if one.holder_id == customer_id and one.phase in COUNTED
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
                if not one.lifted_at
                or (order_id and one.lifted_by == order_id)
                or one.lifted_at == subscriber.terminated_at
            ),
        )


class FakeShop:
    """The one set of books the tests of one example share."""

    def __init__(self) -> None:
        self.books = Books()
        self.lock = asyncio.Lock()
        self.uow = FakeUnitOfWork(self)


class FakeUnitOfWork:
    """One transaction at a time; what goes wrong leaves the books as they were.

    A task that opens it again inside itself joins its own.
    """

    def __init__(self, shop: FakeShop) -> None:
        self._shop = shop
        self._before = shop.books
        self._task: asyncio.Task[Any] | None = None
        self._depth = 0
        self.audit: Audit = FakeAudit(shop)
        self.codes: Codes = FakeCodes(shop)
        self.customers: Customers = FakeCustomers(shop)
        self.facts: FactReader = FakeFacts(shop)
        self.first_passwords: FirstPasswords = KeyedFirstPasswords(b"a key of tests")
        self.languages: Languages = FakeLanguages(shop)
        self.passwords: Passwords = FakePasswords(shop)
        self.password_policy = PasswordPolicy()
        self.prepared_passwords: PreparedPasswords = FakePreparedPasswords(shop)
        self.untold_passwords: UntoldPasswords = FakeUntoldPasswords(shop)
        self.password_tries: PasswordTries = FakePasswordTries(shop)
        self.unlockings: UnlockingsKept = FakeUnlockings(shop)
        self.most_unlockings = 3
        self.places: Places = FakePlaces(shop)
        self.proofs: Proofs = FakeProofs(shop)
        self.representatives: Representatives = FakeRepresentatives(shop)
        self.steps: Steps = FakeSteps(shop)
        self.stock: Stock = FakeStock(shop)
        self.subscribers: Subscribers = FakeSubscribers(shop)
        self.timers: Timers = FakeTimers(shop)

    async def __aenter__(self) -> Self:
        task = asyncio.current_task()
        if self._task is not task:
            await self._shop.lock.acquire()
            self._task, self._before = task, copy.deepcopy(self._shop.books)
        self._depth += 1
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._depth -= 1
        if self._depth:
            return
        if error is not None:
            self._shop.books = self._before
        self._task = None
        self._shop.lock.release()

    async def publish(self, events: Sequence[Event], *, now: datetime) -> None:
        self._shop.books.said.extend(events)


@dataclass
class FakeTable:
    shop: FakeShop

    @property
    def books(self) -> Books:
        return self.shop.books


class FakeTimers(FakeTable):
    async def schedule(self, name: str, *, key: str, at: datetime) -> None:
        self.books.timers[key] = at


class FakeFacts(FakeTable):
    async def get(self, query: FactsQuery) -> Facts:
        books = self.books
        subscriber = books.subscribers.get(query.subscriber_id)
        wanted = {*query.customer_ids, *([subscriber.holder_id] if subscriber else [])}
        return Facts(
            subscriber=books.whole(subscriber) if subscriber else None,
            customers=[
                KnownCustomer(books.customers[one], books.count(one))
                for one in sorted(wanted & books.customers.keys())
            ],
            numbers=[books.numbers[one] for one in query.msisdns if one in books.numbers],
            cards=[books.cards[one] for one in query.iccids if one in books.cards],
            proofs=[books.proofs[one] for one in query.proof_ids if one in books.proofs],
        )


class FakeCustomers(FakeTable):
    async def get(self, customer_id: str) -> KnownCustomer | None:
        customer = self.books.customers.get(customer_id)
        return KnownCustomer(customer, self.books.count(customer.id)) if customer else None

    async def get_by_paper(self, paper: IdentityPaper) -> KnownCustomer | None:
        for one in self.books.customers.values():
            if one.paper.identity == paper.identity:
                return await self.get(one.id)
        return None

    async def page(self, page: Page) -> tuple[Sequence[KnownCustomer], int]:
        known = sorted(self.books.customers.values(), key=lambda one: (one.registered_at, one.id))
        rows = known[page.offset : page.offset + page.limit]
        return [KnownCustomer(one, self.books.count(one.id)) for one in rows], len(known)

    async def add(self, customer: Customer) -> bool:
        if await self.get_by_paper(customer.paper) is not None:
            return False
        self.books.customers[customer.id] = customer
        return True

    async def get_for_update(self, customer_id: str) -> KnownCustomer | None:
        return await self.get(customer_id)

    async def save(self, customer: Customer) -> None:
        self.books.customers[customer.id] = customer


class FakePlaces(FakeTable):
    most = 5

    async def hold(self, customer_id: str, *, order_id: str) -> int | None:
        if customer_id not in self.books.customers:
            return None
        numbers: int = self.books.count(customer_id)
        if numbers < self.most:
            self.books.places[order_id] = customer_id
        return numbers

    async def delete(self, *, order_id: str) -> None:
        self.books.places.pop(order_id, None)


class FakeRepresentatives(FakeTable):
    async def add(self, proof_id: str, representative: Representative) -> None:
        self.books.representatives[proof_id] = representative

    async def get(self, proof_id: str) -> Representative | None:
        return self.books.representatives.get(proof_id)


class FakeProofs(FakeTable):
    async def add(self, proof: Proof) -> None:
        self.books.proofs[proof.id] = proof

    async def get(self, proof_id: str) -> Proof | None:
        return self.books.proofs.get(proof_id)

    async def get_for_update(self, proof_id: str) -> Proof | None:
        return self.books.proofs.get(proof_id)

    async def save(self, proof: Proof) -> None:
        self.books.proofs[proof.id] = proof


class FakeCodes(FakeTable):
    async def get_for_update(self, subscriber_id: str) -> SentCodes | None:
        return self.books.codes.get(subscriber_id)

    async def save(self, codes: SentCodes) -> None:
        self.books.codes[codes.last.wanted.subscriber_id] = codes


class FakePasswords(FakeTable):
    async def get_for_update(self, subscriber_id: str) -> ServicePassword | None:
        return self.books.passwords.get(subscriber_id)

    async def save(self, password: ServicePassword) -> None:
        self.books.passwords[password.subscriber_id] = password


class FakePreparedPasswords(FakeTable):
    async def add(self, password: PreparedPassword) -> None:
        self.books.prepared[password.id] = password

    async def get_for_update(self, password_id: str) -> PreparedPassword | None:
        return self.books.prepared.get(password_id)

    async def save(self, password: PreparedPassword) -> None:
        self.books.prepared[password.id] = password


class FakeLanguages(FakeTable):
    async def get(self, subscriber_id: str) -> ChosenLanguage:
        return self.books.languages.get(subscriber_id, ChosenLanguage(subscriber_id))

    async def save(self, chosen: ChosenLanguage) -> None:
        self.books.languages[chosen.subscriber_id] = chosen


class FakeUnlockings(FakeTable):
    async def get_for_update(self, subscriber_id: str, lock: LockKind, *, day: date) -> Unlockings:
        kept = self.books.unlockings.get((subscriber_id, lock))
        if kept is not None and kept.day == day:
            return kept
        return Unlockings(subscriber_id, lock, day)

    async def save(self, unlockings: Unlockings) -> None:
        self.books.unlockings[unlockings.subscriber_id, unlockings.lock] = unlockings


class FakePasswordTries(FakeTable):
    async def forget(self, subscriber_id: str, *, now: datetime) -> int:
        return 0


class FakeUntoldPasswords(FakeTable):
    async def add(self, subscriber_id: str) -> None:
        self.books.untold.add(subscriber_id)

    async def delete(self, subscriber_id: str) -> None:
        self.books.untold.discard(subscriber_id)

    async def claim(self, *, limit: int) -> Sequence[str]:
        return sorted(self.books.untold)[:limit]

    async def has_any(self) -> bool:
        return bool(self.books.untold)


class FakeStock(FakeTable):
    async def load(self, delivery: Delivery) -> Loaded:
        numbers = [one for one in delivery.numbers if one.value not in self.books.numbers]
        self.books.numbers.update({one.value: PhoneNumber(one) for one in numbers})
        for row, (one, grade) in enumerate(
            zip(delivery.numbers, delivery.grades or (), strict=False)
        ):
            free = self.books.numbers[one.value]
            if free.state is NumberState.AVAILABLE:
                self.books.numbers[one.value] = replace(free, grade=grade)
            elif free.grade != grade:
                raise another_grade(row)
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

    async def get_number(self, msisdn: Msisdn) -> PhoneNumber | None:
        return self.books.numbers.get(msisdn.value)

    async def get_number_for_update(self, msisdn: Msisdn) -> PhoneNumber | None:
        return self.books.numbers.get(msisdn.value)

    async def get_card_for_update(self, iccid: Iccid) -> SimCard | None:
        return self.books.cards.get(iccid.value)

    async def held_besides(self, msisdn: Msisdn, *, customer_id: str, now: datetime) -> int:
        held = [one for one in self.books.numbers.values() if one.held_for == customer_id]
        still = [one for one in held if one.held_until is not None and one.held_until > now]
        return sum(one.msisdn != msisdn for one in still)

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
    async def held_for(self, order_id: str, *, msisdn: Msisdn, iccid: Iccid) -> Held:
        number, card = self.books.numbers.get(msisdn.value), self.books.cards.get(iccid.value)
        return Held(
            number if number and number.is_held_for(order_id) else None,
            card if card and card.is_held_for(order_id) else None,
            self.books.places.get(order_id, ""),
        )

    async def add(self, subscriber: Subscriber, agreement: Agreement, *, at: datetime) -> bool:
        if subscriber.id in self.books.subscribers:
            return False
        self.books.subscribers[subscriber.id] = subscriber
        self.books.agreements[subscriber.id] = agreement
        return True

    async def hand_over(
        self, subscriber: Subscriber, agreement: Agreement, *, by: str, at: datetime
    ) -> None:
        before = self.books.subscribers[subscriber.id]
        self.books.former[subscriber.id, by] = (before.holder_id, self.books.agreements[before.id])
        self.books.subscribers[subscriber.id] = replace(
            before,
            holder_id=subscriber.holder_id,
            bound_until=subscriber.bound_until,
            version=subscriber.version,
        )
        self.books.agreements[subscriber.id] = agreement

    async def get_for_update(self, subscriber_id: str, *, order_id: str) -> Subscriber | None:
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

    async def get(self, subscriber_id: str) -> Subscriber | None:
        found = self.books.subscribers.get(subscriber_id)
        return self.books.whole(found) if found else None

    async def get_by_msisdn(self, msisdn: Msisdn) -> Subscriber | None:
        return next((one for one in self._live() if one.number.msisdn == msisdn), None)

    async def get_by_imsi(self, imsi: Imsi) -> Subscriber | None:
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
    async def is_new(self, step: StepRef, *, digest: str) -> bool:
        key = (step.order_id, step.step_no)
        state, before = self.books.steps.setdefault(key, ("new", digest))
        if state == "taken_back":
            raise Refusal("STEP_TAKEN_BACK", "This step was taken back before it came.")
        if before != digest:
            raise Refusal("REQUEST_ID_REUSED", "This step was asked before with other content.")
        self.books.steps[key] = ("done", digest)
        return state == "new"

    async def is_to_be_undone(self, step: StepRef) -> bool:
        key = (step.order_id, step.step_no)
        state, digest = self.books.steps.get(key, ("new", ""))
        self.books.steps[key] = ("taken_back", digest)
        return state == "done"

    async def are_new(self, order_id: str, digests: Mapping[int, str]) -> frozenset[int]:
        return frozenset(
            [
                no
                for no, digest in digests.items()
                if await self.is_new(StepRef(order_id, no), digest=digest)
            ]
        )

    async def are_to_be_undone(self, order_id: str, numbers: Sequence[int]) -> frozenset[int]:
        return frozenset(
            [no for no in numbers if await self.is_to_be_undone(StepRef(order_id, no))]
        )


class FakeAudit(FakeTable):
    async def add(self, entries: Sequence[AuditEntry]) -> None:
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

    async def add_texts(self, texts: Sequence[AuditText]) -> None:
        for one in texts:
            self.books.texts.setdefault(one.id, one)

    async def texts(self, ids: Sequence[str]) -> Mapping[str, AuditText]:
        return {one: self.books.texts[one] for one in ids if one in self.books.texts}
