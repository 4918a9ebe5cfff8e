"""Kept, lost, given up, terminated and back in whatever order: no month is charged or given twice.

Nor is what a plan allows given for a month of which nothing was taken. What the network bars is
heard of accounts, at once or late.
"""

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime

from house_of_billing import ANNA, catalogue_text
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pretend_accounts import postings_of
from test_term_histories import Life

from billing.accounts.domain.account import AccountState
from billing.accounts.domain.ledger_account import LedgerAccount
from billing.accounts.domain.level import Barring, Level
from billing.accounts.domain.proration import month_of
from billing.accounts.domain.step_ref import StepRef
from billing.accounts.usecases.follow_subscriber import SubscriberSeen, follow_subscribers
from billing.allowances.domain.allowance import Source
from billing.catalogue.wire.catalogue import read_catalogue
from billing.ledger.domain.entry import Why
from billing.lifecycle.domain.steps import AccountStep, CloseAccount, ReopenAccount
from billing.steps.usecases.carry_out import carry_out, take_back
from kernel.errors import Refusal

CATALOGUE = read_catalogue(catalogue_text())[0]
PLANS = ("KEEP5", "CMCC58", "postpaid-basic")
LEAVES, BACK, UNDOES = ("leaves",), ("restored",), ("undoes",)
LOST, FOUND, FIRST = ("lost", True), ("lost", False), ("first", 0, False)
AN_ACT = st.one_of(
    st.tuples(st.just("days"), st.integers(1, 70), st.booleans()),
    st.tuples(st.just("first"), st.just(0), st.booleans()),
    st.just(FIRST),
    st.tuples(st.just("pay"), st.sampled_from([1, 700, 6_000, 20_000])),
    st.tuples(st.just("owed"), st.sampled_from([1, 7_000])),
    st.tuples(st.just("texts"), st.integers(1, 600)),
    st.tuples(st.just("away"), st.integers(1, 6), st.integers(0, 5), st.booleans()),
    st.just("back"),
    st.tuples(st.just("lost"), st.booleans()),
    st.just(LEAVES),
    st.just(BACK),
    st.just(UNDOES),
    st.tuples(st.just("late"), st.booleans()),
)


@dataclass
class BarredLife(Life):
    """Where accounts say how far the network bars her, and orders end and begin again."""

    lost: bool = False
    is_late: bool = False
    """Whether what accounts say comes with what happens next."""
    said: Barring = Barring.NONE
    versions: int = 1
    closed_by: str = ""
    done: list[tuple[AccountStep, StepRef]] = field(default_factory=list)

    async def lives(self, act: object) -> None:
        await self.network_is_heard()
        match act:
            case ("lost", bool(lost)):
                self.lost = lost
            case ("leaves",):
                await self.tries(CloseAccount(account_id=ANNA.account))
            case ("restored",):
                await self.tries(ReopenAccount(account_id=ANNA.account, closed_by=self.closed_by))
            case ("undoes",):
                await self.undoes()
            case ("late", bool(late)):
                self.is_late = late
            case ("pay" | "owed" | "away", *_) if self.account.state is not AccountState.OPEN:
                return
            case _:
                await super().lives(act)
        if not self.is_late:
            await self.network_is_heard()

    async def does(self, step: AccountStep) -> None:
        ref = StepRef(f"order {next(self.numbers)}", 0)
        await carry_out(step, uow=self.uow, ref=ref, digest="", now=self.now)
        self.done.append((step, ref))
        if isinstance(step, CloseAccount):
            self.closed_by = ref.order_id

    async def tries(self, step: AccountStep) -> None:
        with suppress(Refusal):
            await self.does(step)

    async def undoes(self) -> None:
        """An order that was settled just now is taken back."""
        if len(self.done) > 1 and isinstance(self.done[-1][0], CloseAccount | ReopenAccount):
            step, ref = self.done.pop()
            with suppress(Refusal):
                await take_back(step, uow=self.uow, ref=ref, now=self.now)

    async def ends(self, away: object) -> None:
        if self.account.state is AccountState.OPEN and self.account.keeps_number:
            await super().ends(away)  # type: ignore[arg-type]  # as its base is told

    async def _rings(self, due: tuple[datetime, int, str]) -> None:
        await super()._rings(due)
        if not self.is_late:
            await self.network_is_heard()

    async def network_is_heard(self) -> None:
        if (barring := self._barring()) is self.said:
            return
        self.said, self.versions = barring, self.versions + 1
        seen = SubscriberSeen(
            subscriber_id=ANNA.id,
            version=self.versions,
            msisdn="",
            barring=barring,
            at=self.now,
        )
        await follow_subscribers([seen], uow=self.uow, now=self.now)

    def _barring(self) -> Barring:
        account = self.account
        if account.state is not AccountState.OPEN:
            return Barring.NONE
        if self.lost or account.keeps_number or account.standing.level is Level.TWO_WAY:
            return Barring.TWO_WAY
        return Barring.NONE if account.standing.level is Level.NONE else Barring.ONE_WAY

    def taken(self) -> tuple[Counter[date], dict[date, int]]:
        """Return how often the plan's fee of each month was taken and not given back, and fen.

        What is given back is of the month that was charged, whenever an order was taken back.
        """
        times: Counter[date] = Counter()
        amounts: dict[date, int] = {}
        months: dict[str, date] = {}
        for entry in self.store.kept.entries:
            every = postings_of(entry)
            more = sum(one.amount.minor for one in every if one.book is LedgerAccount.PLAN)
            if more:
                cause = entry.cause
                month = months.get(cause.id) if cause.why is Why.REVERSAL else None
                month = month or month_of(entry.at)
                months[f"{cause.why}/{cause.id}"] = month
                times[month] += 1 if more > 0 else -1
                amounts[month] = amounts.get(month, 0) + more
        return times, amounts

    def given(self) -> Counter[tuple[date, str]]:
        """Return how often what the plan allows of a kind was given in a month."""
        held = self.store.kept.allowances.values()
        plans = (one for one in held if one.source is Source.PLAN and one.total)
        return Counter((month_of(one.valid_from), one.included.kind) for one in plans)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(PLANS), st.lists(AN_ACT, min_size=3, max_size=25))
@example("CMCC58", [("days", 40, False), LEAVES, BACK, FIRST, UNDOES])
@example("CMCC58", [("days", 41, False), LEAVES, BACK, FIRST, UNDOES])
@example("CMCC58", [("days", 41, False), LEAVES, BACK, FIRST, UNDOES, BACK])
@example("CMCC58", [("pay", 20_000), FIRST, ("away", 1, 0, True), FIRST, FIRST])
@example("CMCC58", [("pay", 20_000), FIRST, ("away", 1, 0, False), FIRST, FIRST])
@example("CMCC58", [("pay", 20_000), FIRST, LOST, ("days", 31, False), LEAVES, BACK, FOUND])
@example("CMCC58", [("pay", 20_000), FIRST, LOST, ("days", 40, False), LEAVES, FOUND, BACK])
@example("CMCC58", [("pay", 20_000), FIRST, LOST, ("days", 40, False), LEAVES, BACK, UNDOES, BACK])
def test_no_month_is_charged_or_given_twice(offering: str, acts: list[object]) -> None:
    life = BarredLife(offering, limit=3000)

    async def live() -> None:
        await life.begins()
        for act in acts:
            await life.lives(act)
        await life.lives(("days", 10, False))

    asyncio.run(live())
    times, amounts = life.taken()
    fee = CATALOGUE.offering(offering).monthly_fee
    assert all(count <= 1 for count in times.values()), times
    assert all(0 <= amount <= fee.minor for amount in amounts.values()), amounts
    given = life.given()
    assert all(count <= 1 for count in given.values()), given
    assert {month for month, _ in given} <= {month for month, count in times.items() if count}
