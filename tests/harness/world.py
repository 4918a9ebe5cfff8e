"""A whole operator in memory: the real processes, pretend neighbours, a clock that stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Self

from harness.orders_in_memory import FakeUnitOfWork, Memory
from harness.people import (
    ANNA,
    ARREARS,
    AWAY,
    BASIC,
    BORIS,
    FREE_NUMBER,
    HER_NUMBER,
    LESS,
    LOST,
    MONDAY,
    NEW_SIM,
    OLD_SIM,
    SEEN,
    SIGNED,
    usual_facts,
)
from kernel.caller import Caller
from kernel.errors import Refusal
from kernel.money import fen
from orders import processes
from orders.ordering.clients.facts import whom_to_read
from orders.ordering.domain.admission import Standing
from orders.ordering.domain.checked_proof import CheckedProof
from orders.ordering.domain.credit import without_debts
from orders.ordering.domain.facts import Account, Customer, Facts, Offering, Stop
from orders.ordering.domain.lifecycle import HOLDS_SLOT, MOVES_ON, OrderState
from orders.ordering.domain.network import NetworkChange
from orders.ordering.domain.order import Order, OrderId, Origin
from orders.ordering.domain.part import Part
from orders.ordering.domain.process import AnyProcess, Asked, OnEvent, OnTimer, Opener
from orders.ordering.domain.steps import AddStop, LiftStop, MoveSubscriber, Step
from orders.ordering.domain.steps_of_plans import ChangePlan, WithdrawPlanChange
from orders.ordering.domain.values import (
    Barring,
    CustomerId,
    GuarantorId,
    NewHolderId,
    OfferingCode,
    ProofId,
    Role,
    StopReason,
    SubscriberId,
    SubscriberMove,
    SubscriberState,
)
from orders.ordering.ports import Means, NoAnswer, OwnerRefused, Processes
from orders.ordering.usecases.advance_order import NetworkAnswer, network_answered
from orders.ordering.usecases.carry_on_order import carry_on
from orders.ordering.usecases.place_order import PlaceOrder, ask_for_order, place_order
from orders.ordering.usecases.start_order import start_order

__all__ = [
    "ANNA", "ARREARS", "AWAY", "BASIC", "BORIS", "CLERK", "FREE_NUMBER", "HER_NUMBER", "LESS",
    "LOST", "MONDAY", "NEW_SIM", "OLD_SIM", "SEEN", "SIGNED", "World",
]  # fmt: skip

GIVEN_UP = Stop(StopReason.PRE_CANCEL, Barring.TWO_WAY)
CLERK = Caller("clerk", channel="hall", staff=True)


@dataclass
class World:
    facts: Facts = field(default_factory=usual_facts)
    refuses: type[object] | None = None  # whoever is asked for this says no
    silent: type[object] | None = None  # whoever is asked for this does not answer
    network_answers: bool = True
    diary: list[str] = field(default_factory=list)
    memory: Memory = field(default_factory=Memory)
    proofs: tuple[CheckedProof, ...] = (SEEN,)
    role: Role | None = None  # as whom who asks says to come
    units: frozenset[CustomerId] = frozenset()  # customers that are no persons
    children: frozenset[CustomerId] = frozenset()  # customers a guardian asks for
    processes: Processes = processes.process
    done: set[tuple[OrderId, int]] = field(default_factory=set)
    """What owners remember of steps: each is done once."""

    @property
    def orders(self) -> dict[OrderId, Order]:
        return self.memory.orders

    @property
    def published(self) -> list[str]:
        return self.memory.published

    @property
    def subscriber_id(self) -> SubscriberId:
        return HER_NUMBER.id

    @property
    def means(self) -> Means:
        return Means(self.uow, self, self, self.processes)

    @property
    def uow(self) -> FakeUnitOfWork:
        return FakeUnitOfWork(self.memory)

    def given(self, *, state: SubscriberState, since: timedelta = timedelta(days=100)) -> Self:
        """Say in which state her number is, and how long it has had its card."""
        changed = replace(self.facts.subscriber, state=state, sim_since=MONDAY - since)
        self.facts = replace(self.facts, known_subscriber=changed)
        return self

    def stopped(self, *stops: Stop) -> Self:
        """Stop her number for these reasons, and no other; her state follows (rules 4.1)."""
        state = derived_state(frozenset(stops))
        changed = replace(self.facts.subscriber, stops=frozenset(stops), state=state)
        self.facts = replace(self.facts, known_subscriber=changed)
        return self

    def kept_until(self, until: datetime | None) -> Self:
        """Say when the term of the suspension she asked for is over."""
        changed = replace(self.facts.subscriber, suspended_until=until)
        self.facts = replace(self.facts, known_subscriber=changed)
        return self

    def opened_until(self, until: datetime | None) -> Self:
        """Open a window in which the debts that stop her do not; None: it is over."""
        present = self.facts.subscriber
        opened = without_debts(present) if until else present
        paused = present.stops - opened.stops
        state = derived_state(opened.stops)
        changed = replace(opened, paused=paused, open_until=until, state=state)
        self.facts = replace(self.facts, known_subscriber=changed)
        return self

    def bound_for(self, span: timedelta) -> Self:
        """Say how long the term of her lucky number lasts from now on."""
        changed = replace(self.facts.subscriber, bound_until=self.facts.now + span)
        self.facts = replace(self.facts, known_subscriber=changed)
        return self

    def at(self, moment: datetime) -> Self:
        """Turn the clock."""
        self.facts = replace(self.facts, now=moment)
        return self

    def owing(
        self,
        minor: int,
        *,
        wanted: Barring = Barring.NONE,
        reason: StopReason = StopReason.ARREARS,
    ) -> Self:
        """Say what the account owes, in fen, and the level credit control wants now, and why."""
        owes = replace(self.facts.account, owes=fen(minor))
        changed = replace(owes, wanted_level=wanted, wanted_reason=reason)
        self.facts = replace(self.facts, known_account=changed)
        return self

    def brought_back_by(self, minor: int) -> Self:
        """Say what has to be paid, in fen, to have her served again."""
        changed = replace(self.facts.account, brings_back=fen(minor))
        self.facts = replace(self.facts, known_account=changed)
        return self

    def having(self, minor: int) -> Self:
        """Say what is left on the account, in fen; what is beyond its limit has to be paid."""
        changed = replace(self.facts.account, balance=fen(minor), cash=fen(minor))
        return self._as_billing_says(changed)

    def with_sub_cards(self, *cards: SubscriberId) -> Self:
        """Say which further numbers the account pays for; she may be one of them."""
        changed = replace(self.facts.account, sub_cards=frozenset(cards))
        self.facts = replace(self.facts, known_account=changed)
        return self

    def with_plan(self, plan: Offering) -> Self:
        """Say which plan the account has."""
        changed = replace(self.facts.account, offering=plan.code)
        self.facts = replace(self.facts, known_account=changed)
        return self

    def lent(self, minor: int) -> Self:
        """Say how far below zero the account may go, in fen: she pays later."""
        changed = replace(self.facts.account, credit_limit=fen(minor))
        return self._as_billing_says(changed)

    def _as_billing_says(self, account: Account) -> Self:
        beyond = max(0, -account.spendable.minor)
        changed = replace(account, owes=fen(beyond))
        self.facts = replace(self.facts, known_account=changed)
        return self

    def knowing(self, customer: Customer) -> Self:
        """Say what is known of this customer."""
        others = [one for one in self.facts.customers if one.id != customer.id]
        self.facts = replace(self.facts, customers=(*others, customer))
        return self

    def selling(self, *offerings: Offering) -> Self:
        """Say what the catalogue offers."""
        self.facts = replace(self.facts, offerings=offerings)
        return self

    def with_proofs(self, *proofs: CheckedProof) -> Self:
        """Say who was checked."""
        self.proofs = proofs
        return self

    def asked_by(self, role: Role | None, *proofs: CheckedProof) -> Self:
        """Say as whom somebody comes, and what they show."""
        self.role = role
        return self.with_proofs(*proofs)

    def held_by_unit(self) -> Self:
        """Say that she is a company, and no person."""
        self.units = frozenset({ANNA.id})
        return self

    def held_by_child(self) -> Self:
        """Say that she is too young to ask alone."""
        self.children = frozenset({ANNA.id})
        return self

    def with_faces(self, *ways: str) -> Self:
        """Say in which ways of asking this operator sees the holder's face, too."""
        self.processes = processes.finder(processes.offered(face=ways))
        return self

    def switched(self, *on: str, off: Sequence[str] = ()) -> Self:
        """Say which ways of asking this operator offers beside the usual ones, or not."""
        self.processes = processes.finder(processes.offered(on=on, off=off))
        return self

    async def asks_for(
        self, process: str, request: object, by: Opener | Caller | None = None
    ) -> Order:
        """Place an order, let everybody answer until all is quiet, and return what came of it."""
        id_ = OrderId(f"order {len(self.orders) + 1}")
        await self.places(self.command(process, request, id_, by), by)
        await self.goes_on()
        return self.orders[id_]

    async def places(self, command: PlaceOrder, by: Opener | Caller | None = None) -> Order:
        """Only place it: a person through a channel, a system or a clock by its opener."""
        opener = by or command.process.opened_by[0]
        if isinstance(opener, Asked):
            opener = replace(CLERK, channel=opener.channel)
        if isinstance(opener, OnEvent | OnTimer):
            return await place_order(command, uow=self.uow, opener=opener)
        return await ask_for_order(
            command, opener, now=self.facts.now, uow=self.uow, standings=self
        )

    def command(
        self, process: str, request: object, id_: OrderId, by: Opener | Caller | None = None
    ) -> PlaceOrder:
        form = self.processes(process)
        opener = by or form.opened_by[0]
        shown = self.proofs if isinstance(opener, Asked | Caller) else ()
        return PlaceOrder(
            id=id_,
            process=form,
            subscriber=SubscriberId("new-number") if form.opens_subscriber else HER_NUMBER.id,
            request=request,
            origin=Origin(
                request_id=id_,
                channel=getattr(opener, "channel", "system"),
                opener=getattr(opener, "timer", "asked"),
                proofs=tuple(one.id for one in shown),
                role=self.role,
            ),
            customer=form.customer(request),
        )

    async def goes_on(self) -> None:
        """Let every order make every move it can, the oldest first."""
        while order := next(filter(self._can_move, self.orders.values()), None):
            match order.state:
                case OrderState.WAITING:
                    await start_order(order.id, uow=self.uow)
                case OrderState.COMPLETED:
                    await self._network_answers(order)
                case _:
                    async for _ in carry_on(order, means=self.means):
                        pass

    def _can_move(self, order: Order) -> bool:
        match order.state:
            case OrderState.WAITING:
                return all(one.state not in HOLDS_SLOT for one in self.orders.values())
            case OrderState.COMPLETED:
                return self.network_answers
            case _:
                return order.state in MOVES_ON

    async def _network_answers(self, order: Order) -> None:
        answer = NetworkAnswer(order.id)
        for change in order.plan.network:
            if not self._carried_out(change, in_words(change)):
                answer = NetworkAnswer(order.id, "NETWORK_SAYS_NO", "It cannot.")
                break
        await network_answered([answer], uow=self.uow)

    async def carry_out(self, part: Part) -> None:
        """As an owner does: all of its part, or none."""
        refused = next((one for one in part.steps if self.refuses is type(one[1])), None)
        if refused:
            self._carried_out(refused[1], in_words(refused[1]))
            raise OwnerRefused(Refusal("OWNER_SAYS_NO", "It cannot be done."), step=refused[0])
        for _, step in part.steps:
            if self.silent is type(step):
                raise NoAnswer(in_words(step))
        for number, step in part.steps:
            if (part.order, number) not in self.done:
                self.done.add((part.order, number))
                self._carried_out(step, in_words(step))

    async def take_back(self, part: Part) -> None:
        for _, step in reversed(part.steps):
            self._carried_out(step, f"take back {in_words(step)}")

    def _carried_out(self, work: Step | NetworkChange, words: str) -> bool:
        if self.refuses is type(work) and not words.startswith("take back"):
            self.diary.append(f"{work.done_by} refuses {words}")
            return False
        self.diary.append(f"{work.done_by}: {words}")
        self._book(work, taken_back=words.startswith("take back"))
        stops = self.facts.subscriber.stops if self.facts.known_subscriber else frozenset()
        self._follow(work, stops)
        return True

    def _follow(self, work: Step | NetworkChange, stops: frozenset[Stop]) -> None:
        """Have her number as accounts has it after this step."""
        match work:
            case AddStop(stop=stop, until=until):
                self.stopped(*stops, stop)
                if stop.reason is StopReason.VOLUNTARY:
                    self.kept_until(until)
            case LiftStop(stop=stop):
                self.stopped(*(stops - {stop}))
            case MoveSubscriber(move=SubscriberMove.OPEN_FOR_A_TIME, until=until):
                self.opened_until(until)
            case MoveSubscriber(move=move):
                self._moved(move, stops)

    def _moved(self, move: SubscriberMove, stops: frozenset[Stop]) -> None:
        match move:
            case SubscriberMove.BOOK_TERMINATION:
                self.given(state=SubscriberState.PRE_TERMINATED)
            case SubscriberMove.WITHDRAW_BOOKING:
                self.stopped(*stops)
            case SubscriberMove.PRE_TERMINATE:
                self.stopped(*stops, GIVEN_UP)
                self.given(state=SubscriberState.PRE_TERMINATED)
            case SubscriberMove.TIME_IS_OVER:
                self.stopped(*stops, *self.facts.subscriber.paused).opened_until(None)
            case SubscriberMove.TERMINATE_BOOKED | SubscriberMove.TERMINATE_UNPAID:
                self.given(state=SubscriberState.TERMINATED)

    def _book(self, work: Step | NetworkChange, *, taken_back: bool) -> None:
        """Have her plans as billing has them after this step."""
        match work:
            case ChangePlan(offering=offering, since=since, instead_of=instead):
                self._plans(instead if taken_back else offering, since)
            case WithdrawPlanChange(offering=offering, since=since):
                self._plans(offering if taken_back else None, since)

    def _plans(self, booked: OfferingCode | None, since: datetime | None) -> None:
        account = self.facts.account
        if since is None and booked is not None:
            account = replace(account, offering=booked, next_offering=None)
        else:
            account = replace(account, next_offering=booked, next_offering_from=since)
        self.facts = replace(self.facts, known_account=account)

    async def about(self, order: Order, process: AnyProcess) -> Facts:
        is_known = whom_to_read(order, process) == HER_NUMBER.id
        channels = process.opened_by
        named = [one.channel for one in channels if isinstance(one, Asked)]
        return replace(
            self.facts,
            subscriber_id=order.subscriber,
            known_subscriber=self.facts.known_subscriber if is_known else None,
            known_account=self.facts.known_account if is_known else None,
            channel=next((one for one in named if one == order.origin.channel), None),
            role=order.origin.role,
        )

    async def of(self, subscriber: SubscriberId) -> Facts:
        return self.facts

    async def look(
        self,
        subscriber: SubscriberId | None,
        *,
        customer: CustomerId | None,
        proofs: Sequence[ProofId],
        guarantor: GuarantorId | None = None,
        new_holder: NewHolderId | None = None,
    ) -> Standing:
        known = self.facts.known_subscriber
        holder = known.holder if known and subscriber == known.id else customer
        shown = tuple(one for one in self.proofs if one.id in proofs)
        is_unit = holder in self.units
        vouching = self.facts.guarantor if guarantor else None
        return Standing(
            self.facts.now,
            holder,
            shown,
            number=subscriber,
            is_unit=is_unit,
            needs_guardian=holder in self.children,
            guarantor=vouching.subscriber.holder if vouching else None,
            new_holder=CustomerId(new_holder) if new_holder else None,
            new_holder_is_unit=bool(new_holder and CustomerId(new_holder) in self.units),
        )


def derived_state(stops: frozenset[Stop]) -> SubscriberState:
    wished = {StopReason.VOLUNTARY, StopReason.LOST}
    if any(one.level is Barring.TWO_WAY and one.reason not in wished for one in stops):
        return SubscriberState.SUSPENDED_TWO_WAY
    if any(one.reason in wished for one in stops):
        return SubscriberState.VOLUNTARY_SUSPENDED
    one_way = any(one.level is Barring.ONE_WAY for one in stops)
    return SubscriberState.SUSPENDED_ONE_WAY if one_way else SubscriberState.ACTIVE


def in_words(work: Step | NetworkChange) -> str:
    return type(work).__name__
