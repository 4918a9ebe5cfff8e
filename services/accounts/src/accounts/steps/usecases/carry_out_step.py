"""Carry out the steps of an order, each once (architecture 3)."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from accounts.customers.domain.steps import ReservePlace
from accounts.customers.usecases.reserve_place import reserve_place
from accounts.proofs.domain.prepared_password import (
    GivePassword,
    HoldPassword,
    PasswordStep,
    SetPassword,
)
from accounts.proofs.domain.proof import UseProof
from accounts.proofs.domain.unlocking import Unlock
from accounts.proofs.usecases.give_password import give_password
from accounts.proofs.usecases.set_password import hold_password, set_password
from accounts.proofs.usecases.unlock import unlock
from accounts.proofs.usecases.use_proof import use_proof
from accounts.steps.domain import StageStep, Step, StepRef
from accounts.steps.ports import UnitOfWork
from accounts.stock.domain.steps import ReserveNumber, ReserveSim
from accounts.stock.usecases.reserve_number import reserve_number
from accounts.stock.usecases.reserve_sim import reserve_sim
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
    SubscriberStep,
    TerminateSubscriber,
)
from accounts.subscribers.usecases.activate_subscriber import activate_subscriber
from accounts.subscribers.usecases.assign_sim import assign_sim
from accounts.subscribers.usecases.change_stops import add_stop, lift_stop
from accounts.subscribers.usecases.move_subscriber import move_subscriber
from accounts.subscribers.usecases.open_subscriber import open_subscriber
from accounts.subscribers.usecases.restore_subscriber import restore_subscriber
from accounts.subscribers.usecases.set_abroad import set_abroad
from accounts.subscribers.usecases.set_language import set_language
from accounts.subscribers.usecases.set_service_state import set_service_state
from accounts.subscribers.usecases.terminate_subscriber import terminate_subscriber
from kernel.errors import within


async def carry_out_step(
    step: Step, ref: StepRef, *, digest: str, now: datetime, uow: UnitOfWork
) -> None:
    """Do it once; `digest` stands for its content.

    Raises what its kind refuses, `STEP_TAKEN_BACK` where it comes too late, or
    `REQUEST_ID_REUSED` where another step came under its number.
    """
    async with uow:
        if await uow.steps.is_new(ref, digest=digest):
            await _carry_out(step, order_id=ref.order_id, now=now, uow=uow)


async def carry_out_stage(
    steps: Sequence[StageStep], *, order_id: str, now: datetime, uow: UnitOfWork
) -> None:
    """Do all of them in one transaction, each once; a refusal names its step, and none is done."""
    digests = {each.step_no: each.digest for each in steps}
    async with uow:
        fresh = await uow.steps.are_new(order_id, digests)
        for place, each in enumerate(steps):
            if each.step_no in fresh:
                with within(f"steps[{place}]"):
                    await _carry_out(each.step, order_id=order_id, now=now, uow=uow)


async def _carry_out(step: Step, *, order_id: str, now: datetime, uow: UnitOfWork) -> None:
    match step:
        case UseProof():
            await use_proof(step, order_id=order_id, now=now, uow=uow)
        case ReservePlace():
            await reserve_place(step, order_id=order_id, uow=uow)
        case ReserveNumber():
            await reserve_number(step, order_id=order_id, uow=uow)
        case ReserveSim():
            await reserve_sim(step, order_id=order_id, uow=uow)
        case Unlock():
            await unlock(step, order_id=order_id, now=now, uow=uow)
        case HoldPassword() | SetPassword() | GivePassword():
            await _change_password(step, order_id=order_id, now=now, uow=uow)
        case _:
            await _change_subscriber(step, order_id=order_id, now=now, uow=uow)


async def _change_password(
    step: PasswordStep, *, order_id: str, now: datetime, uow: UnitOfWork
) -> None:
    match step:
        case HoldPassword():
            await hold_password(step, order_id=order_id, now=now, uow=uow)
        case SetPassword():
            await set_password(step, order_id=order_id, now=now, uow=uow)
        case GivePassword():
            await give_password(step, order_id=order_id, now=now, uow=uow)
        case _:
            assert_never(step)


async def _change_subscriber(
    step: SubscriberStep, *, order_id: str, now: datetime, uow: UnitOfWork
) -> None:
    match step:
        case OpenSubscriber():
            await open_subscriber(step, order_id=order_id, now=now, uow=uow)
        case ActivateSubscriber():
            await activate_subscriber(step, order_id=order_id, now=now, uow=uow)
        case AssignSim():
            await assign_sim(step, order_id=order_id, now=now, uow=uow)
        case AddStop():
            await add_stop(step, order_id=order_id, now=now, uow=uow)
        case LiftStop():
            await lift_stop(step, order_id=order_id, now=now, uow=uow)
        case SetAbroad():
            await set_abroad(step, order_id=order_id, now=now, uow=uow)
        case SetServiceState():
            await set_service_state(step, order_id=order_id, now=now, uow=uow)
        case _:
            await _move_on(step, order_id=order_id, now=now, uow=uow)


async def _move_on(
    step: TerminateSubscriber | MoveSubscriber | RestoreSubscriber | SetLanguage,
    *,
    order_id: str,
    now: datetime,
    uow: UnitOfWork,
) -> None:
    match step:
        case TerminateSubscriber():
            await terminate_subscriber(step, order_id=order_id, now=now, uow=uow)
        case MoveSubscriber():
            await move_subscriber(step, order_id=order_id, now=now, uow=uow)
        case SetLanguage():
            await set_language(step, order_id=order_id, now=now, uow=uow)
        case RestoreSubscriber():
            await restore_subscriber(step, order_id=order_id, now=now, uow=uow)
        case _:
            assert_never(step)
