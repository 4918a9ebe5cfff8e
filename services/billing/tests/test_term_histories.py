"""Whatever is asked, paid and used in whatever order: a clerk with the table of 7.6 takes the same.

The clerk knows when she asked to be away and came back, and when credit control stopped and freed
her; from that alone it says what every month costs.
"""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

from fake_unit_of_work import WHATEVER_IS_TOLD, FakeUnitOfWork
from house_of_billing import ANNA, NOON, catalogue_text
from hypothesis import given, settings
from hypothesis import strategies as st
from pretend_accounts import postings_of
from pretend_store import Store
from test_storage import account_of, record

from billing.accounts.domain.account import Account
from billing.accounts.domain.credit import Credit, PaymentType
from billing.accounts.domain.due import DUE_ORDER
from billing.accounts.domain.ledger_account import LedgerAccount
from billing.accounts.domain.level import Level
from billing.accounts.domain.proration import by_day, month_of
from billing.accounts.domain.step_ref import StepRef
from billing.accounts.ports import ByAccount
from billing.bootstrap import due_acts
from billing.catalogue.wire.catalogue import read_catalogue
from billing.charging.usecases.rate_usage import rate_usage
from billing.ledger.domain.events import ArrearsLevelChanged
from billing.lifecycle.domain.steps import AccountStep, EndKeeping, StartKeeping, StartPlan
from billing.payments.domain.collector import Collector
from billing.payments.domain.payment import PaymentLimits
from billing.payments.usecases.post_payment import PostPayment, post_payment
from billing.rating.usecases.judge_records import Ahead
from billing.steps.usecases.carry_out import carry_out
from kernel.civil import civil_date, first_of_next_month, start_of_day
from kernel.clock import StandingClock
from kernel.money import fen
from runtime.jobs.timers import DueTimer

LIMITS = PaymentLimits(fen(1), fen(10_000_000))
CATALOGUE = replace(read_catalogue(catalogue_text())[0], version=1)
FEES = {"KEEP5": 500, "KEEP8": 800, "postpaid-basic": 500}
KEEP = 500
"""Fen for a month that begins while she is kept."""
THIRTY_DAYS = timedelta(days=30)
AN_ACT = st.one_of(
    st.tuples(st.just("days"), st.integers(1, 70), st.booleans()),
    st.tuples(st.just("first"), st.just(0), st.booleans()),
    st.tuples(st.just("pay"), st.sampled_from([1, 130, 700, 1500, 5000])),
    st.tuples(st.just("owed"), st.sampled_from([1, 70, 500])),
    st.tuples(st.just("texts"), st.integers(1, 90)),
    st.tuples(st.just("away"), st.integers(1, 6), st.integers(0, 5), st.booleans()),
    st.just("back"),
)


@dataclass
class Away:
    """A suspension she asked for: the months are over, and its end was carried out."""

    since: datetime
    term: datetime
    ended: datetime | None = None
    in_arrears: bool = False
    """Whether she was stopped for arrears when it was ended."""


@dataclass
class Life:
    """Anna, an orders service that ends her terms, and a billing whose worker is late sometimes."""

    offering: str
    limit: int
    store: Store = field(default_factory=Store)
    now: datetime = NOON
    away: list[Away] = field(default_factory=list)
    agenda: list[tuple[datetime, bool, Away]] = field(default_factory=list)
    """When orders ends a term, whether before billing's timers of that moment, and which."""
    numbers: "count[int]" = field(default_factory=count)

    @property
    def account(self) -> Account:
        return self.store.kept.accounts[ANNA.account]

    @property
    def uow(self) -> FakeUnitOfWork:
        return FakeUnitOfWork(self.store)

    async def begins(self) -> None:
        credit = {"payment_type": PaymentType.POSTPAID, "credit": Credit(fen(self.limit))}
        lent = credit if self.offering.startswith("postpaid") else {}
        account = replace(account_of(ANNA), offering=self.offering, **lent)  # type: ignore[arg-type]
        self.store.kept.catalogues.append((CATALOGUE, ""))
        self.store.kept.accounts[account.id] = account
        await self.pays(2000)
        await self.does(StartPlan(account_id=account.id))

    async def lives(self, act: object) -> None:
        match act:
            case ("days" | "first", int(days), bool(late)):
                first = start_of_day(first_of_next_month(civil_date(self.now)))
                await self.until(self.now + timedelta(days=days) if days else first, late=late)
            case ("pay", int(amount)):
                await self.pays(amount)
            case ("owed", int(more)):
                await self.pays(max(0, -self.account.spendable.minor) + more)
            case ("texts", int(parts)):
                await self.writes(parts)
            case ("away", int(months), int(late), bool(first)):
                await self.goes(months, late_days=late, order_first=first)
            case "back":
                # At the counter she is refused while she owes (ARREARS_EXIST).
                if self.account.keeps_number and self.account.spendable >= fen(0):
                    await self.ends(self.away[-1])

    async def writes(self, parts: int) -> None:
        sent = record(
            f"text {next(self.numbers)}",
            kind="sms",
            quantity=parts,
            started_at=self.now,
            file_seq=next(self.numbers),
        )
        await rate_usage(
            [sent], uow=self.uow, batch_id=sent.id, now=self.now, acceptable=WHATEVER_IS_TOLD
        )

    async def goes(self, months: int, *, late_days: int, order_first: bool) -> None:
        account = self.account
        can_pay = account.spendable.minor >= months * KEEP
        if account.keeps_number or account.standing.level is not Level.NONE or not can_pay:
            return
        day = civil_date(self.now)
        for _ in range(months):
            day = first_of_next_month(day)
        term = start_of_day(day) + timedelta(days=min(civil_date(self.now).day, 28) - 1)
        await self.does(StartKeeping(account_id=account.id, until=term))
        away = Away(self.now, term)
        self.away.append(away)
        self.agenda.append((term + timedelta(days=late_days), order_first, away))

    async def ends(self, away: Away) -> None:
        stopped = self.account.standing.level is not Level.NONE
        away.ended, away.in_arrears = self.now, stopped
        await self.does(EndKeeping(account_id=ANNA.account))

    async def pays(self, amount: int) -> None:
        paid = PostPayment(
            payee=ByAccount(ANNA.account),
            collector=Collector("bank", "bank of anna"),
            reference=str(next(self.numbers)),
            amount=fen(amount),
        )
        await post_payment(paid, uow=self.uow, limits=LIMITS, now=self.now)

    async def does(self, step: AccountStep) -> None:
        ref = StepRef(f"order {next(self.numbers)}", 0)
        await carry_out(step, uow=self.uow, ref=ref, digest="", now=self.now)

    async def until(self, moment: datetime, *, late: bool) -> None:
        """Let time go by; where billing's worker is late, what was due is done at the end."""
        while (at := self._next(late=late)) is not None and at[0] <= moment:
            self.now = max(self.now, at[0])
            await self._happens(at)
        self.now = moment
        while (due := self._next_timer()) is not None and due[0] <= moment:
            await self._rings(due)

    def _next(self, *, late: bool) -> tuple[datetime, bool, Away | None] | None:
        timer = None if late else self._next_timer()
        order = min(self.agenda, key=lambda one: one[0], default=None)
        if timer is None or order is None:
            return order or (timer and (timer[0], False, None))
        order_first = order[0] < timer[0] or (order[0] == timer[0] and order[1])
        return order if order_first else (timer[0], False, None)

    async def _happens(self, at: tuple[datetime, bool, Away | None]) -> None:
        _, _, away = at
        if away is None:
            due = self._next_timer()
            assert due is not None
            await self._rings(due)
            return
        self.agenda.remove(at)  # type: ignore[arg-type]  # one of them
        # An appointment belongs to one suspension: a later one is not ended by it.
        if away.ended is None:
            await self.ends(away)

    def _next_timer(self) -> tuple[datetime, int, str] | None:
        every = self.store.kept.timers.items()
        return min(((at, DUE_ORDER.index(name), key) for (name, key), at in every), default=None)

    async def _rings(self, due: tuple[datetime, int, str]) -> None:
        at, rank, key = due
        del self.store.kept.timers[DUE_ORDER[rank], key]
        acts = due_acts(lambda: self.uow, StandingClock(self.now), ahead=Ahead(timedelta()))
        await acts[DUE_ORDER[rank]](DueTimer(DUE_ORDER[rank], key, at, 1))


@dataclass
class Clerk:
    """Takes what the table of 7.6 says, from what happened."""

    fee: int
    away: list[Away]
    levels: list[tuple[datetime, Level]]

    def takes(self, until: datetime) -> tuple[int, int]:
        """Return what plan and keep fees are in all, of all months after the first."""
        plan, keep = by_day(fen(self.fee), first_day=civil_date(NOON)).minor, 0
        month = first_of_next_month(month_of(NOON))
        while (begins := start_of_day(month)) <= until:
            following = start_of_day(first_of_next_month(month))
            own, kept = self._month(begins, min(following, until + timedelta(microseconds=1)))
            plan, keep = plan + own, keep + kept
            month = first_of_next_month(month)
        return plan, keep

    def _month(self, begins: datetime, ends: datetime) -> tuple[int, int]:
        for one in self.away:
            back = self._in_service(one)
            if one.since < begins and (back is None or begins <= back):
                is_kept = begins < one.term and (one.ended is None or begins <= one.ended)
                return self._rest(back, ends), KEEP if is_kept else 0
        stopped = self._stopped_since(begins)
        if stopped is not None and stopped + THIRTY_DAYS <= begins:
            return self._rest(self._free_from(begins), ends), 0
        return self.fee, 0

    def _rest(self, first: datetime | None, ends: datetime) -> int:
        if first is None or first >= ends:
            return 0
        return by_day(fen(self.fee), first_day=civil_date(first)).minor

    def _in_service(self, one: Away) -> datetime | None:
        if one.ended is None:
            return None
        # Where billing was late, it finds out then that she has been stopped for some time.
        before = self._stopped_since(one.ended - timedelta(microseconds=1))
        in_arrears = one.in_arrears or before is not None
        return self._free_from(one.ended) if in_arrears else one.ended

    def _stopped_since(self, moment: datetime) -> datetime | None:
        since = None
        for at, level in self.levels:
            if at > moment:
                break
            since = None if level is Level.NONE else (since or at)
        return since

    def _free_from(self, moment: datetime) -> datetime | None:
        """Return when she was first free of arrears, from this moment on."""
        if self._stopped_since(moment) is None:
            return moment
        # Who pays a fen in that moment is free in it, though the fee it brings stops them again.
        later = (at for at, level in self.levels if at >= moment and level is Level.NONE)
        return next(later, None)


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(["KEEP5", "KEEP8", "postpaid-basic"]),
    st.lists(AN_ACT, min_size=3, max_size=25),
)
def test_the_fees_of_every_life_are_those_of_the_clerk(offering: str, acts: list[object]) -> None:
    life = Life(offering, limit=3000)

    async def live() -> None:
        await life.begins()
        for act in acts:
            await life.lives(act)
        # Billing's worker is back, and a term that was late is ended.
        await life.until(life.now + timedelta(days=10), late=False)

    asyncio.run(live())
    kept, account = life.store.kept, life.account
    levels = [
        (one.occurred_at, one.level) for one in kept.said if isinstance(one, ArrearsLevelChanged)
    ]
    clerk = Clerk(FEES[offering], life.away, levels)
    postings = [one for entry in kept.entries for one in postings_of(entry)]
    taken = tuple(
        sum(one.amount.minor for one in postings if one.book is book)
        for book in (LedgerAccount.PLAN, LedgerAccount.FEE)
    )
    assert taken == clerk.takes(life.now)
    assert sum(one.amount.minor for one in postings) == 0
    # Nobody stays stopped who has paid and whose term is over.
    owes = account.balance <= fen(0) if not account.is_postpaid else account.owes > fen(0)
    assert (account.standing.level is not Level.NONE) is owes
    wished = [one for one in life.away if one.ended is None]
    assert account.keeps_number is bool(wished)
    assert all(life.now < one.term + timedelta(days=6) for one in wished)
