"""Steps of orders: the vault has the keys of the card that is to be sold, or a PUK to be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, assert_never

from kernel.errors import Refusal, within
from provisioning.vault.ports import UnitOfWork
from provisioning.vault.usecases.puks import GrantPuk, grant_puk


@dataclass(frozen=True, slots=True)
class CheckKeys:
    order_id: str
    step_no: int
    imsi: str

    @property
    def digest(self) -> str:
        """Return what stands for its content."""
        return f"has_keys {self.imsi}"


VaultStep: TypeAlias = CheckKeys | GrantPuk


async def do_stage(steps: Sequence[VaultStep], *, now: datetime, uow: UnitOfWork) -> None:
    """
    Let the order go on if all the keys are there, and the PUK be read it asks for; each once.

    :raises Refusal: KEYS_MISSING, PUK_NOT_KNOWN; STEP_TAKEN_BACK where the order gave it up before.
    """
    digests = {step.step_no: step.digest for step in steps}
    async with uow:
        fresh = await uow.steps.are_new(steps[0].order_id, digests)
        for place, step in enumerate(steps):
            if step.step_no in fresh:
                with within(f"steps[{place}]"):
                    await _do(step, now=now, uow=uow)


async def _do(step: VaultStep, *, now: datetime, uow: UnitOfWork) -> None:
    match step:
        case CheckKeys():
            await _must_have(step.imsi, uow=uow)
        case GrantPuk():
            await grant_puk(step, now=now, uow=uow)
        case _:
            assert_never(step)


async def take_back_checks(order_id: str, numbers: Sequence[int], *, uow: UnitOfWork) -> None:
    """Remember that the order gave these steps up; what was to be read for it is not any more."""
    async with uow:
        if await uow.steps.are_to_be_undone(order_id, numbers):
            await uow.puks.take_back(order_id)


async def check_keys(step: CheckKeys, *, uow: UnitOfWork) -> None:
    """
    Let the order go on if the keys are there. Asks the vault once per step.

    :raises Refusal: KEYS_MISSING; STEP_TAKEN_BACK where the order gave it up before.
    """
    async with uow:
        if await uow.steps.are_new(step.order_id, {step.step_no: step.digest}):
            await _must_have(step.imsi, uow=uow)


async def _must_have(imsi: str, *, uow: UnitOfWork) -> None:
    if not await uow.vault.has(imsi):
        raise Refusal("KEYS_MISSING", "The vault has no keys of this card.")
