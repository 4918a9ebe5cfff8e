"""A new subscription in accounts: what is held, what it becomes, and how it is given back."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from shop_of_accounts import AGREEMENT, NOON, OFFERING, Shop

from accounts.customers.domain.steps import ReservePlace
from accounts.proofs.domain.proof import UseProof
from accounts.steps.domain import Step
from accounts.stock.domain.phone_number import NumberState
from accounts.stock.domain.sim_card import SimState
from accounts.stock.domain.steps import ReserveNumber, ReserveSim
from accounts.subscribers.domain.moves import Phase
from accounts.subscribers.domain.steps import ActivateSubscriber, OpenSubscriber
from kernel.errors import NotAllowed, NotFound, Refusal
from kernel.ids import new_id


async def test_number_and_card_are_held_until_the_network_confirmed(shop: Shop) -> None:
    anna, order = await shop.registers(), shop.order()

    opening = await shop.holds(order, anna.customer.id)
    await order.does(opening)

    opened = await shop.sees(opening.subscriber_id)
    assert opened.state == "pending"
    assert opened.number.is_held_for(order.id)
    assert opened.card.is_held_for(order.id)
    assert await shop.count(anna.customer.id) == 1
    assert await shop.said_about(opened.id) == []


async def test_what_was_held_is_in_use_once_it_is_active(shop: Shop) -> None:
    anna = await shop.registers()

    opened = await shop.opens(anna.customer.id)

    assert opened.state == "active"
    assert opened.number.state is NumberState.IN_USE
    assert opened.card.state is SimState.ACTIVE
    assert (opened.number.reserved_for_order, opened.card.reserved_for_order) == ("", "")
    assert (opened.sim_since, opened.activated_at) == (NOON, NOON)
    assert await shop.count(anna.customer.id) == 1


async def test_the_term_of_a_lucky_number_is_kept(shop: Shop) -> None:
    anna, order = await shop.registers(), shop.order()
    opening = await shop.holds(order, anna.customer.id)
    until = NOON + timedelta(days=365)

    await order.does(replace(opening, bound_until=until))
    await order.does(ActivateSubscriber(opening.subscriber_id))

    assert (await shop.sees(opening.subscriber_id)).bound_until == until
    assert (await shop.opens(anna.customer.id)).bound_until is None


async def test_the_whole_subscriber_is_said_when_it_is_active(shop: Shop) -> None:
    anna = await shop.registers()

    opened = await shop.opens(anna.customer.id)

    [said] = await shop.said_about(opened.id)
    assert (said.what, said.state, said.version) == ("activated", "active", 2)
    assert (said.msisdn, said.iccid) == (opened.number.msisdn.value, opened.card.iccid.value)
    assert said.imsi == opened.card.imsi.value
    assert said.customer_id == anna.customer.id


async def test_taken_back_everything_is_as_before(shop: Shop) -> None:
    anna, order = await shop.registers(), shop.order()
    opening = await shop.holds(order, anna.customer.id)
    await order.does(opening)

    await order.takes_all_back()

    facts = await shop.facts(
        msisdns=[opening.msisdn.value],
        iccids=[opening.iccid.value],
        customer_ids=[anna.customer.id],
    )
    assert [one.state for one in facts.numbers] == [NumberState.AVAILABLE]
    assert [one.state for one in facts.cards] == [SimState.IN_STOCK]
    assert [one.numbers for one in facts.customers] == [0]
    assert (await shop.sees(opening.subscriber_id)).phase is Phase.UNDONE


async def stage_of(shop: Shop, customer_id: str) -> tuple[OpenSubscriber, Sequence[Step]]:
    """Return what is opened, and all that accounts does to prepare it."""
    msisdn, iccid = await shop.stocks()
    opening = OpenSubscriber(new_id(), customer_id, msisdn, iccid, OFFERING, AGREEMENT)
    holds = (ReservePlace(customer_id), ReserveNumber(msisdn), ReserveSim(iccid))
    return opening, (*holds, opening)


async def test_a_stage_is_done_once_in_one_call_and_comes_back_in_one(shop: Shop) -> None:
    anna, order = await shop.registers(), shop.order()
    opening, stage = await stage_of(shop, anna.customer.id)

    for _ in range(2):
        await order.does_all(*stage)
    opened = await shop.sees(opening.subscriber_id)
    for _ in range(2):
        await order.takes_stage_back(*stage)

    assert (opened.state, opened.number.is_held_for(order.id)) == ("pending", True)
    facts = await shop.facts(
        msisdns=[opening.msisdn.value],
        iccids=[opening.iccid.value],
        customer_ids=[anna.customer.id],
    )
    assert [one.state for one in facts.numbers] == [NumberState.AVAILABLE]
    assert [one.state for one in facts.cards] == [SimState.IN_STOCK]
    assert [one.numbers for one in facts.customers] == [0]
    assert (await shop.sees(opening.subscriber_id)).phase is Phase.UNDONE
    with pytest.raises(Refusal) as late:
        await order.does_all(*stage)
    assert late.value.code == "STEP_TAKEN_BACK"


async def test_a_stage_that_is_refused_holds_nothing_and_names_the_step(shop: Shop) -> None:
    anna, first, second = await shop.registers(), shop.order(), shop.order()
    _, taken = await stage_of(shop, anna.customer.id)
    await first.does_all(*taken)
    opening, stage = await stage_of(shop, anna.customer.id)

    with pytest.raises(Refusal) as refused:
        await second.does_all(stage[0], stage[1], taken[2], opening)
    facts = await shop.facts(msisdns=[opening.msisdn.value], customer_ids=[anna.customer.id])
    await second.does_all(*stage, at=4)

    assert refused.value.field is not None
    assert refused.value.field.startswith("steps[2]")
    assert [one.state for one in facts.numbers] == [NumberState.AVAILABLE]
    assert [one.numbers for one in facts.customers] == [1]
    assert await shop.count(anna.customer.id) == 2


async def test_number_given_back_is_opened_for_somebody_else(shop: Shop) -> None:
    anna, order = await shop.registers(), shop.order()
    opening = await shop.holds(order, anna.customer.id)
    await order.does(opening)
    await order.takes_all_back()

    again = shop.order()
    await again.does(ReserveNumber(opening.msisdn))
    await again.does(ReserveSim(opening.iccid))

    facts = await shop.facts(msisdns=[opening.msisdn.value], iccids=[opening.iccid.value])
    assert facts.numbers[0].is_held_for(again.id)
    assert facts.cards[0].is_held_for(again.id)


@pytest.mark.parametrize("kind", ["number", "card"])
async def test_what_one_order_holds_no_other_gets(shop: Shop, kind: str) -> None:
    msisdn, iccid = await shop.stocks()
    step = ReserveNumber(msisdn) if kind == "number" else ReserveSim(iccid)
    first, second = shop.order(), shop.order()
    await first.does(step)

    with pytest.raises(Refusal) as refusal:
        await second.does(step)

    assert refusal.value.code in {"NUMBER_NOT_AVAILABLE", "SIM_NOT_AVAILABLE"}
    await second.takes_back(0, step)
    facts = await shop.facts(msisdns=[msisdn.value], iccids=[iccid.value])
    held = facts.numbers[0] if kind == "number" else facts.cards[0]
    assert held.is_held_for(first.id)


async def test_sixth_number_of_a_paper_is_refused_while_five_orders_hold(shop: Shop) -> None:
    anna = await shop.registers()
    orders = [shop.order() for _ in range(5)]
    for order in orders:
        await order.does(ReservePlace(anna.customer.id))
    sixth = shop.order()

    with pytest.raises(Refusal) as refusal:
        await sixth.does(ReservePlace(anna.customer.id))

    assert refusal.value.code == "CARD_LIMIT_EXCEEDED"
    await orders[0].takes_all_back()
    await sixth.does(ReservePlace(anna.customer.id))
    assert await shop.count(anna.customer.id) == 5


async def test_exactly_one_of_two_gets_the_last_place(shop: Shop) -> None:
    anna = await shop.registers()
    for _ in range(4):
        await shop.order().does(ReservePlace(anna.customer.id))
    racing = [shop.order() for _ in range(6)]

    ended = await asyncio.gather(
        *(order.does(ReservePlace(anna.customer.id)) for order in racing), return_exceptions=True
    )

    refusals = [one for one in ended if one is not None]
    assert len(refusals) == 5
    assert {getattr(one, "code", one) for one in refusals} == {"CARD_LIMIT_EXCEEDED"}
    assert await shop.count(anna.customer.id) == 5


async def test_exactly_one_of_two_gets_the_number(shop: Shop) -> None:
    msisdn, _ = await shop.stocks()
    racing = [shop.order() for _ in range(6)]

    ended = await asyncio.gather(
        *(order.does(ReserveNumber(msisdn)) for order in racing), return_exceptions=True
    )

    assert [getattr(one, "code", one) for one in ended].count(None) == 1
    assert {getattr(one, "code", one) for one in ended} == {None, "NUMBER_NOT_AVAILABLE"}


async def test_same_step_twice_is_done_once(shop: Shop) -> None:
    anna, order = await shop.registers(), shop.order()
    step = ReservePlace(anna.customer.id)
    await order.does(step)

    await order.repeats(0, step)

    assert await shop.count(anna.customer.id) == 1


async def test_same_step_at_once_is_done_once(shop: Shop) -> None:
    anna, order = await shop.registers(), shop.order()
    step = ReservePlace(anna.customer.id)

    await asyncio.gather(*(order.repeats(0, step) for _ in range(5)))

    assert await shop.count(anna.customer.id) == 1


async def test_step_number_with_other_content_is_refused(shop: Shop) -> None:
    anna, order = await shop.registers(), shop.order()
    await order.does(ReservePlace(anna.customer.id))

    with pytest.raises(Refusal) as refusal:
        await order.repeats(0, ReservePlace("somebody else"))

    assert refusal.value.code == "REQUEST_ID_REUSED"


async def test_step_that_was_taken_back_before_it_came_is_refused(shop: Shop) -> None:
    anna, order = await shop.registers(), shop.order()
    step = ReservePlace(anna.customer.id)
    await order.takes_back(0, step)

    with pytest.raises(Refusal) as refusal:
        await order.does(step)

    assert refusal.value.code == "STEP_TAKEN_BACK"
    assert await shop.count(anna.customer.id) == 0


async def test_taking_back_twice_is_once(shop: Shop) -> None:
    anna, order = await shop.registers(), shop.order()
    step = ReservePlace(anna.customer.id)
    await order.does(step)

    await order.takes_back(0, step)
    await order.takes_back(0, step)

    assert await shop.count(anna.customer.id) == 0


async def test_nothing_is_opened_without_a_hold(shop: Shop) -> None:
    anna, boris = await shop.registers(), await shop.registers()
    order, other = shop.order(), shop.order()
    opening = await shop.holds(order, anna.customer.id)
    other_opening = await shop.holds(other, boris.customer.id)

    with pytest.raises(Refusal) as number:
        await other.does(opening)
    with pytest.raises(Refusal) as place:
        await shop.order().does(other_opening)

    assert {number.value.code, place.value.code} == {"NUMBER_NOT_AVAILABLE"}
    assert await shop.uow.subscribers.get(opening.subscriber_id) is None


async def test_subscriber_is_activated_once(shop: Shop) -> None:
    anna = await shop.registers()
    opened = await shop.opens(anna.customer.id)

    with pytest.raises(NotAllowed) as refusal:
        await shop.order().does(ActivateSubscriber(opened.id))

    assert refusal.value.code == "STATE_NOT_ALLOWED"


async def test_nobody_is_activated_who_is_not_there(shop: Shop) -> None:
    with pytest.raises(NotFound) as refusal:
        await shop.order().does(ActivateSubscriber(new_id()))

    assert refusal.value.code == "NO_SUCH_SUBSCRIBER"


async def test_what_can_only_be_settled_is_not_taken_back(shop: Shop) -> None:
    anna, order = await shop.registers(), shop.order()
    opening = await shop.holds(order, anna.customer.id)
    await order.does(opening)
    await order.does(ActivateSubscriber(opening.subscriber_id))

    with pytest.raises(NotAllowed) as refusal:
        await order.takes_back(4, ActivateSubscriber(opening.subscriber_id))

    assert refusal.value.code == "STEP_IS_FINAL"
    assert (await shop.sees(opening.subscriber_id)).state == "active"


async def test_proof_belongs_to_one_order(shop: Shop) -> None:
    anna = await shop.registers()
    proof = await shop.checks(anna)
    racing = [shop.order() for _ in range(4)]

    ended = await asyncio.gather(
        *(order.does(UseProof(proof.id)) for order in racing), return_exceptions=True
    )

    codes = [getattr(one, "code", one) for one in ended]
    assert codes.count(None) == 1
    assert set(codes) == {None, "VERIFICATION_REQUIRED"}
