"""A step of orders: the vault has the keys of the card that is to be sold."""

from dataclasses import dataclass

from kernel.errors import Refusal
from provisioning.vault.ports import Desk


@dataclass(frozen=True, slots=True)
class CheckKeys:
    order_id: str
    step_no: int
    imsi: str


async def check_keys(step: CheckKeys, *, desk: Desk) -> None:
    """
    Let the order go on if the keys are there. Asks the vault once per step.

    :raises Refusal: KEYS_MISSING; STEP_TAKEN_BACK where the order gave it up before.
    """
    async with desk:
        digest = f"has_keys {step.imsi}"
        if await desk.steps.carry_out_once(step.order_id, step.step_no, digest) and not (
            await desk.vault.has(step.imsi)
        ):
            raise Refusal("KEYS_MISSING", "The vault has no keys of this card.")


async def take_back_check(order_id: str, step_no: int, *, desk: Desk) -> None:
    """Remember that the order gave the step up; it held nothing."""
    async with desk:
        await desk.steps.take_back_once(order_id, step_no)
