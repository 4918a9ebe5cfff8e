"""Unlocking (rules 2.15): a password's lock is opened, and how often is counted."""

from datetime import timedelta

import pytest
from shop_of_accounts import Order
from test_passwords import BETTER, GOOD, Holder, anna

from accounts.proofs.domain.unlocking import LockKind, Unlock

__all__ = ["anna"]
PASSWORD = LockKind.SERVICE_PASSWORD


async def unlocks(holder: Holder, lock: LockKind) -> Order:
    order = holder.shop.order()
    await order.does(Unlock(holder.number.id, lock))
    return order


async def locks(holder: Holder) -> None:
    for _ in range(3):
        await holder.is_refused(holder.proves(BETTER))
    assert (await holder.is_refused(holder.proves(GOOD))).code == "PASSWORD_LOCKED"


async def test_the_same_password_proves_again(anna: Holder) -> None:
    await anna.resets(GOOD)
    await locks(anna)

    await unlocks(anna, PASSWORD)

    assert (await anna.proves(GOOD)).checks


async def test_taken_back_it_is_locked_again_and_not_counted(anna: Holder) -> None:
    await anna.resets(GOOD)
    for _ in range(4):
        await anna.shop.uow.password_tries.forget(anna.number.id, now=anna.shop.now)
        if (await anna.is_refused(anna.proves(BETTER))).code != "PASSWORD_LOCKED":
            await anna.is_refused(anna.proves(BETTER))
            await anna.is_refused(anna.proves(BETTER))
        order = await unlocks(anna, PASSWORD)
        await order.takes_all_back()

        assert (await anna.is_refused(anna.proves(GOOD))).code == "PASSWORD_LOCKED"


async def test_what_is_not_locked_is_not_unlocked(anna: Holder) -> None:
    assert (await anna.is_refused(unlocks(anna, PASSWORD))).code == "NOT_LOCKED"

    await anna.resets(GOOD)
    await anna.is_refused(anna.proves(BETTER))
    assert (await anna.is_refused(unlocks(anna, PASSWORD))).code == "NOT_LOCKED"


@pytest.mark.parametrize("lock", [one for one in LockKind if one is not PASSWORD])
async def test_three_times_a_kind_and_day(anna: Holder, lock: LockKind) -> None:
    for _ in range(3):
        await unlocks(anna, lock)

    assert (await anna.is_refused(unlocks(anna, lock))).code == "UNLOCK_LIMIT_EXCEEDED"
    other = LockKind.LOSS if lock is not LockKind.LOSS else LockKind.FRAUD
    await unlocks(anna, other)
    anna.shop.now += timedelta(days=1)
    await unlocks(anna, lock)
