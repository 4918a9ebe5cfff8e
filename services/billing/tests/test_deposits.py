"""Deposits: hers, kept apart, never taken by itself."""

from typing import Any

import pytest
from house_of_billing import ANNA, BORIS, CLERK, HouseOfBilling, fen
from test_gifts import books
from test_payments import ANNAS_APP

from boss.billing.v1 import commands_pb2
from kernel.caller import Caller
from kernel.ids import new_id
from runtime.rpc.calling import acting


async def takes(house: HouseOfBilling, *, by: Caller = CLERK, **changes: Any) -> Any:
    said: dict[str, Any] = {
        "request_id": new_id(),
        "account_id": ANNA.account,
        "amount": fen(5000),
        "reason": "roaming",
    } | changes
    with acting(by):
        return await house.commands.TakeDeposit(commands_pb2.TakeDepositRequest(**said), None)


async def returns(house: HouseOfBilling, book_id: str) -> Any:
    request = commands_pb2.ReturnDepositRequest(
        request_id=new_id(), account_id=ANNA.account, book_id=book_id, reason="she is back"
    )
    with acting(CLERK):
        return await house.commands.ReturnDeposit(request, None)


async def test_a_deposit_pays_for_nothing(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=10)

    await takes(house)
    await house.hears(house.call(ANNA, seconds=60))

    assert await books(house) == (-5, [("deposit", 5000)])
    assert (await house.left(ANNA), await house.level(ANNA)) == (-5, "ONE_WAY")


async def test_it_is_returned_once(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    taken = await takes(house)

    answer = await returns(house, taken.book.id)

    assert (answer.amount, await books(house)) == (fen(5000), (100, []))
    assert (await house.postings(ANNA))[-4:] == [
        ("cash", -5000, "deposit"),
        ("deposit", 5000, "deposit"),
        ("deposit", -5000, "deposit_returned"),
        ("cash", 5000, "deposit_returned"),
    ]
    await house.refuses("DEPOSIT_UNKNOWN", returns(house, taken.book.id))


async def test_at_the_end_it_is_owed_to_her(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=100)
    taken = await takes(house)

    order = await house.does(close_account=commands_pb2.CloseAccount(account_id=ANNA.account))
    lines = await house.postings(ANNA)
    await house.refuses("DEPOSIT_UNKNOWN", returns(house, taken.book.id))
    await order.undoes()

    assert lines[-2:] == [("refund_payable", 100, "refund"), ("refund_payable", 5000, "refund")]
    assert await books(house) == (100, [("deposit", 5000)])


@pytest.mark.parametrize(
    ("code", "field", "changes"),
    [
        ("ROLE_REQUIRED", None, {"by": ANNAS_APP}),
        ("FIELD_MISSING", "reason", {"reason": ""}),
        ("FIELD_NOT_VALID", "amount.minor", {"amount": fen(-1)}),
        ("ACCOUNT_UNKNOWN", None, {"account_id": BORIS.account}),
    ],
)
async def test_a_deposit_that_is_refused_changes_nothing(
    house: HouseOfBilling, code: str, field: str | None, changes: dict[str, Any]
) -> None:
    await house.has(ANNA, left=100)
    before = await house.rows("posting"), await house.rows("outbox")

    refusal = await house.refuses(code, takes(house, **changes))

    after = await house.rows("posting"), await house.rows("outbox")
    assert (refusal.field, after, await house.rows("balance_book")) == (field, before, 0)
