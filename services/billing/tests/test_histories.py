"""Whatever happens in whatever order: the ledger is zero, balances are what was posted."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from fake_unit_of_work import WHATEVER_IS_TOLD, FakeUnitOfWork
from house_of_billing import ANNA, BORIS, NOON, catalogue_text
from hypothesis import given, settings
from hypothesis import strategies as st
from pretend_accounts import postings_of
from pretend_store import Store
from test_storage import account_of, record

from billing.accounts.domain.account import Account, AccountState
from billing.accounts.domain.credit import Credit, PaymentType
from billing.accounts.domain.ledger_account import LedgerAccount
from billing.accounts.domain.level import Level
from billing.accounts.domain.step_ref import StepRef
from billing.accounts.ports import ByAccount
from billing.allowances.domain.usage import UsageRecord
from billing.catalogue.wire.catalogue import read_catalogue
from billing.charging.usecases.charge_month import charge_month
from billing.charging.usecases.rate_usage import rate_usage
from billing.credit.usecases.review_arrears import review_arrears
from billing.lifecycle.domain.steps import (
    AccountStep,
    CloseAccount,
    EndKeeping,
    StartKeeping,
    StartPlan,
    TakeFee,
    TakePrepayment,
)
from billing.payments.domain.collector import Collector
from billing.payments.domain.payment import PaymentLimits
from billing.payments.usecases.post_payment import PostPayment, post_payment
from billing.steps.usecases.carry_out import carry_out, take_back
from kernel.errors import Refusal
from kernel.money import fen

LIMITS = PaymentLimits(fen(1), fen(10_000_000))
ODD_RATE = {
    "code": "voice_odd",
    "kind": "voice",
    "unit": 7,
    "price_millifen": 1_237,
    "roam_types": ["home"],
}
CATALOGUE = replace(read_catalogue(catalogue_text(rates=[ODD_RATE]))[0], version=1)
A_STEP: st.SearchStrategy[AccountStep] = st.one_of(
    st.builds(
        TakeFee,
        account_id=st.just(ANNA.account),
        fee=st.just("sim_swap"),
        amount=st.integers(0, 3000).map(fen),
        from_balance=st.booleans(),
    ),
    st.builds(
        TakePrepayment,
        account_id=st.just(ANNA.account),
        amount=st.integers(0, 5000).map(fen),
    ),
    *[
        st.builds(kind, account_id=st.just(ANNA.account))
        for kind in (StartPlan, StartKeeping, EndKeeping, CloseAccount)
    ],
)
AN_ACT = st.one_of(
    A_STEP,
    st.tuples(st.just("undo"), st.integers(0, 30)),
    st.tuples(st.just("pay"), st.integers(1, 5000)),
    st.tuples(st.just("call"), st.integers(0, 10_000)),
    st.tuples(st.just("month"), st.integers(1, 12)),
    st.tuples(st.just("days"), st.integers(0, 40)),
)


def opened(*accounts: Account) -> Store:
    store = Store()
    store.kept.catalogues.append((CATALOGUE, ""))
    store.kept.accounts = {one.id: one for one in accounts}
    return store


class Life:
    """Anna's account, and what happens to it."""

    def __init__(self, account: Account) -> None:
        self.store = opened(account)
        self.now = NOON
        self.steps: list[AccountStep] = []

    async def goes_through(self, act: object, *, number: int) -> None:
        uow = FakeUnitOfWork(self.store)
        match act:
            case ("undo", int(step_no)):
                if step_no < len(self.steps):
                    ref = StepRef("order", step_no)
                    await take_back(self.steps[step_no], uow=uow, ref=ref, now=self.now)
            case ("pay", int(amount)):
                paid = PostPayment(
                    payee=ByAccount(ANNA.account),
                    collector=Collector("bank", "bank of anna"),
                    reference=str(number),
                    amount=fen(amount),
                )
                await post_payment(paid, uow=uow, limits=LIMITS, now=self.now)
            case ("call", int(seconds)):
                call = record(str(number), started_at=self.now, file_seq=number, quantity=seconds)
                await rate_usage(
                    [call], uow=uow, batch_id=str(number), now=self.now, acceptable=WHATEVER_IS_TOLD
                )
            case ("month", int(month)):
                due = self.now.replace(month=month, day=1)
                await charge_month(ANNA.account, due_at=due, uow=uow)
            case ("days", int(days)):
                self.now += timedelta(days=days)
                await review_arrears(f"{ANNA.account}/1", uow=uow, now=self.now)
            case _:
                await self.carries_out(act, uow=uow)

    async def carries_out(self, step: object, *, uow: FakeUnitOfWork) -> None:
        self.steps.append(step)  # type: ignore[arg-type]  # what is none of the above is a step
        ref = StepRef("order", len(self.steps) - 1)
        await carry_out(self.steps[-1], uow=uow, ref=ref, digest="", now=self.now)


@settings(max_examples=300, deadline=None)
@given(st.lists(AN_ACT, max_size=30))
def test_every_life_keeps_the_ledger_at_zero(acts: list[object]) -> None:
    account = lived(account_of(ANNA), acts)

    if account.state is AccountState.OPEN:
        assert (account.standing.level is Level.NONE) is (account.balance > fen(0))
    else:
        assert account.standing.level is Level.NONE


@settings(max_examples=300, deadline=None)
@given(st.lists(AN_ACT, max_size=30), st.integers(0, 3000))
def test_every_life_on_credit_keeps_it_too_and_is_stopped_beyond_the_limit(
    acts: list[object], limit: int
) -> None:
    lent = replace(account_of(ANNA), payment_type=PaymentType.POSTPAID, credit=Credit(fen(limit)))

    account = lived(lent, acts)

    beyond = account.state is AccountState.OPEN and account.balance < fen(-limit)
    assert (account.standing.level is not Level.NONE) is beyond


def lived(account: Account, acts: Sequence[object]) -> Account:
    """Live this life; see that no fen was made or lost, and return the account at its end."""
    life = Life(account)

    async def live() -> None:
        for number, act in enumerate(acts):
            try:
                await life.goes_through(act, number=number)
            except Refusal:
                continue

    asyncio.run(live())
    kept = life.store.kept
    account = kept.accounts[ANNA.account]
    postings = [one for entry in kept.entries for one in postings_of(entry)]
    posted = sum(one.amount.minor for one in postings if one.book is LedgerAccount.CUSTOMER)
    used = sum(one.charge.millifen for one in kept.usage.values() if one.charge)
    deducted = sum(one.amount.minor for one in postings if one.book is LedgerAccount.USAGE)
    assert sum(one.amount.minor for one in postings) == 0
    assert account.balance == fen(posted)
    assert used == deducted * 1000 + account.carry
    assert kept.received == len(kept.usage) + kept.duplicate
    return account


def records(quantities: Sequence[int]) -> list[UsageRecord]:
    return [
        record(
            str(number),
            subscriber_id=(ANNA, BORIS)[number % 2].id,
            quantity=quantity,
            file_seq=number,
        )
        for number, quantity in enumerate(quantities)
    ]


def rated(batches: Sequence[Sequence[UsageRecord]]) -> dict[str, tuple[int, int]]:
    """Rate these batches; return what is left and carried of each account."""
    rich = {"state": AccountState.OPEN, "balance": fen(10_000)}
    store = opened(*[replace(account_of(who), **rich) for who in (ANNA, BORIS)])  # type: ignore[arg-type]

    async def hear() -> None:
        for number, batch in enumerate(batches):
            await rate_usage(
                batch,
                uow=FakeUnitOfWork(store),
                batch_id=str(number),
                now=NOON,
                acceptable=WHATEVER_IS_TOLD,
            )

    asyncio.run(hear())
    return {one.id: (one.balance.minor, one.carry) for one in store.kept.accounts.values()}


@settings(max_examples=150, deadline=None)
@given(st.data(), st.lists(st.integers(0, 4000), min_size=1, max_size=25))
def test_one_batch_is_one_by_one_is_any_split_in_any_order(
    data: st.DataObject, quantities: list[int]
) -> None:
    every = records(quantities)
    shuffled = data.draw(st.permutations([*every, *every[:3]]))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(shuffled)), max_size=5)))
    edges = [0, *cuts, len(shuffled)]
    split = [shuffled[start:end] for start, end in pairwise(edges) if end > start]

    at_once = rated([every])

    assert rated([[one] for one in every]) == at_once
    assert rated(split) == at_once
    assert sum(left * 1000 - carry for left, carry in at_once.values()) == (
        20_000_000 - sum(-(-one.quantity // 7) * 1_237 for one in every)
    )
