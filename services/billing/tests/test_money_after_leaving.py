"""Who has left: what comes beyond the debt is payable back at once, and a debt can be paid."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from house_of_billing import (
    ANNA,
    BORIS,
    CLERK,
    NOON,
    OPERATIONS,
    SUPERVISOR,
    HouseOfBilling,
    Order,
    Subscriber,
    catalogue_text,
    fen,
)
from test_histories import CATALOGUE
from test_storage import NewUnitOfWork, account_of, new_uow, paid

from billing.accounts.domain.account import AccountState
from billing.accounts.domain.leaving import to_pay_out
from billing.ledger.domain.adjustment import REFUND
from billing.ledger.domain.approval import ApprovalLimits
from billing.ledger.domain.entry import postings_of
from billing.payments.usecases.adjust_balance import AskAdjustment, ask_adjustment
from boss.billing.v1 import commands_pb2, questions_pb2
from kernel.caller import Caller
from kernel.ids import new_id
from kernel.money import Money
from runtime.rpc.calling import acting

__all__ = ["new_uow"]

UNTIL_RECORDS_ARE_IN = timedelta(days=70)

LIMITS = ApprovalLimits(*(Money("CNY", 1000),) * 3)


async def leaves(house: HouseOfBilling, *, left: int = 100) -> Order:
    """Have her in service with so much left, and have her leave."""
    await house.has(ANNA, left=left)
    return await closes(house)


async def closes(house: HouseOfBilling) -> Order:
    """Have her leave an hour later."""
    house.clock.instant += timedelta(hours=1)
    return await house.does(close_account=commands_pb2.CloseAccount(account_id=ANNA.account))


async def is_closed(house: HouseOfBilling) -> None:
    """Have all her records be in."""
    await house.turns_clock_to(house.clock.now() + UNTIL_RECORDS_ARE_IN)
    assert (await house.balance(ANNA)).state == AccountState.CLOSED


async def is_paid_out(house: HouseOfBilling) -> int:
    request = commands_pb2.PayOutRefundRequest(
        request_id=new_id(), account_id=ANNA.account, reason="she has left"
    )
    with acting(SUPERVISOR):
        return int(-(await house.commands.PayOutRefund(request, None)).adjustment.amount.minor)


async def adjusts(
    house: HouseOfBilling,
    amount: int,
    *,
    code: str = "billing_error",
    account_id: str = ANNA.account,
) -> Any:
    request = commands_pb2.AskAdjustmentRequest(
        request_id=new_id(),
        account_id=account_id,
        amount=fen(amount),
        reason_code=code,
        reason="found later",
    )
    with acting(CLERK):
        return (await house.commands.AskAdjustment(request, None)).account


async def stands(house: HouseOfBilling) -> tuple[int, int, int]:
    """What is left, what is owed by her, and what is payable back to her."""
    account = await house.balance(ANNA)
    return account.balance.minor, account.owes.minor, account.payable_back.minor


async def late_text(house: HouseOfBilling, *, parts: int) -> None:
    """Hear of texts she sent before she left, of 10 fen a part."""
    before = house.moment(timedelta(minutes=-5))
    await house.hears(house.call(ANNA, seconds=0, kind="sms", count=parts, started_at=before))


async def test_what_is_paid_to_a_closing_account_is_payable_back_and_the_answer_says_so(
    house: HouseOfBilling,
) -> None:
    await leaves(house)

    paid = await house.pays(ANNA, 5_000)

    assert (paid.account.balance, paid.account.payable_back) == (fen(0), fen(5_100))
    assert await stands(house) == (0, 0, 5_100)
    await is_closed(house)
    assert await is_paid_out(house) == 5_100
    assert await stands(house) == (0, 0, 0)


async def test_the_same_payment_told_twice_says_the_same(house: HouseOfBilling) -> None:
    await leaves(house)

    first = await house.pays(ANNA, 5_000, reference="till")
    again = await house.pays(ANNA, 5_000, reference="till")

    assert (again.payment_id, again.account) == (first.payment_id, first.account)
    assert await stands(house) == (0, 0, 5_100)


async def test_a_late_use_is_paid_from_what_was_to_be_paid_back(house: HouseOfBilling) -> None:
    """As after the story of `make run`: a call of 1.50 yuan was told after she had left."""
    await leaves(house, left=3000)

    await late_text(house, parts=15)

    assert await stands(house) == (0, 0, 2850)
    await is_closed(house)
    assert await is_paid_out(house) == 2850
    assert (await house.totals()).sum_minor == 0


async def test_what_was_paid_out_before_stays_paid_out_and_a_debt_is_left_that_can_be_paid(
    house: HouseOfBilling,
) -> None:
    await leaves(house, left=3000)
    await is_paid_out(house)
    await late_text(house, parts=15)
    await is_closed(house)
    assert await stands(house) == (-150, 150, 0)

    paid = await house.pays(ANNA, 150)

    assert (paid.account.state, paid.account.balance) == ("closed", fen(0))
    assert await stands(house) == (0, 0, 0)
    await house.refuses("STATE_NOT_ALLOWED", house.pays(ANNA, 150))


async def test_who_pays_more_than_a_closed_account_owes_has_the_rest_back(
    house: HouseOfBilling,
) -> None:
    await leaves(house, left=3000)
    await is_paid_out(house)
    await late_text(house, parts=15)
    await is_closed(house)

    paid = await house.pays(ANNA, 1000)

    assert (paid.account.balance, paid.account.payable_back) == (fen(0), fen(850))
    assert await is_paid_out(house) == 850


async def test_a_late_use_waits_for_none_of_a_deposit(house: HouseOfBilling) -> None:
    """押金: it is hers, and never taken by itself."""
    await house.has(ANNA, left=100)
    taken = commands_pb2.TakeDepositRequest(
        request_id=new_id(), account_id=ANNA.account, amount=fen(5000), reason="abroad"
    )
    with acting(CLERK):
        await house.commands.TakeDeposit(taken, None)
    await closes(house)

    await late_text(house, parts=15)

    assert await stands(house) == (-50, 50, 5000)
    assert await is_paid_out(house) == 5000
    assert await stands(house) == (-50, 50, 0)


@pytest.mark.parametrize("code", ["billing_error", "goodwill"])
async def test_an_error_given_back_after_she_left_is_payable_back(
    house: HouseOfBilling, code: str
) -> None:
    await leaves(house, left=0)

    closing = await adjusts(house, 700, code=code)
    await is_closed(house)
    closed = await adjusts(house, 300, code=code)

    assert (closing.balance, closing.payable_back) == (fen(0), fen(700))
    assert (closed.balance, closed.payable_back) == (fen(0), fen(1000))
    assert await is_paid_out(house) == 1000


async def test_an_error_given_back_by_mistake_is_taken_from_what_is_payable(
    house: HouseOfBilling,
) -> None:
    await leaves(house, left=0)
    await is_closed(house)
    await adjusts(house, 700)

    account = await adjusts(house, -200)

    assert (account.balance, account.payable_back) == (fen(0), fen(500))


@pytest.mark.parametrize("code", ["penalty", "third_party"])
async def test_nothing_new_is_taken_from_a_closed_account(house: HouseOfBilling, code: str) -> None:
    await leaves(house, left=500)
    await is_closed(house)

    await house.refuses("STATE_NOT_ALLOWED", adjusts(house, -200, code=code))

    assert await stands(house) == (0, 0, 500)


async def test_a_fee_taken_back_after_she_left_is_payable_back(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=2500)
    fee = commands_pb2.TakeFee(
        account_id=ANNA.account, fee="sim_swap", amount=fen(2000), from_balance=True
    )
    order = await house.does(take_fee=fee)
    await house.does(close_account=commands_pb2.CloseAccount(account_id=ANNA.account))
    assert await stands(house) == (0, 0, 500)

    await order.undoes()

    assert await stands(house) == (0, 0, 2500)


async def test_a_closing_taken_back_brings_back_all_that_is_payable(house: HouseOfBilling) -> None:
    order = await leaves(house)
    await house.pays(ANNA, 5_000)

    await order.undoes()

    assert await stands(house) == (5_100, 0, 0)


async def reverses(house: HouseOfBilling) -> Any:
    reversal = commands_pb2.ReversePaymentRequest(
        request_id=new_id(), payment_channel="hall", reference="till", reason="another was meant"
    )
    with acting(SUPERVISOR):
        return (await house.commands.ReversePayment(reversal, None)).account


async def test_a_payment_for_who_has_left_by_mistake_is_taken_back(house: HouseOfBilling) -> None:
    await leaves(house)
    house.clock.instant += timedelta(minutes=1)
    await house.pays(ANNA, 5_000, reference="till")

    account = await reverses(house)

    assert (account.balance, account.payable_back) == (fen(0), fen(100))
    assert await is_paid_out(house) == 100


async def test_what_is_paid_out_or_went_to_a_debt_is_not_taken_back(house: HouseOfBilling) -> None:
    await leaves(house)
    house.clock.instant += timedelta(minutes=1)
    await house.pays(ANNA, 5_000, reference="till")
    await is_paid_out(house)

    paid_out = await house.refuses("PAYMENT_USED", reverses(house))
    await late_text(house, parts=15)
    await house.pays(ANNA, 1000)

    await house.refuses("PAYMENT_USED", reverses(house))
    assert "pay" in str(paid_out)
    assert await stands(house) == (0, 0, 850)


async def test_who_owes_after_leaving_and_who_is_owed_are_found(house: HouseOfBilling) -> None:
    await leaves(house, left=3000)
    await is_paid_out(house)
    await late_text(house, parts=15)
    await house.has(BORIS, left=700)
    await house.does(close_account=commands_pb2.CloseAccount(account_id=BORIS.account))
    await is_closed(house)

    async def listed(standing: str) -> list[tuple[str, int, int]]:
        asked = questions_pb2.ListAccountsRequest(left_with=standing)
        with acting(OPERATIONS):
            found = (await house.questions.ListAccounts(asked, None)).accounts
        return [(one.id, one.owes.minor, one.payable_back.minor) for one in found]

    assert await listed("debt") == [(ANNA.account, 150, 0)]
    assert await listed("money") == [(BORIS.account, 0, 700)]
    assert len(await listed("")) == 2
    asked = questions_pb2.ListAccountsRequest(left_with="luck")
    refusal = await house.refuses("FIELD_NOT_VALID", house.questions.ListAccounts(asked, None))
    assert refusal.field == "left_with"


async def test_who_is_paid_out_while_a_late_use_is_told_has_it_once(
    house: HouseOfBilling,
) -> None:
    await leaves(house, left=0)
    for turn in range(12):
        await house.pays(ANNA, 300)
        both = is_paid_out(house), late_text(house, parts=1)

        first, second = await asyncio.gather(*both[:: 1 if turn % 2 else -1])

        left, owes, back = await stands(house)
        assert (first or second, left, back) in {(290, 0, 0), (300, -10, 0)}
        if owes:
            await house.pays(ANNA, owes)
        assert await stands(house) == (0, 0, 0)


@pytest.mark.parametrize("state", [AccountState.CLOSING, AccountState.CLOSED])
async def test_what_was_left_there_by_an_earlier_release_is_paid_out(
    new_uow: NewUnitOfWork, state: AccountState
) -> None:
    async with new_uow() as uow:
        gone = replace(account_of(ANNA), state=state, paid_to=NOON)
        entries = paid(ANNA, 700, cause="before the upgrade")
        await uow.catalogues.add(CATALOGUE, document=catalogue_text(), at=NOON)
        await uow.accounts.add(gone)
        await uow.accounts.save([gone.booked(postings_of(entries))])
        await uow.ledger.append(entries)
    asked = AskAdjustment(
        request_id=new_id(),
        account_id=ANNA.account,
        amount=None,
        reason_code=REFUND,
        caller=Caller("Boris", frozenset({"supervisor"})),
        reason="she has left",
    )

    done = await ask_adjustment(asked, uow=new_uow(), limits=LIMITS, now=NOON)

    assert done.adjustment.amount.minor == -700
    assert (done.account.balance.minor, to_pay_out(done.account).minor) == (0, 0)


async def test_who_paid_later_has_no_limit_any_more_and_owes_all_of_it(
    house: HouseOfBilling,
) -> None:
    carla = Subscriber("Carla", "8613900000003", offering="postpaid-basic")
    order = await house.opens(carla, prepaid=0)
    await order.does(start_plan=commands_pb2.StartPlan(account_id=carla.account))
    await house.pays(carla, -(await house.left(carla)))
    house.clock.instant += timedelta(hours=1)
    await house.does(close_account=commands_pb2.CloseAccount(account_id=carla.account))

    owing = await adjusts(house, -300, account_id=carla.account)
    paid = (await house.pays(carla, 1000)).account

    assert (owing.credit_limit, owing.owes) == (fen(0), fen(300))
    assert (paid.balance, paid.payable_back) == (fen(0), fen(700))
