"""Take back the steps of an order, each once (architecture 3)."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from accounts.customers.domain.steps import ReservePlace
from accounts.customers.usecases.reserve_place import release_place
from accounts.proofs.domain.prepared_password import GivePassword, HoldPassword, SetPassword
from accounts.proofs.domain.proof import UseProof
from accounts.proofs.domain.unlocking import Unlock
from accounts.proofs.usecases.set_password import free_password
from accounts.proofs.usecases.unlock import lock_again
from accounts.proofs.usecases.use_proof import free_proof
from accounts.steps.domain import Reversible, StageStep, Step, StepRef
from accounts.steps.ports import UnitOfWork
from accounts.stock.domain.steps import ReserveNumber, ReserveSim
from accounts.stock.usecases.reserve_number import release_number
from accounts.stock.usecases.reserve_sim import release_sim
from accounts.subscribers.domain.steps import (
    ActivateSubscriber,
    AddStop,
    AssignSim,
    LiftStop,
    MoveSubscriber,
    OpenSubscriber,
    RestoreSubscriber,
    SetAbroad,
    SetLanguage,
    SetServiceState,
    TerminateSubscriber,
)
from accounts.subscribers.usecases.change_stops import forget_stop, put_back_stop
from accounts.subscribers.usecases.open_subscriber import undo_opening
from accounts.subscribers.usecases.set_language import language_before
from kernel.errors import NotAllowed


async def take_back_step(step: Step, ref: StepRef, *, now: datetime, uow: UnitOfWork) -> None:
    """Undo it once; one never seen is remembered and refused when it comes.

    Raises `STEP_IS_FINAL` for a kind that cannot be taken back.
    """
    reversible = _reversible(step)
    async with uow:
        if await uow.steps.is_to_be_undone(ref):
            await _take_back(reversible, order_id=ref.order_id, now=now, uow=uow)


async def take_back_stage(
    steps: Sequence[StageStep], *, order_id: str, now: datetime, uow: UnitOfWork
) -> None:
    """Undo what was done of them, latest first; what never came is refused when it comes.

    Raises `STEP_IS_FINAL` for a kind that cannot be taken back; then none is.
    """
    stage = [(each.step_no, _reversible(each.step)) for each in steps]
    async with uow:
        done = await uow.steps.are_to_be_undone(order_id, [number for number, _ in stage])
        for number, step in reversed(stage):
            if number in done:
                await _take_back(step, order_id=order_id, now=now, uow=uow)


def _reversible(step: Step) -> Reversible:
    match step:
        case (
            ActivateSubscriber()
            | AssignSim()
            | TerminateSubscriber()
            | MoveSubscriber()
            | RestoreSubscriber()
            | SetAbroad()
            | SetServiceState()
            | SetPassword()
            | GivePassword()
        ):
            raise NotAllowed("STEP_IS_FINAL", "This kind of step cannot be taken back.")
        case _:
            return step


async def _take_back(step: Reversible, *, order_id: str, now: datetime, uow: UnitOfWork) -> None:
    match step:
        case UseProof():
            await free_proof(step, order_id=order_id, uow=uow)
        case ReservePlace():
            await release_place(step, order_id=order_id, uow=uow)
        case ReserveNumber():
            await release_number(step, order_id=order_id, uow=uow)
        case ReserveSim():
            await release_sim(step, order_id=order_id, uow=uow)
        case OpenSubscriber():
            await undo_opening(step, order_id=order_id, uow=uow)
        case AddStop() | LiftStop() | SetLanguage():
            await _take_back_change(step, order_id=order_id, now=now, uow=uow)
        case _:
            await _take_back_lock(step, order_id=order_id, now=now, uow=uow)


async def _take_back_lock(
    step: Unlock | HoldPassword, *, order_id: str, now: datetime, uow: UnitOfWork
) -> None:
    match step:
        case Unlock():
            await lock_again(step, order_id=order_id, now=now, uow=uow)
        case HoldPassword():
            await free_password(step, order_id=order_id, uow=uow)
        case _:
            assert_never(step)


async def _take_back_change(
    step: AddStop | LiftStop | SetLanguage, *, order_id: str, now: datetime, uow: UnitOfWork
) -> None:
    match step:
        case AddStop():
            await forget_stop(step, order_id=order_id, now=now, uow=uow)
        case LiftStop():
            await put_back_stop(step, order_id=order_id, now=now, uow=uow)
        case SetLanguage():
            await language_before(step, order_id=order_id, now=now, uow=uow)
        case _:
            assert_never(step)
