"""Restore in the network what orders asked for; the one change that is no order."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kernel.clock import Clock, monotonic
from kernel.ids import derived_id
from provisioning.domain.barring import Level
from provisioning.domain.change import CHANGE, ChangeState, RestoreProfile
from provisioning.domain.subscription import Difference
from provisioning.usecases.compare_network import Window, compare_network, compare_numbers
from provisioning.usecases.ports import Desk, Element

MOST = 1000
PATIENCE_SECONDS, LOOK_SECONDS = 3.0, 0.02


@dataclass(frozen=True, slots=True)
class Repair:
    """`msisdns` empty: every number that differs."""

    request_id: str
    msisdns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Repaired:
    """`is_over`: nothing of it is under way any more."""

    repaired: tuple[Difference, ...]
    left: tuple[Difference, ...]
    is_over: bool


async def find_differences(repair: Repair, *, desk: Desk, element: Element) -> Sequence[Difference]:
    """Return what a repair would restore or leave. Raises ElementSilent."""
    if repair.msisdns:
        found = await compare_numbers(repair.msisdns, limit=MOST, desk=desk, element=element)
    else:
        found = await compare_network(Window("", MOST), desk=desk, element=element)
    return found.differences


def is_restorable(found: Difference) -> bool:
    """Tell whether an order ever asked for this number: what none did, a person must judge."""
    return bool(found.desired.imsi)


async def begin_repair(
    repair: Repair, found: Sequence[Difference], *, desk: Desk, clock: Clock
) -> Mapping[str, Difference]:
    """Queue a repair of each difference in its lanes; returns them by the change's id."""
    begun = {_id(repair, one): one for one in found if is_restorable(one)}
    async with desk:
        for change_id, one in begun.items():
            desired = one.desired
            what = RestoreProfile(
                one.msisdn, desired.imsi, desired.level or Level.NONE, exists=desired.exists
            )
            await desk.changes.queue_repair(change_id, what, now=clock.now())
    return begun


async def await_repair(
    begun: Mapping[str, Difference], found: Sequence[Difference], *, desk: Desk
) -> Repaired:
    """Wait a while for what was begun."""
    until = monotonic() + PATIENCE_SECONDS
    states = await _states(begun, desk)
    while _under_way(states) and monotonic() < until:
        await asyncio.sleep(LOOK_SECONDS)
        states = await _states(begun, desk)
    done = {begun[id_].msisdn for id_, state in states.items() if state is ChangeState.VERIFIED}
    return Repaired(
        repaired=tuple(one for one in found if one.msisdn in done),
        left=tuple(one for one in found if one.msisdn not in done),
        is_over=not _under_way(states),
    )


async def _states(begun: Mapping[str, Difference], desk: Desk) -> dict[str, ChangeState]:
    return {id_: (await desk.held.find(id_)).state for id_ in begun}


def _under_way(states: Mapping[str, ChangeState]) -> bool:
    return any(
        state not in CHANGE.ends and state is not ChangeState.HELD for state in states.values()
    )


def _id(repair: Repair, found: Difference) -> str:
    return derived_id("repair", repair.request_id, found.msisdn)
