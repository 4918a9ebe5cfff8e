"""The steps of orders: each refusal by its code, each step back by entries the other way round."""

import asyncio

import pytest
from house_of_billing import ANNA, BORIS, HouseOfBilling, Order, Subscriber, fen

from boss.billing.v1 import commands_pb2, events_pb2, questions_pb2
from kernel.errors import Refusal
from kernel.ids import new_id


async def test_an_opening_that_fails_leaves_nothing_but_its_trace(house: HouseOfBilling) -> None:
    order = await house.opens(ANNA, prepaid=1000)
    await order.does(start_plan=commands_pb2.StartPlan(account_id=ANNA.account))

    await order.undoes()

    account = await house.balance(ANNA)
    assert (account.balance.minor, account.state) == (0, "closed")
    lines = await house.postings(ANNA)
    assert [(book, amount) for book, amount, _ in lines] == [
        ("cash", -2000),
        ("fee_revenue", 2000),
        ("cash", -1000),
        ("customer", 1000),
        ("customer", -150),
        ("plan_revenue", 150),
        ("customer", 150),
        ("plan_revenue", -150),
        ("cash", 1000),
        ("customer", -1000),
        ("cash", 2000),
        ("fee_revenue", -2000),
    ]
    assert (await house.totals()).sum_minor == 0


async def test_what_a_stranger_paid_in_before_the_opening_failed_is_owed_back(
    house: HouseOfBilling,
) -> None:
    order = await house.opens(ANNA)
    await house.pays(ANNA, 700)

    await order.undoes()

    assert (await house.postings(ANNA))[-2:] == [
        ("customer", -700, "refund"),
        ("refund_payable", 700, "refund"),
    ]


async def test_a_step_asked_twice_is_done_once(house: HouseOfBilling) -> None:
    order = await house.opens(ANNA)

    for number in (2, 1, 0, 2):
        await order.asks(number)

    assert await house.left(ANNA) == 1000


async def test_a_step_asked_many_times_at_once_is_done_once(house: HouseOfBilling) -> None:
    order = await house.opens(ANNA)
    order.steps.append(
        commands_pb2.BillingStep(
            take_prepayment=commands_pb2.TakePrepayment(account_id=ANNA.account, amount=fen(1500))
        )
    )

    await asyncio.gather(*[order.asks(3) for _ in range(8)])

    assert await house.left(ANNA) == 2500


async def test_a_step_that_comes_after_its_undo_is_refused(house: HouseOfBilling) -> None:
    order = await house.opens(ANNA)
    order.steps.append(
        commands_pb2.BillingStep(
            take_prepayment=commands_pb2.TakePrepayment(account_id=ANNA.account, amount=fen(1500))
        )
    )
    await order.undoes(3)

    await house.refuses("STEP_TAKEN_BACK", order.asks(3))
    assert await house.left(ANNA) == 1000


async def test_the_same_step_with_another_content_is_refused(house: HouseOfBilling) -> None:
    order = await house.opens(ANNA)
    order.steps[2].take_prepayment.amount.minor += 1

    await house.refuses("REQUEST_ID_REUSED", order.asks(2))


async def test_undoing_twice_undoes_once(house: HouseOfBilling) -> None:
    order = await house.opens(ANNA)

    await order.undoes(2)
    await order.undoes(2)

    assert await house.left(ANNA) == 0


async def test_closing_can_be_taken_back(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=3000)
    order = await house.does(close_account=commands_pb2.CloseAccount(account_id=ANNA.account))

    await order.undoes()

    account = await house.balance(ANNA)
    assert (account.balance.minor, account.state) == (3000, "open")
    await house.hears(house.call(ANNA, seconds=60))
    assert await house.left(ANNA) == 2985


async def test_closing_ends_what_credit_control_wanted(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=-10)
    await house.does(close_account=commands_pb2.CloseAccount(account_id=ANNA.account))

    assert await house.level(ANNA) == "NONE"
    assert [one.level for one in await house.said(events_pb2.ArrearsLevelChanged)] == [2, 1]
    assert await house.left(ANNA) == -10


def opening(**changes: object) -> dict[str, object]:
    step = {
        "account_id": ANNA.account,
        "customer_id": ANNA.customer,
        "subscriber_id": ANNA.id,
        "msisdn": ANNA.msisdn,
        "offering": "KEEP5",
    }
    return {"open_account": commands_pb2.OpenAccount(**step | changes)}  # type: ignore[arg-type]  # what a case changes


@pytest.mark.parametrize(
    ("code", "step"),
    [
        ("PLAN_NOT_SELLABLE", opening(offering="KEEP9")),
        ("FIELD_NOT_VALID", opening(account_id="1")),
        ("FIELD_MISSING", opening(subscriber_id="")),
        ("FIELD_NOT_VALID", opening(customer_id="\0")),
        ("FIELD_NOT_VALID", opening(msisdn="+8613900000001")),
        ("FIELD_NOT_VALID", opening(offering="x" * 129)),
        ("FIELD_MISSING", {}),
        (
            "ACCOUNT_UNKNOWN",
            {"take_fee": commands_pb2.TakeFee(account_id=new_id(), fee="sim_card", amount=fen(1))},
        ),
        (
            "FEE_UNKNOWN",
            {"take_fee": commands_pb2.TakeFee(account_id=new_id(), fee="no", amount=fen(1))},
        ),
        ("ACCOUNT_UNKNOWN", {"start_plan": commands_pb2.StartPlan(account_id=new_id())}),
        ("ACCOUNT_UNKNOWN", {"close_account": commands_pb2.CloseAccount(account_id=new_id())}),
    ],
)
async def test_a_step_that_cannot_be_is_refused_and_changes_nothing(
    house: HouseOfBilling, code: str, step: dict[str, object]
) -> None:
    await house.refuses(code, Order(house).does(**step))

    assert (await house.totals()).postings == 0
    assert await house.rows("account") == await house.rows("step_log") == 0


async def test_a_plan_that_is_not_sold_any_more_is_not_opened(house: HouseOfBilling) -> None:
    await house.stops_selling("KEEP5")

    await house.refuses("PLAN_NOT_SELLABLE", house.opens(ANNA))


async def test_a_subscriber_has_one_account_that_pays(house: HouseOfBilling) -> None:
    await house.opens(ANNA)
    other = Subscriber("Anna")

    await house.refuses("ACCOUNT_EXISTS", house.opens(other))
    await house.refuses("ACCOUNT_EXISTS", house.does(**opening(account_id=new_id())))


async def test_less_than_the_first_payment_is_refused(house: HouseOfBilling) -> None:
    await house.refuses("DEPOSIT_REQUIRED", house.opens(ANNA, prepaid=999))
    await house.refuses("DEPOSIT_REQUIRED", house.opens(BORIS, prepaid=0))


@pytest.mark.parametrize("amount", [fen(-1), fen(10**9), fen(0)])
async def test_a_first_payment_is_real_money(house: HouseOfBilling, amount: object) -> None:
    await house.has(ANNA, left=100)
    taken = commands_pb2.TakePrepayment(account_id=ANNA.account, amount=amount)  # type: ignore[arg-type]

    with pytest.raises(Refusal) as refused:
        await house.does(take_prepayment=taken)

    assert refused.value.code in {"FIELD_NOT_VALID", "DEPOSIT_REQUIRED"}
    assert await house.left(ANNA) == 100


async def test_a_fee_from_the_balance_needs_the_balance(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    fee = commands_pb2.TakeFee(
        account_id=ANNA.account, fee="sim_swap", amount=fen(1001), from_balance=True
    )

    await house.refuses("INSUFFICIENT_BALANCE", house.does(take_fee=fee))
    fee.amount.minor = 1000
    order = await house.does(take_fee=fee)
    gone = await house.level(ANNA)
    await order.undoes()

    assert gone == "ONE_WAY"
    assert await house.level(ANNA) == "NONE"


async def test_a_fee_that_is_nothing_leaves_no_posting(house: HouseOfBilling) -> None:
    await house.opens(ANNA)
    before = (await house.totals()).postings
    order = await house.does(
        take_fee=commands_pb2.TakeFee(account_id=ANNA.account, fee="sim_swap", amount=fen(0))
    )
    await order.undoes()

    assert (await house.totals()).postings == before


async def test_steps_of_a_closed_account_are_refused(house: HouseOfBilling) -> None:
    await house.has(ANNA, left=1000)
    await house.does(close_account=commands_pb2.CloseAccount(account_id=ANNA.account))
    fee = commands_pb2.TakeFee(account_id=ANNA.account, fee="sim_swap", amount=fen(1000))
    plan = commands_pb2.StartPlan(account_id=ANNA.account)
    closing = commands_pb2.CloseAccount(account_id=ANNA.account)

    await house.refuses("STATE_NOT_ALLOWED", house.does(take_fee=fee))
    await house.refuses("STATE_NOT_ALLOWED", house.does(start_plan=plan))
    await house.refuses("STATE_NOT_ALLOWED", house.does(close_account=closing))


async def test_facts_name_what_is_known(house: HouseOfBilling) -> None:
    asked = questions_pb2.ReadFactsRequest(
        subscriber_id=ANNA.id, offerings=["KEEP8", "no", "KEEP8"], fees=["sim_card", "no"]
    )
    nobody = await house.questions.ReadFacts(asked, None)
    await house.has(ANNA, left=-500)
    facts = await house.questions.ReadFacts(asked, None)
    unborn = await house.questions.ReadFacts(questions_pb2.ReadFactsRequest(), None)

    assert not nobody.HasField("account")
    assert not unborn.HasField("account")
    assert [one.code for one in nobody.offerings] == ["KEEP8"]
    # Her own plan is told unasked: who asks cannot know it before.
    assert [one.code for one in facts.offerings] == ["KEEP5", "KEEP8"]
    assert facts.offerings[0].prepayment == fen(1000)
    assert [(one.code, one.amount) for one in facts.fees] == [("sim_card", fen(2000))]
    assert (facts.account.id, facts.account.owes) == (ANNA.account, fen(500))
    assert (facts.account.wanted_level, facts.account.level_version) == (2, 1)


def opening_stage(house: HouseOfBilling, *, from_balance: bool = False) -> Order:
    """Return an order that opens an account, takes a fee and a prepayment, in one stage."""
    order = Order(house)
    order.steps = [
        commands_pb2.BillingStep(
            open_account=commands_pb2.OpenAccount(
                account_id=ANNA.account, customer_id=ANNA.customer, subscriber_id=ANNA.id,
                msisdn=ANNA.msisdn, offering=ANNA.offering,
            )
        ),
        commands_pb2.BillingStep(
            take_fee=commands_pb2.TakeFee(
                account_id=ANNA.account, fee="sim_card", amount=fen(2000),
                from_balance=from_balance,
            )
        ),
        commands_pb2.BillingStep(
            take_prepayment=commands_pb2.TakePrepayment(account_id=ANNA.account, amount=fen(1000))
        ),
    ]  # fmt: skip
    return order


async def test_a_stage_is_done_once_and_undone_latest_first(house: HouseOfBilling) -> None:
    order = opening_stage(house)

    for _ in range(2):
        await order.asks_for_all()
    left = await house.left(ANNA)
    await order.asks(2)
    for _ in range(2):
        await order.undoes_all()

    assert left == 1000
    assert [(book, amount) for book, amount, _ in await house.postings(ANNA)] == [
        ("cash", -2000), ("fee_revenue", 2000),
        ("cash", -1000), ("customer", 1000),
        ("cash", 1000), ("customer", -1000),
        ("cash", 2000), ("fee_revenue", -2000),
    ]  # fmt: skip
    with pytest.raises(Refusal) as refused:
        await order.asks_for_all()
    assert refused.value.code == "STEP_TAKEN_BACK"


async def test_a_stage_of_which_one_step_is_refused_leaves_nothing(house: HouseOfBilling) -> None:
    order = opening_stage(house, from_balance=True)

    with pytest.raises(Refusal) as refused:
        await order.asks_for_all()

    assert refused.value.field is not None
    assert refused.value.field.startswith("steps[1]")
    with pytest.raises(Refusal):
        await house.balance(ANNA)
    await order.undoes_all()
    assert (await house.totals()).sum_minor == 0


async def test_a_stage_asked_many_times_at_once_is_done_once(house: HouseOfBilling) -> None:
    order = opening_stage(house)

    await asyncio.gather(*[order.asks_for_all() for _ in range(8)])

    assert await house.left(ANNA) == 1000
