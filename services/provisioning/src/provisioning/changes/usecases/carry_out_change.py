"""Carry out a change that is in hand, and write down how it ended."""

import random
from datetime import datetime
from typing import assert_never

from kernel.clock import Clock
from kernel.errors import Stale
from provisioning.changes.domain.change import CHANGE, ChangeAct
from provisioning.changes.domain.course import End, Hold, Refuse, Verified, Wait
from provisioning.changes.domain.events import OrderDone, OrderRefused
from provisioning.changes.ports import Claimed, Progress, UnitOfWork
from provisioning.changes.usecases.drive_change import Drive, latest
from provisioning.elements.ports import Element

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 30.0
MOST_DOUBLINGS = 10


async def carry_out_change(
    claimed: Claimed, *, uow: UnitOfWork, element: Element, clock: Clock
) -> End | None:
    """Return how it ended; None where meanwhile it became somebody else's turn."""
    drive = Drive(claimed, uow, element)
    try:
        end = await drive.to_its_end()
        await _write(drive, end, uow=uow, now=clock.now())
    except Stale:
        return None
    return end


async def _write(drive: Drive, end: End, *, uow: UnitOfWork, now: datetime) -> None:
    async with uow:
        match end:
            case Verified():
                await _verify(drive, uow=uow, now=now)
            case Refuse():
                await _refuse(drive, end, uow=uow, now=now)
            case Hold(code=code, sentence=sentence):
                state = CHANGE.after(drive.state, ChangeAct.HOLD)
                await uow.changes.hold(drive.claimed, Progress(state, code, sentence, now))
            case Wait(code=code, sentence=sentence):
                progress = Progress(drive.state, code, sentence, now)
                pause = pause_seconds(drive.claimed.change.tries)
                await uow.changes.postpone(drive.claimed, progress, seconds=pause)
            case _:
                assert_never(end)
        await uow.log.write(drive.claimed.change, drive.exchanges, now=now)


async def _verify(drive: Drive, *, uow: UnitOfWork, now: datetime) -> None:
    progress = Progress(
        CHANGE.after(drive.state, ChangeAct.VERIFY), *latest(drive.exchanges), now
    )  # fmt: skip
    order = await uow.changes.finish(drive.claimed, progress)
    await uow.profiles.settle(drive.claimed, now=now)
    if order is not None and order.left_to_do == 0:
        done = OrderDone(order.order_id, order.subscriber_id, order.version, now)
        await uow.publish([done], now=now)


async def _refuse(drive: Drive, end: Refuse, *, uow: UnitOfWork, now: datetime) -> None:
    """Fail the order; where an earlier change of it is in force already, a person must look."""
    claimed, order_id = drive.claimed, drive.claimed.change.order_id
    if order_id and not await uow.changes.close_order(order_id, code=end.code, now=now):
        state = CHANGE.after(drive.state, ChangeAct.HOLD)
        await uow.changes.hold(claimed, Progress(state, end.code, end.sentence, now))
        return
    state = CHANGE.after(drive.state, ChangeAct.REFUSE)
    order = await uow.changes.finish(claimed, Progress(state, end.code, end.sentence, now))
    if order is not None:
        refused = OrderRefused(
            order.order_id, order.subscriber_id, order.version, end.code, end.sentence, now
        )
        await uow.publish([refused], now=now)


def pause_seconds(tries: int) -> float:
    """Return how long to wait after so many tries: doubling, with jitter, 30 s at most."""
    doubled = FIRST_PAUSE * 2.0 ** min(tries, MOST_DOUBLINGS)
    return min(doubled, LONGEST_PAUSE) * (0.75 + random.random() / 2)  # noqa: S311 - jitter
