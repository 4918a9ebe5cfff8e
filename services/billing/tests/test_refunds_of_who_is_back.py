"""A refund that waits when who left is back is denied: she asks anew when she leaves again."""

from datetime import timedelta

import pytest
from house_of_billing import ANNA, HouseOfBilling, fen
from test_adjustments import approves, listed, pays_out
from test_reopening import back, leaves

from boss.audit.v1 import events_pb2 as audit_pb2

LEFT = 57_100


@pytest.mark.holds("R-TM-6")
async def test_what_waits_is_denied_by_the_restoration(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=LEFT)
    closing = await leaves(house)
    asked = await pays_out(house, amount=fen(17_100))

    await house.does(reopen_account=back(closing))

    assert await listed(house) == [("rejected", -17_100)]
    await house.refuses("STATE_NOT_ALLOWED", approves(house, asked))
    assert await house.left(ANNA) == LEFT
    audited = await house.said(audit_pb2.AuditRecorded)
    assert audited[-1].action == "refund.rejected"
    assert "open again" in audited[-1].reason


async def test_who_leaves_again_is_paid_all_that_is_left_then(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=LEFT)
    closing = await leaves(house)
    await pays_out(house)
    await house.does(reopen_account=back(closing))

    house.clock.instant += timedelta(minutes=1)
    await leaves(house)
    await pays_out(house)

    assert await listed(house) == [("waiting", -LEFT), ("rejected", -LEFT)]


async def test_whose_restoration_is_taken_back_asks_anew(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=LEFT)
    closing = await leaves(house)
    await pays_out(house, amount=fen(20_000))
    restoring = await house.does(reopen_account=back(closing))

    await restoring.undoes()
    await pays_out(house)

    assert sorted(await listed(house)) == [("rejected", -20_000), ("waiting", -LEFT)]


async def test_a_closing_that_is_taken_back_denies_it_too(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=LEFT)
    closing = await leaves(house)
    await pays_out(house)

    await closing.undoes()

    assert await listed(house) == [("rejected", -LEFT)]
    assert await house.left(ANNA) == LEFT
