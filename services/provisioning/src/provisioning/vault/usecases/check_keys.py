"""A step of orders: the vault has the keys of the card that is to be sold."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.errors import Refusal, within
from provisioning.vault.ports import Desk


@dataclass(frozen=True, slots=True)
class CheckKeys:
    order_id: str
    step_no: int
    imsi: str

    @property
    def digest(self) -> str:
        """Return what stands for its content."""
        return f"has_keys {self.imsi}"


async def check_stage(steps: Sequence[CheckKeys], *, desk: Desk) -> None:
    """
    Let the order go on if all the keys are there. Asks the vault once per step.

    :raises Refusal: KEYS_MISSING; STEP_TAKEN_BACK where the order gave it up before.
    """
    digests = {step.step_no: step.digest for step in steps}
    async with desk:
        fresh = await desk.steps.are_new(steps[0].order_id, digests)
        for place, step in enumerate(steps):
            if step.step_no in fresh:
                with within(f"steps[{place}]"):
                    await _must_have(step.imsi, desk=desk)


async def take_back_checks(order_id: str, numbers: Sequence[int], *, desk: Desk) -> None:
    """Remember that the order gave these steps up; they held nothing."""
    async with desk:
        await desk.steps.are_to_be_undone(order_id, numbers)


async def check_keys(step: CheckKeys, *, desk: Desk) -> None:
    """
    Let the order go on if the keys are there. Asks the vault once per step.

    :raises Refusal: KEYS_MISSING; STEP_TAKEN_BACK where the order gave it up before.
    """
    async with desk:
        if await desk.steps.carry_out_once(step.order_id, step.step_no, step.digest):
            await _must_have(step.imsi, desk=desk)


async def take_back_check(order_id: str, step_no: int, *, desk: Desk) -> None:
    """Remember that the order gave the step up; it held nothing."""
    async with desk:
        await desk.steps.take_back_once(order_id, step_no)


async def _must_have(imsi: str, *, desk: Desk) -> None:
    if not await desk.vault.has(imsi):
        raise Refusal("KEYS_MISSING", "The vault has no keys of this card.")
