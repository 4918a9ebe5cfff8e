"""In which language who has a number is written to: chosen, said with a version, taken back."""

import pytest
from shop_of_accounts import Shop

from accounts.subscribers.domain.language import Language
from accounts.subscribers.domain.steps import SetLanguage
from boss.accounts.v1.events_pb2 import LanguageChosen
from kernel.errors import Refusal
from kernel.ids import new_id


async def said(shop: Shop, subscriber_id: str) -> list[tuple[str, int]]:
    return [
        (one.language, one.version)
        for one in await shop.said_about(subscriber_id)
        if isinstance(one, LanguageChosen)
    ]


async def test_each_choice_is_said_with_a_greater_version(shop: Shop) -> None:
    number = await shop.opens((await shop.registers()).customer.id)
    order = shop.order()

    await order.does(SetLanguage(number.id, Language.ENGLISH))
    await shop.order().does(SetLanguage(number.id, Language.CHINESE))
    await order.repeats(0, SetLanguage(number.id, Language.ENGLISH))

    assert await said(shop, number.id) == [("en", 1), ("zh", 2)]


async def test_taken_back_it_is_the_one_before_or_none(shop: Shop) -> None:
    number = await shop.opens((await shop.registers()).customer.id)
    first, second = shop.order(), shop.order()

    await first.does(SetLanguage(number.id, Language.ENGLISH))
    await second.does(SetLanguage(number.id, Language.CHINESE))
    await second.takes_all_back()

    assert await said(shop, number.id) == [("en", 1), ("zh", 2), ("en", 3)]
    alone = await shop.opens((await shop.registers()).customer.id)
    only = shop.order()
    await only.does(SetLanguage(alone.id, Language.ENGLISH))
    await only.takes_all_back()
    assert await said(shop, alone.id) == [("en", 1), ("", 2)]


async def test_nobody_chooses_for_a_number_there_is_not(shop: Shop) -> None:
    with pytest.raises(Refusal) as refusal:
        await shop.order().does(SetLanguage(new_id(), Language.ENGLISH))

    assert refusal.value.code == "NO_SUCH_SUBSCRIBER"
