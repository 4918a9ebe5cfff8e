"""A number waits half an hour for who looks at it (预占), and for nobody else."""

import asyncio
from datetime import UTC, timedelta

import pytest
from shop_of_accounts import CLERK, Shop, customer_asks

from accounts.customers.domain.customer import CustomerStanding
from accounts.customers.domain.steps import ReservePlace
from accounts.stock.domain.phone_number import NumberState, PhoneNumber
from accounts.stock.domain.steps import ReserveNumber, ReserveSim
from accounts.stock.usecases.hold_number import Hold, end_hold, hold_number, let_go_number
from accounts.stock.usecases.read_number import read_number
from accounts.subscribers.domain.moves import Act, Phase
from accounts.subscribers.domain.steps import MoveSubscriber, RestoreSubscriber
from accounts.subscribers.domain.stop import Level, Stop, StopReason
from accounts.subscribers.domain.subscriber import open_until
from accounts.subscribers.wire import subscriber_message
from kernel.caller import Caller
from kernel.errors import Refusal
from kernel.ids import new_id
from kernel.numbering import Msisdn

HOLD = timedelta(minutes=30)


async def holds(
    shop: Shop, msisdn: Msisdn, customer: str, *, caller: Caller = CLERK
) -> PhoneNumber:
    hold = Hold(msisdn, customer, shop.now, HOLD)
    return await hold_number(hold, caller=caller, uow=shop.uow)


async def seen(shop: Shop, msisdn: Msisdn) -> PhoneNumber:
    return (await shop.facts(msisdns=[msisdn.value])).numbers[0]


async def test_a_number_held_for_anna_is_sold_to_anna_alone(shop: Shop) -> None:
    anna, boris = await shop.registers(), await shop.registers()
    msisdn, _ = await shop.stocks()

    held = await holds(shop, msisdn, anna.customer.id)
    with pytest.raises(Refusal) as taken:
        await shop.order().does(ReserveNumber(msisdn, boris.customer.id))
    with pytest.raises(Refusal):
        await shop.order().does(ReserveNumber(msisdn))
    with pytest.raises(Refusal):
        await holds(shop, msisdn, boris.customer.id)
    order = shop.order()
    await order.does(ReserveNumber(msisdn, anna.customer.id))

    assert (held.state, held.held_until) == (NumberState.HELD, shop.now + HOLD)
    assert taken.value.code == "NUMBER_NOT_AVAILABLE"
    assert (await seen(shop, msisdn)).reserved_for_order == order.id
    assert (await seen(shop, msisdn)).held_for == ""


async def test_after_half_an_hour_it_is_offered_to_everybody(shop: Shop) -> None:
    anna = await shop.registers()
    msisdn, _ = await shop.stocks()
    await holds(shop, msisdn, anna.customer.id)
    shop.now += timedelta(minutes=20)
    await holds(shop, msisdn, anna.customer.id)

    await end_hold(msisdn, now=shop.now + timedelta(minutes=10), uow=shop.uow)
    still = await seen(shop, msisdn)
    await end_hold(msisdn, now=shop.now + HOLD, uow=shop.uow)

    assert still.state is NumberState.HELD
    assert await seen(shop, msisdn) == PhoneNumber(msisdn)


async def test_the_end_of_a_hold_takes_nothing_from_the_order_that_came_before(shop: Shop) -> None:
    anna = await shop.registers()
    msisdn, _ = await shop.stocks()
    await holds(shop, msisdn, anna.customer.id)
    await shop.order().does(ReserveNumber(msisdn, anna.customer.id))

    await end_hold(msisdn, now=shop.now + HOLD, uow=shop.uow)
    with pytest.raises(Refusal) as refused:
        await let_go_number(msisdn, customer_id=anna.customer.id, caller=CLERK, uow=shop.uow)

    assert refused.value.code == "NUMBER_NOT_AVAILABLE"
    assert (await seen(shop, msisdn)).state is NumberState.RESERVED


async def test_who_no_longer_wants_it_lets_it_go(shop: Shop) -> None:
    anna, boris = await shop.registers(), await shop.registers()
    msisdn, _ = await shop.stocks()
    await holds(shop, msisdn, anna.customer.id)

    with pytest.raises(Refusal) as refused:
        await let_go_number(msisdn, customer_id=boris.customer.id, caller=CLERK, uow=shop.uow)
    still = await seen(shop, msisdn)
    free = await let_go_number(msisdn, customer_id=anna.customer.id, caller=CLERK, uow=shop.uow)
    again = await let_go_number(msisdn, customer_id=anna.customer.id, caller=CLERK, uow=shop.uow)

    said = (refused.value.code, refused.value.field)
    assert said == ("NUMBER_NOT_AVAILABLE", "customer_id")
    assert (still.held_for, free.state) == (anna.customer.id, NumberState.AVAILABLE)
    assert await seen(shop, msisdn) == free == again


async def test_two_counters_hold_one_number_and_one_of_them_has_it(shop: Shop) -> None:
    people = [(await shop.registers()).customer.id for _ in range(2)]
    msisdn, _ = await shop.stocks()

    kept = await asyncio.gather(
        *(holds(shop, msisdn, one) for one in people), return_exceptions=True
    )

    (held,) = (one for one in kept if isinstance(one, PhoneNumber))
    (refused,) = (one for one in kept if isinstance(one, Refusal))
    assert refused.code == "NUMBER_NOT_AVAILABLE"
    assert (await seen(shop, msisdn)).held_for == held.held_for


async def test_staff_see_for_whom_a_number_waits_and_nobody_else(shop: Shop) -> None:
    anna = await shop.registers()
    msisdn, _ = await shop.stocks()
    await holds(shop, msisdn, anna.customer.id)

    shown = await read_number(msisdn, caller=CLERK, uow=shop.uow)
    codes = []
    for number, caller in (
        (msisdn, customer_asks(anna.customer.id)),
        (Msisdn("8613999999999"), CLERK),
    ):
        with pytest.raises(Refusal) as refused:
            await read_number(number, caller=caller, uow=shop.uow)
        codes.append(refused.value.code)

    assert shown.held_for == anna.customer.id
    assert codes == ["STAFF_ONLY", "NO_SUCH_NUMBER"]


async def test_nobody_holds_for_another_or_what_is_not_there(shop: Shop) -> None:
    anna = await shop.registers()
    msisdn, _ = await shop.stocks()
    codes = []
    for number, customer, caller in (
        (msisdn, anna.customer.id, customer_asks("boris")),
        (msisdn, new_id(), CLERK),
        (Msisdn("8613999999999"), anna.customer.id, CLERK),
    ):
        with pytest.raises(Refusal) as refused:
            await holds(shop, number, customer, caller=caller)
        codes.append(refused.value.code)

    assert codes == ["NOT_YOURS", "NO_SUCH_CUSTOMER", "NO_SUCH_NUMBER"]
    assert (await seen(shop, msisdn)).state is NumberState.AVAILABLE


@pytest.mark.holds("G_CARD_LIMIT")
async def test_as_many_are_held_as_the_paper_may_still_have(shop: Shop) -> None:
    anna = (await shop.registers()).customer.id
    await shop.opens(anna)
    msisdns = [(await shop.stocks())[0] for _ in range(5)]
    for msisdn in (*msisdns[:4], msisdns[0]):
        await holds(shop, msisdn, anna)

    with pytest.raises(Refusal) as refused:
        await holds(shop, msisdns[4], anna)
    left = await seen(shop, msisdns[4])
    await let_go_number(msisdns[0], customer_id=anna, caller=CLERK, uow=shop.uow)
    await holds(shop, msisdns[4], anna)
    shop.now += HOLD
    await holds(shop, msisdns[0], anna)

    assert (refused.value.code, left.state) == ("CARD_LIMIT_EXCEEDED", NumberState.AVAILABLE)


async def test_asked_for_at_once_no_more_are_held(shop: Shop) -> None:
    anna = (await shop.registers()).customer.id
    msisdns = [(await shop.stocks())[0] for _ in range(7)]

    kept = await asyncio.gather(
        *(holds(shop, one, anna) for one in msisdns), return_exceptions=True
    )

    assert sum(isinstance(one, PhoneNumber) for one in kept) == 5


@pytest.mark.holds("G_NOT_BLACKLIST")
async def test_who_is_on_the_blacklist_holds_none(shop: Shop) -> None:
    anna = await shop.registers()
    async with shop.uow:
        barred = anna.customer.standing_as(CustomerStanding.BLACKLISTED)
        await shop.uow.customers.save(barred)
    msisdn, _ = await shop.stocks()

    with pytest.raises(Refusal) as refused:
        await holds(shop, msisdn, anna.customer.id)

    assert refused.value.code == "BLACKLISTED"
    assert (await seen(shop, msisdn)).state is NumberState.AVAILABLE


# Moves of a life that orders say by name, kept and read again.


async def test_a_number_sold_before_anybody_is_known_counts_once_they_are(shop: Shop) -> None:
    anna, order = await shop.registers(), shop.order()
    opening = await shop.holds(order, anna.customer.id)
    await order.does(opening)
    await order.does(MoveSubscriber(opening.subscriber_id, Act.PRE_OPEN))
    pre_opened = await shop.sees(opening.subscriber_id)

    supplement = shop.order()
    await supplement.does(ReservePlace(anna.customer.id))
    await supplement.does(MoveSubscriber(opening.subscriber_id, Act.REGISTER_AND_ACTIVATE))

    known = await shop.sees(opening.subscriber_id)
    assert (pre_opened.phase, pre_opened.number.state) == (
        Phase.PRE_OPENED,
        NumberState.PRE_ASSIGNED,
    )
    assert (known.state, known.number.state, known.stops) == (
        "active",
        NumberState.IN_USE,
        frozenset(),
    )
    said = [one.what for one in await shop.said_about(opening.subscriber_id)]
    assert said == ["pre_opened", "identity_supplemented"]


@pytest.mark.holds("T26")
async def test_who_left_is_back_with_the_number_on_another_card(shop: Shop) -> None:
    """复机 (T26)."""
    number = await shop.opens((await shop.registers()).customer.id)
    await shop.terminates(number)
    opening = await shop.holds(shop.order(), number.holder_id)
    order = shop.order()
    with pytest.raises(Refusal) as without_hold:
        await order.does(RestoreSubscriber(number.id, opening.iccid))
    _, iccid = await shop.stocks()

    await order.does(ReservePlace(number.holder_id))
    await order.does(ReserveSim(iccid))
    await order.does(RestoreSubscriber(number.id, iccid))

    back = await shop.sees(number.id)
    assert without_hold.value.code == "SIM_NOT_AVAILABLE"
    assert (back.state, back.number.state, back.card.iccid) == (
        "active",
        NumberState.IN_USE,
        iccid,
    )
    assert back.terminated_at is None
    assert (await shop.said_about(number.id))[-1].what == "restored"


@pytest.mark.holds("T15", "T16")
async def test_a_window_is_kept_and_ends(shop: Shop) -> None:
    """紧急开机 (T15, T16)."""

    owes = Stop(StopReason.ARREARS, Level.TWO_WAY)
    number = await shop.opens((await shop.registers()).customer.id)
    await shop.stops(number, owes)
    until = shop.now + timedelta(hours=24)

    await shop.order().does(MoveSubscriber(number.id, Act.OPEN_FOR_A_TIME, until))
    open_ = await shop.sees(number.id)
    shown = subscriber_message(open_)
    await shop.order().does(MoveSubscriber(number.id, Act.TIME_IS_OVER))

    assert (open_.state, open_until(open_)) == ("active", until)
    assert (list(shown.stops), len(shown.paused_stops)) == ([], 1)
    assert shown.debt_since.ToDatetime(UTC) == shop.now
    assert (await shop.sees(number.id)).stops == {owes}
    said = [one.HasField("open_until") for one in await shop.said_about(number.id)]
    assert said[-2:] == [True, False]


async def test_a_move_nobody_may_make_changes_nothing(shop: Shop) -> None:
    number = await shop.opens((await shop.registers()).customer.id)

    with pytest.raises(Refusal) as refused:
        await shop.order().does(MoveSubscriber(number.id, Act.PRE_TERMINATE))

    assert refused.value.code == "STATE_NOT_ALLOWED"
    assert await shop.sees(number.id) == number
    assert len(await shop.said_about(number.id)) == 1
