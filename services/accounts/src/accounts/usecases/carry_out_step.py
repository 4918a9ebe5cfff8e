"""Carry out the steps of an order, each once, or take them back, once (architecture 3)."""

from collections.abc import Awaitable, Mapping, Sequence
from typing import Any, Protocol

from accounts.domain.steps import (
    ActivateSubscriber,
    AddStop,
    AssignSim,
    Errand,
    LiftStop,
    OpenSubscriber,
    ReserveNumber,
    ReservePlace,
    ReserveSim,
    Step,
    TerminateSubscriber,
    UseProof,
)
from accounts.usecases.activate_subscriber import activate_subscriber
from accounts.usecases.assign_sim import assign_sim
from accounts.usecases.change_stops import add_stop, forget_stop, lift_stop, put_back_stop
from accounts.usecases.open_subscriber import open_subscriber, undo_opening
from accounts.usecases.ports import Desk
from accounts.usecases.reserve_number import release_number, reserve_number
from accounts.usecases.reserve_place import release_place, reserve_place
from accounts.usecases.reserve_sim import release_sim, reserve_sim
from accounts.usecases.terminate_subscriber import terminate_subscriber
from accounts.usecases.use_proof import free_proof, use_proof
from kernel.errors import NotAllowed, within


class Doing(Protocol):
    """One way of one kind of step; the table below pairs each with its own kind."""

    def __call__(self, step: Any, errand: Errand, *, desk: Desk) -> Awaitable[None]: ...


FORTH: Mapping[type[Step], Doing] = {
    UseProof: use_proof,
    ReservePlace: reserve_place,
    ReserveNumber: reserve_number,
    ReserveSim: reserve_sim,
    OpenSubscriber: open_subscriber,
    ActivateSubscriber: activate_subscriber,
    AssignSim: assign_sim,
    AddStop: add_stop,
    LiftStop: lift_stop,
    TerminateSubscriber: terminate_subscriber,
}
BACK: Mapping[type[Step], Doing] = {
    UseProof: free_proof,
    ReservePlace: release_place,
    ReserveNumber: release_number,
    ReserveSim: release_sim,
    OpenSubscriber: undo_opening,
    AddStop: forget_stop,
    LiftStop: put_back_stop,
}
"""What is not here can only be settled."""


async def carry_out_stage(steps: Sequence[tuple[Step, Errand]], *, desk: Desk) -> None:
    """Do all of them in one transaction, each once; a refusal names its step, and none is done."""
    order_id, digests = _digests(steps)
    async with desk:
        fresh = await desk.steps.are_new(order_id, digests)
        for place, (step, errand) in enumerate(steps):
            if errand.step_no in fresh:
                with within(f"steps[{place}]"):
                    await FORTH[type(step)](step, errand, desk=desk)


async def take_back_stage(steps: Sequence[tuple[Step, Errand]], *, desk: Desk) -> None:
    """Undo what was done of them, latest first; what never came is refused when it comes.

    Raises `STEP_IS_FINAL` for a kind that cannot be taken back; then none is.
    """
    acts = [_way_back(step) for step, _ in steps]
    order_id, digests = _digests(steps)
    async with desk:
        done = await desk.steps.are_to_be_undone(order_id, list(digests))
        for back, (step, errand) in reversed(list(zip(acts, steps, strict=True))):
            if errand.step_no in done:
                await back(step, errand, desk=desk)


async def carry_out_step(step: Step, errand: Errand, *, desk: Desk) -> None:
    """Do it once. Raises what its kind refuses, or `STEP_TAKEN_BACK` where it comes too late."""
    async with desk:
        if await desk.steps.carry_out_once(errand):
            await FORTH[type(step)](step, errand, desk=desk)


async def take_back_step(step: Step, errand: Errand, *, desk: Desk) -> None:
    """Undo it once; one never seen is remembered and refused when it comes.

    Raises `STEP_IS_FINAL` for a kind that cannot be taken back.
    """
    back = _way_back(step)
    async with desk:
        if await desk.steps.take_back_once(errand):
            await back(step, errand, desk=desk)


def _digests(steps: Sequence[tuple[Step, Errand]]) -> tuple[str, Mapping[int, str]]:
    """Return the order these steps are of, and what stands for each by its number."""
    return steps[0][1].order_id, {errand.step_no: errand.digest for _, errand in steps}


def _way_back(step: Step) -> Doing:
    back = BACK.get(type(step))
    if back is None:
        raise NotAllowed("STEP_IS_FINAL", "This kind of step cannot be taken back.")
    return back
