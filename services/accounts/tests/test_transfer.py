"""A number is another customer's (过户): its holder and agreement change, all else of it stays."""

from datetime import timedelta

import pytest
from shop_of_accounts import AGREEMENT, NOON, Shop

from accounts.customers.domain.steps import ReservePlace
from accounts.proofs.domain.prepared_password import GivePassword
from accounts.proofs.usecases.read_own_subscriber import read_own_subscriber
from accounts.subscribers.domain.steps import AddStop, TransferSubscriber
from accounts.subscribers.domain.stop import Level, Stop, StopReason
from accounts.subscribers.domain.subscriber import Agreement, Subscriber
from boss.accounts.v1.events_pb2 import SubscriberChanged
from boss.billing.v1.events_pb2 import SmsRequested
from kernel.caller import Caller
from kernel.errors import NotAllowed, Refusal

HIS = Agreement("voice", "calls", "prepaid-basic", "prepaid", "2")


async def transferred(shop: Shop, **other: object) -> tuple[Subscriber, Subscriber, str]:
    """Return a number before and after, and who has it then."""
    number = await shop.opens((await shop.registers()).customer.id)
    boris = (await shop.registers()).customer.id
    order = shop.order()
    await order.does(ReservePlace(boris))
    await order.does_all(
        TransferSubscriber(number.id, boris, HIS, **other),  # type: ignore[arg-type]  # what a test says
        GivePassword(number.id),
        at=1,
    )
    return number, await shop.sees(number.id), boris


@pytest.mark.holds("T28", "R-TR-6")
async def test_number_card_and_plan_stay_and_the_holder_is_another(shop: Shop) -> None:
    before, after, boris = await transferred(shop)

    assert after.holder_id == boris
    assert (after.version, after.phase, after.state) == (
        before.version + 1, before.phase, before.state,
    )  # fmt: skip
    assert (after.number, after.card, after.offering, after.sim_since, after.activated_at) == (
        before.number, before.card, before.offering, before.sim_since, before.activated_at,
    )  # fmt: skip


@pytest.mark.holds("T28")
async def test_others_are_told_whose_it_is_and_whose_it_was(shop: Shop) -> None:
    before, after, boris = await transferred(shop)

    said = [
        one
        for one in await shop.said_about(before.id)
        if isinstance(one, SubscriberChanged) and one.what == "ownership_transferred"
    ]
    assert [(one.customer_id, one.former_customer_id, one.version, one.state) for one in said] == [
        (boris, before.holder_id, after.version, "active")
    ]


async def test_place_it_took_is_counted_once_and_the_other_is_free(shop: Shop) -> None:
    before, _, boris = await transferred(shop)

    assert (await shop.count(before.holder_id), await shop.count(boris)) == (0, 1)


@pytest.mark.holds("R-TR-5")
async def test_what_the_one_agreed_to_ends_and_the_other_is_bound_by_his_own(shop: Shop) -> None:
    until = NOON + timedelta(days=365)

    before, after, _ = await transferred(shop, bound_until=until)
    unbound = (await transferred(shop))[1]

    assert (before.bound_until, after.bound_until, unbound.bound_until) == (None, until, None)


@pytest.mark.holds("R-TR-4")
async def test_she_can_prove_nothing_of_it_any_more(shop: Shop) -> None:
    before, _, boris = await transferred(shop)
    hers = Caller("anna", channel="app", customer_id=before.holder_id)
    his = Caller("boris", channel="app", customer_id=boris)

    async with shop.uow:
        assert await read_own_subscriber(before.id, caller=his, uow=shop.uow)
        with pytest.raises(NotAllowed) as refusal:
            await read_own_subscriber(before.id, caller=hers, uow=shop.uow)
        password = await shop.uow.passwords.get_for_update(before.id)

    assert refusal.value.code == "NOT_YOURS"
    assert password.holder_id == boris


@pytest.mark.holds("R-TR-4")
async def test_password_of_hers_gives_way_to_a_first_one(shop: Shop) -> None:
    number = await shop.opens((await shop.registers()).customer.id)
    await shop.order().does(GivePassword(number.id))
    boris = (await shop.registers()).customer.id
    async with shop.uow:
        hers = await shop.uow.passwords.get_for_update(number.id)

    await shop.order().does_all(TransferSubscriber(number.id, boris, HIS), GivePassword(number.id))

    async with shop.uow:
        his = await shop.uow.passwords.get_for_update(number.id)
    assert (hers.holder_id, his.holder_id) == (number.holder_id, boris)
    assert his.hash != hers.hash


async def test_who_gave_it_away_is_told_on_another_number_of_theirs(shop: Shop) -> None:
    anna, boris = (await shop.registers()).customer.id, (await shop.registers()).customer.id
    number, other = await shop.opens(anna), await shop.opens(anna)

    await shop.order().does(TransferSubscriber(number.id, boris, HIS))

    texts = [one for one in await shop.said_about(other.id) if isinstance(one, SmsRequested)]
    assert [one.template for one in texts] == ["number_given_away"]
    alone = await transferred(shop)
    told = [one for one in await shop.said_about(alone[0].id) if isinstance(one, SmsRequested)]
    assert "number_given_away" not in [one.template for one in told]


async def test_a_stopped_number_stays_whose_it_is(shop: Shop) -> None:
    number = await shop.opens((await shop.registers()).customer.id)
    boris = (await shop.registers()).customer.id
    await shop.order().does(AddStop(number.id, Stop(StopReason.LOST, Level.TWO_WAY), until=None))

    with pytest.raises(Refusal) as refusal:
        await shop.order().does(TransferSubscriber(number.id, boris, AGREEMENT))

    assert refusal.value.code == "STATE_NOT_ALLOWED"
    assert (await shop.sees(number.id)).holder_id == number.holder_id


async def test_it_is_done_once_and_not_taken_back(shop: Shop) -> None:
    number = await shop.opens((await shop.registers()).customer.id)
    step = TransferSubscriber(number.id, (await shop.registers()).customer.id, HIS)
    order = shop.order()
    await order.does(step)

    await order.repeats(0, step)

    with pytest.raises(Refusal) as refusal:
        await order.takes_all_back()
    assert refusal.value.code == "STEP_IS_FINAL"
    assert (await shop.sees(number.id)).version == number.version + 1
