"""Whoever leaves and is back, with another plan, sub-cards and bars: no money is left to nobody.

The lives of `test_money_that_can_be_moved` with what changes an account beside its money: other
plans, sub-cards, numbers that are barred, months and timers that are late together, and restoration
(复机) after a closing, with what is told, reversed and refunded before and after it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from fake_unit_of_work import FakeUnitOfWork
from house_of_billing import ANNA
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_money_that_can_be_moved import (
    AN_ACT,
    AN_ACT_AFTER_LEAVING,
    CLOSES,
    FEE,
    LATER,
    OWN,
    PAID_OUT,
    TERMS,
    WholeLife,
    lived,
)
from test_storage import account_of

from billing.accounts.domain.account import Account, AccountState
from billing.accounts.domain.credit import Credit, PaymentType
from billing.accounts.domain.due import DUE_ORDER
from billing.accounts.domain.ledger_account import LedgerAccount
from billing.accounts.domain.level import Barring, Level
from billing.accounts.domain.lines import cards_held
from billing.accounts.domain.step_ref import StepRef
from billing.accounts.usecases.follow_subscriber import SubscriberSeen, follow_subscribers
from billing.bootstrap import due_acts
from billing.charging.usecases.end_reservation import expire_reservation
from billing.ledger.domain.entry import Why
from billing.lifecycle.domain.steps import (
    ChangePlan,
    CloseAccount,
    JoinAccount,
    ReopenAccount,
    StartPlan,
)
from billing.rating.usecases.judge_records import Ahead
from billing.steps.usecases.carry_out import carry_out, take_back
from kernel.civil import civil_date, first_of_next_month, start_of_day
from kernel.clock import StandingClock
from kernel.ids import derived_id
from kernel.money import fen
from runtime.jobs.timers import DueTimer

PREPAID_PLANS = ("KEEP5", "KEEP8", "CMCC58", "CT5G129", "CT5G169")
WITH_ROOM = ("CT5G129", "CT5G169")
CARDS = ("one", "two")
BACK = "back"
COMES_BACK = st.one_of(
    st.just((BACK,)),
    st.just((BACK,)),
    st.just(CLOSES),
    st.tuples(st.just("plan"), st.sampled_from(PREPAID_PLANS), st.booleans()),
    st.tuples(st.just("joins"), st.sampled_from(CARDS)),
    st.tuples(st.just("leaves"), st.sampled_from(CARDS)),
    st.tuples(st.just("bar"), st.sampled_from(("", *CARDS)), st.booleans()),
    st.tuples(st.just("days"), st.integers(1, 70)),
)
ACTS = st.lists(st.one_of(AN_ACT, COMES_BACK, COMES_BACK), min_size=3, max_size=30)
AFTER = st.lists(st.one_of(AN_ACT_AFTER_LEAVING, COMES_BACK), min_size=3, max_size=30)
A_LIFE = st.builds(lambda some, more: [*some, CLOSES, *more], ACTS, AFTER)
LEAVE = tuple(("leaves", which) for which in CARDS)
A_FAMILY = st.builds(
    lambda some, more: [("joins", "one"), *some, *LEAVE, CLOSES, (BACK,), ("joins", "two"), *more],
    ACTS,
    AFTER,
)
"""With a sub-card from the beginning, and another one after coming back."""


class ReturningLife(WholeLife):
    """Her life where each step is an order of its own, and all timers ring."""

    def __init__(self, account: Account) -> None:
        super().__init__(account)
        self.versions = 1
        self.closed_by = ""
        self.refs: list[StepRef] = []

    async def goes_through(self, act: object, *, number: int) -> None:
        match act:
            case ("back",):
                back = ReopenAccount(account_id=ANNA.account, closed_by=self.closed_by)
                await self.carries_out(back, uow=FakeUnitOfWork(self.store))
            case ("plan", str(offering), bool(at_once)):
                following = start_of_day(first_of_next_month(civil_date(self.now)))
                change = ChangePlan(
                    account_id=ANNA.account,
                    offering=offering,
                    since=None if at_once else following,
                )
                await self.carries_out(change, uow=FakeUnitOfWork(self.store))
            case ("joins", str(which)):
                await self.joins(which, number=number)
            case ("leaves", str(which)):
                close = CloseAccount(account_id=ANNA.account, subscriber_id=card_id(which))
                await self.carries_out(close, uow=FakeUnitOfWork(self.store))
            case ("bar", str(which), bool(is_barred)):
                await self.is_seen(card_id(which) if which else ANNA.id, is_barred=is_barred)
            case ("undo", int(number_of_step)):
                await self.undoes(number_of_step)
            case _:
                await super().goes_through(act, number=number)
        await self.works_off()

    async def joins(self, which: str, *, number: int) -> None:
        """Add a sub-card; who has no plan with room for one pays, and has one from now on."""
        if self.account.offering not in WITH_ROOM:
            await super().goes_through(("pay", 15_000), number=7000 + number)
            await self.tries(("plan", WITH_ROOM[0], True), number=number)
        joining = JoinAccount(
            account_id=ANNA.account,
            customer_id=ANNA.customer,
            subscriber_id=card_id(which),
            msisdn=f"861390000001{CARDS.index(which)}",
            offering="SUBCARD10",
        )
        await self.carries_out(joining, uow=FakeUnitOfWork(self.store))
        starting = StartPlan(account_id=ANNA.account, subscriber_id=card_id(which))
        await self.carries_out(starting, uow=FakeUnitOfWork(self.store))

    async def is_seen(self, subscriber_id: str, *, is_barred: bool) -> None:
        self.versions += 1
        seen = SubscriberSeen(
            subscriber_id=subscriber_id,
            version=self.versions,
            msisdn="",
            barring=Barring.TWO_WAY if is_barred else Barring.NONE,
            at=self.now,
        )
        await follow_subscribers([seen], uow=FakeUnitOfWork(self.store), now=self.now)

    async def undoes(self, number: int) -> None:
        if number < len(self.steps) and not isinstance(self.steps[number], JoinAccount):
            step, ref = self.steps[number], self.refs[number]
            await take_back(step, uow=FakeUnitOfWork(self.store), ref=ref, now=self.now)

    async def carries_out(self, step: object, *, uow: FakeUnitOfWork) -> None:
        self.steps.append(step)  # type: ignore[arg-type]  # what is none of the acts is a step
        ref = StepRef(f"order {len(self.steps)}", 0)
        self.refs.append(ref)
        await carry_out(self.steps[-1], uow=uow, ref=ref, digest="", now=self.now)
        if step == CLOSES:
            self.closed_by = ref.order_id

    async def works_off(self) -> None:
        """Ring all that is due, by moment and then in the order of one moment."""
        for key, one in list(self.store.kept.reservations.items()):
            if one.is_due(self.now):
                uow = FakeUnitOfWork(self.store)
                await expire_reservation(key, uow=uow, terms=TERMS, now=self.now)
        acts = due_acts(
            lambda: FakeUnitOfWork(self.store), StandingClock(self.now), ahead=Ahead(timedelta())
        )
        while (due := self.first_due()) is not None:
            at, rank, key = due
            del self.store.kept.timers[DUE_ORDER[rank], key]
            await acts[DUE_ORDER[rank]](DueTimer(DUE_ORDER[rank], key, at, 1))

    def first_due(self) -> tuple[datetime, int, str] | None:
        every = self.store.kept.timers.items()
        due = ((at, DUE_ORDER.index(name), key) for (name, key), at in every if at <= self.now)
        return min(due, default=None)

    def check(self) -> None:
        super().check()
        assert all(count <= 1 for count in self.months_of_cards().values())
        sums, account = self.sums(), self.account
        # What was paid out, given back and taken in cash never exceeds what came in and was given.
        given = -sums[LedgerAccount.ADJUSTMENT] - sums[LedgerAccount.GIFT_COST]
        assert -sums[LedgerAccount.CASH] - sums[LedgerAccount.VOUCHER] + max(0, given) >= 0
        if account.state is AccountState.OPEN and not account.is_postpaid:
            assert (account.standing.level is Level.NONE) is (account.balance > fen(0))

    def months_of_cards(self) -> Counter[tuple[str, str]]:
        """Return how often the fee of a card was taken of a month it was in service in before."""
        causes = {one.cause.id for one in self.store.kept.entries if one.cause.why is Why.FEE}
        cards = (one.split("/") for one in causes if one.startswith("card/"))
        return Counter((card, day[:7]) for _, card, day in cards)

    async def ends(self) -> None:
        for card in cards_held(self.account):
            leaving = CloseAccount(account_id=ANNA.account, subscriber_id=card.subscriber_id)
            await self.tries(leaving, number=4000)
        await super().ends()


def card_id(which: str) -> str:
    return derived_id("subscriber", f"card {which}")


def lives(account: Account, acts: Sequence[object]) -> ReturningLife:
    """Live this life and its end; see that nothing is left."""
    life = ReturningLife(account)
    lived(life, acts)
    sums = life.sums()
    gone = {LedgerAccount.GIFT_COST, LedgerAccount.GIFT_EXPIRED}
    assert all(sums[one] == 0 for one in OWN if one not in gone)
    assert sums[LedgerAccount.REFUND] == 0
    return life


@settings(max_examples=150, deadline=None)
@given(ACTS | A_LIFE | A_FAMILY)
@example([CLOSES, *PAID_OUT, (BACK,), ("pay", 500), ("reverse", 0), CLOSES, LATER])
@example([("days", 1), CLOSES, LATER, (BACK,), ("reverse", 0), ("refund", "Anna", None)])
@example([("plan", "CT5G129", True), ("joins", "one"), ("bar", "one", True), ("days", 70)])
@example([("pay", 5000), ("plan", "KEEP8", False), CLOSES, ("days", 40), (BACK,), ("days", 40)])
@example([FEE, CLOSES, ("undo", 1), (BACK,), ("undo", 1), CLOSES])
def test_no_money_is_left_to_nobody_whoever_comes_back(acts: list[object]) -> None:
    lives(account_of(ANNA), acts)


@settings(max_examples=100, deadline=None)
@given(ACTS | A_LIFE | A_FAMILY, st.integers(0, 3000))
def test_so_it_is_of_who_pays_later(acts: list[object], limit: int) -> None:
    lent = {"payment_type": PaymentType.POSTPAID, "credit": Credit(fen(limit))}
    lives(replace(account_of(ANNA), **lent), acts)  # type: ignore[arg-type]  # each of its kind
