"""Carry out steps of an order, or take them back: each once, whatever comes twice or late."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from billing.accounts.domain.step_ref import StepRef
from billing.ledger.usecases.reverse_step import take_back_money
from billing.lifecycle.domain import steps
from billing.lifecycle.domain.steps import AccountStep
from billing.lifecycle.usecases.change_plan import (
    book_again,
    change_plan,
    take_back_change,
    withdraw_change,
)
from billing.lifecycle.usecases.close_account import close_account, take_back_closing
from billing.lifecycle.usecases.hand_over_account import hand_over_account, keep_handed_over
from billing.lifecycle.usecases.join_account import (
    close_to_cards,
    join_account,
    open_to_cards,
    take_back_joining,
)
from billing.lifecycle.usecases.keep_number import (
    end_keeping,
    start_keeping,
    take_back_end,
    take_back_keeping,
)
from billing.lifecycle.usecases.open_account import open_account, take_back_opening
from billing.lifecycle.usecases.reopen_account import reopen_account, take_back_reopening
from billing.lifecycle.usecases.start_plan import start_plan, take_back_plan
from billing.lifecycle.usecases.take_fee import take_fee
from billing.lifecycle.usecases.take_prepayment import take_prepayment
from billing.steps.ports import UnitOfWork
from billing.steps.usecases.clear_voucher_tries import clear_voucher_tries, leave_cleared
from kernel.errors import within

Act = Callable[..., Awaitable[None]]


@dataclass(frozen=True, slots=True)
class BothWays:
    """How a step is done, and how it is undone."""

    forth: Act
    back: Act


@dataclass(frozen=True, slots=True)
class AskedStep:
    """A step, of which order and with which number, and what stands for its content."""

    step: AccountStep
    ref: StepRef
    digest: str


async def _give_back(step: Any, *, uow: UnitOfWork, ref: StepRef, now: datetime) -> None:
    await take_back_money(step.account_id, uow=uow, ref=ref, now=now)


ACTS: Mapping[type[AccountStep], BothWays] = {
    steps.OpenAccount: BothWays(open_account, take_back_opening),
    steps.JoinAccount: BothWays(join_account, take_back_joining),
    steps.CloseToCards: BothWays(close_to_cards, open_to_cards),
    steps.TakeFee: BothWays(take_fee, _give_back),
    steps.TakePrepayment: BothWays(take_prepayment, _give_back),
    steps.StartPlan: BothWays(start_plan, take_back_plan),
    steps.StartKeeping: BothWays(start_keeping, take_back_keeping),
    steps.EndKeeping: BothWays(end_keeping, take_back_end),
    steps.ClearVoucherTries: BothWays(clear_voucher_tries, leave_cleared),
    steps.ChangePlan: BothWays(change_plan, take_back_change),
    steps.WithdrawPlanChange: BothWays(withdraw_change, book_again),
    steps.CloseAccount: BothWays(close_account, take_back_closing),
    steps.ReopenAccount: BothWays(reopen_account, take_back_reopening),
    steps.HandOverAccount: BothWays(hand_over_account, keep_handed_over),
}


async def carry_out_stage(steps: Sequence[AskedStep], *, uow: UnitOfWork, now: datetime) -> None:
    """Do all of them in one transaction, each once; a refusal names its step, and none is done."""
    async with uow:
        fresh = await uow.steps.are_new(steps[0].ref.order_id, _digests(steps))
        for place, asked in enumerate(steps):
            if asked.ref.step_no in fresh:
                with within(f"steps[{place}]"):
                    forth = ACTS[type(asked.step)].forth
                    await forth(asked.step, uow=uow, ref=asked.ref, now=now)


async def take_back_stage(steps: Sequence[AskedStep], *, uow: UnitOfWork, now: datetime) -> None:
    """Undo what was done of them, latest first; what never came is refused when it comes."""
    async with uow:
        done = await uow.steps.are_to_be_undone(steps[0].ref.order_id, list(_digests(steps)))
        for asked in reversed(steps):
            if asked.ref.step_no in done:
                await ACTS[type(asked.step)].back(asked.step, uow=uow, ref=asked.ref, now=now)


def _digests(steps: Sequence[AskedStep]) -> Mapping[int, str]:
    return {asked.ref.step_no: asked.digest for asked in steps}


async def carry_out(
    step: AccountStep, *, uow: UnitOfWork, ref: StepRef, digest: str, now: datetime
) -> None:
    """Do it unless it was done; raises `STEP_TAKEN_BACK` and what the step itself refuses."""
    async with uow:
        if await uow.steps.is_new(ref, digest=digest):
            await ACTS[type(step)].forth(step, uow=uow, ref=ref, now=now)


async def take_back(step: AccountStep, *, uow: UnitOfWork, ref: StepRef, now: datetime) -> None:
    """Undo it if it was done; a step that never came is remembered and refused when it does."""
    async with uow:
        if await uow.steps.is_to_be_undone(ref):
            await ACTS[type(step)].back(step, uow=uow, ref=ref, now=now)
