"""Restore in the network what orders asked for; the one change that is no order."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kernel.clock import Clock, monotonic
from kernel.ids import derived_id
from provisioning.changes.domain.change import CHANGE, ChangeState
from provisioning.changes.ports import UnitOfWork
from provisioning.comparison.domain.difference import Difference
from provisioning.comparison.usecases.compare_network import (
    Window,
    compare_network,
    compare_numbers,
)
from provisioning.elements.ports import Element

MOST = 1000
LOOK_SECONDS = 0.02


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


async def find_differences(
    repair: Repair, *, uow: UnitOfWork, element: Element
) -> Sequence[Difference]:
    """Return what a repair would restore or leave. Raises ElementSilent."""
    if repair.msisdns:
        comparison = await compare_numbers(repair.msisdns, limit=MOST, uow=uow, element=element)
    else:
        comparison = await compare_network(Window("", MOST), uow=uow, element=element)
    return comparison.differences


def is_restorable(difference: Difference) -> bool:
    """Tell whether an order ever asked for this number: what none did, a person must judge."""
    return bool(difference.desired.imsi)


async def begin_repair(
    repair: Repair, differences: Sequence[Difference], *, uow: UnitOfWork, clock: Clock
) -> Mapping[str, Difference]:
    """Queue a repair of each difference in its lanes; returns them by the change's id."""
    begun = {_id(repair, one): one for one in differences if is_restorable(one)}
    async with uow:
        for change_id, difference in begun.items():
            await uow.changes.queue_repair(change_id, difference.desired, now=clock.now())
    return begun


async def await_repair(
    begun: Mapping[str, Difference],
    differences: Sequence[Difference],
    *,
    uow: UnitOfWork,
    seconds: float,
) -> Repaired:
    """Wait for what was begun, `seconds` at most."""
    until = monotonic() + seconds
    states = {id_: await _state(id_, uow, until) for id_ in begun}
    done = {begun[id_].msisdn for id_, state in states.items() if state is ChangeState.VERIFIED}
    return Repaired(
        repaired=tuple(one for one in differences if one.msisdn in done),
        left=tuple(one for one in differences if one.msisdn not in done),
        is_over=all(_is_over(state) for state in states.values()),
    )


async def _state(change_id: str, uow: UnitOfWork, until: float) -> ChangeState:
    """Return how a change ended, or where it is when the time is over."""
    state = (await uow.held.get(change_id)).state
    while not _is_over(state) and monotonic() < until:
        # Another process may carry it out: there is no event to wait for.
        await asyncio.sleep(LOOK_SECONDS)
        state = (await uow.held.get(change_id)).state
    return state


def _is_over(state: ChangeState) -> bool:
    return state in CHANGE.ends or state is ChangeState.HELD


def _id(repair: Repair, difference: Difference) -> str:
    return derived_id("repair", repair.request_id, difference.msisdn)
