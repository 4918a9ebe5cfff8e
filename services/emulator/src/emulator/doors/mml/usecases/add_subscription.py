"""Make a subscription out of a template, for a card whose keys are there."""

from dataclasses import replace

from emulator.faults.domain.element_error import CommandRefused, ElementError
from emulator.hlr.domain.commands import AddFromTemplate
from emulator.hlr.domain.log_entry import Changed
from emulator.hlr.domain.profile import template
from emulator.hlr.domain.subscription import Subscription
from emulator.switch.ports import Desk, Network


async def add_subscription(command: AddFromTemplate, *, desk: Desk, network: Network) -> Changed:
    """Raises CommandRefused: out of range, TEMPLATE_UNKNOWN, CAPACITY_EXCEEDED, KI_MISSING,
    IMSI_IN_USE or ISDN_IN_USE."""
    network.ranges.admit_imsi(command.imsi)
    network.ranges.admit_isdn(command.isdn)
    profile = replace(template(command.template), isdn=command.isdn)
    if await desk.hlr.is_full(network.ranges.capacity):
        raise CommandRefused(ElementError.CAPACITY_EXCEEDED)
    made = Subscription(command.imsi, command.template, profile)
    await desk.hlr.add(made)
    return Changed(before=None, after=made)
