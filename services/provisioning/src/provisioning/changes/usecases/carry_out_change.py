"""Carry out a change that is in hand, and write down how it ended."""

import random
from datetime import datetime

from kernel.clock import Clock
from kernel.errors import Stale
from provisioning.changes.domain.change import CHANGE, ChangeAct
from provisioning.changes.domain.course import Hold, Move, Refuse, Verified, Wait
from provisioning.changes.domain.events import OrderDone, OrderRefused
from provisioning.changes.ports import Claimed, Desk, Progress
from provisioning.changes.usecases.drive_change import Drive, latest
from provisioning.elements.ports import Element

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 30.0
MOST_DOUBLINGS = 10


async def carry_out_change(
    claimed: Claimed, *, desk: Desk, element: Element, clock: Clock
) -> Move | None:
    """Return how it ended; None where meanwhile it became somebody else's turn."""
    drive = Drive(claimed, desk, element)
    try:
        end = await drive.to_its_end()
        await _write(drive, end, desk=desk, now=clock.now())
    except Stale:
        return None
    return end


async def _write(drive: Drive, end: Move, *, desk: Desk, now: datetime) -> None:
    async with desk:
        match end:
            case Verified():
                await _verify(drive, desk=desk, now=now)
            case Refuse():
                await _refuse(drive, end, desk=desk, now=now)
            case Hold(code=code, sentence=sentence):
                state = CHANGE.after(drive.state, ChangeAct.HOLD)
                await desk.changes.hold(drive.claimed, Progress(state, code, sentence, now))
            case Wait(code=code, sentence=sentence):
                progress = Progress(drive.state, code, sentence, now)
                pause = pause_seconds(drive.claimed.change.tries)
                await desk.changes.postpone(drive.claimed, progress, seconds=pause)
        await desk.log.write(drive.claimed.change, drive.exchanges, now=now)


async def _verify(drive: Drive, *, desk: Desk, now: datetime) -> None:
    progress = Progress(
        CHANGE.after(drive.state, ChangeAct.VERIFY), *latest(drive.exchanges), now
    )  # fmt: skip
    order = await desk.changes.finish(drive.claimed, progress)
    await desk.profiles.settle(drive.claimed.change, now=now)
    if order is not None and order.left_to_do == 0:
        done = OrderDone(order.order_id, order.subscriber_id, order.version, now)
        await desk.say(done, now=now)


async def _refuse(drive: Drive, end: Refuse, *, desk: Desk, now: datetime) -> None:
    """Fail the order; where an earlier change of it is in force already, a person must look."""
    claimed, order_id = drive.claimed, drive.claimed.change.order_id
    if order_id and not await desk.changes.close_order(order_id, code=end.code, now=now):
        state = CHANGE.after(drive.state, ChangeAct.HOLD)
        await desk.changes.hold(claimed, Progress(state, end.code, end.sentence, now))
        return
    state = CHANGE.after(drive.state, ChangeAct.REFUSE)
    order = await desk.changes.finish(claimed, Progress(state, end.code, end.sentence, now))
    if order is not None:
        refused = OrderRefused(
            order.order_id, order.subscriber_id, order.version, end.code, end.sentence, now
        )
        await desk.say(refused, now=now)


def pause_seconds(tries: int) -> float:
    """Return how long to wait after so many tries: doubling, with jitter, 30 s at most."""
    doubled = FIRST_PAUSE * 2.0 ** min(tries, MOST_DOUBLINGS)
    return min(doubled, LONGEST_PAUSE) * (0.75 + random.random() / 2)  # noqa: S311 - jitter
