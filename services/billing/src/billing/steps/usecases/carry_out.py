"""Carry out a step of an order, or take it back: each once, whatever comes twice or late."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from billing.accounts.ports import Desk
from billing.ledger.usecases.reverse_step import take_back_money
from billing.lifecycle.domain import steps
from billing.lifecycle.domain.steps import AccountStep, StepRef
from billing.lifecycle.usecases.close_account import close_account, take_back_closing
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
from billing.lifecycle.usecases.start_plan import start_plan, take_back_plan
from billing.lifecycle.usecases.take_fee import take_fee
from billing.lifecycle.usecases.take_prepayment import take_prepayment

Act = Callable[..., Awaitable[None]]


@dataclass(frozen=True, slots=True)
class BothWays:
    """How a step is done, and how it is undone."""

    forth: Act
    back: Act


async def _give_back(step: Any, *, desk: Desk, ref: StepRef, now: datetime) -> None:
    await take_back_money(step.account_id, desk=desk, ref=ref, now=now)


ACTS: Mapping[type[AccountStep], BothWays] = {
    steps.OpenAccount: BothWays(open_account, take_back_opening),
    steps.JoinAccount: BothWays(join_account, take_back_joining),
    steps.CloseToCards: BothWays(close_to_cards, open_to_cards),
    steps.TakeFee: BothWays(take_fee, _give_back),
    steps.TakePrepayment: BothWays(take_prepayment, _give_back),
    steps.StartPlan: BothWays(start_plan, take_back_plan),
    steps.StartKeeping: BothWays(start_keeping, take_back_keeping),
    steps.EndKeeping: BothWays(end_keeping, take_back_end),
    steps.CloseAccount: BothWays(close_account, take_back_closing),
}


async def carry_out(
    step: AccountStep, *, desk: Desk, ref: StepRef, digest: str, now: datetime
) -> None:
    """Do it unless it was done; raises `STEP_TAKEN_BACK` and what the step itself refuses."""
    async with desk:
        if await desk.steps.is_new(ref, digest=digest):
            await ACTS[type(step)].forth(step, desk=desk, ref=ref, now=now)


async def take_back(step: AccountStep, *, desk: Desk, ref: StepRef, now: datetime) -> None:
    """Undo it if it was done; a step that never came is remembered and refused when it does."""
    async with desk:
        if await desk.steps.is_to_be_undone(ref):
            await ACTS[type(step)].back(step, desk=desk, ref=ref, now=now)
