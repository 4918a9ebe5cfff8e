"""Every way money comes onto an account, in every state of it: what the README's table says is so.

Each cell is one test: a subscriber in that state, the way gone, and what then is on the account or
payable back; a refusal changes nothing.
"""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from house_of_billing import ANNA, HouseOfBilling, Order, catalogue_files, fen
from test_deposits import takes
from test_gifts import grants
from test_money_after_leaving import UNTIL_RECORDS_ARE_IN, adjusts, closes
from test_rerating import corrects, rates, rerates
from test_top_ups import asks, notifies
from test_vouchers import loads, redeems
from using import Using

from boss.billing.v1 import commands_pb2
from kernel.errors import Refusal

Act = Callable[[], Awaitable[Any]]
TABLE = Path(__file__).parents[1] / "README.md"
HEAD = "| What brings money | pending | open | closing | closed |"
STATES = ("pending", "open", "closing", "closed")
ON_IT, BACK, ALONE, EXPIRES, NEVER = "on it", "payable back", "left alone", "expires", "-"


async def payment(house: HouseOfBilling) -> Act:
    return lambda: house.pays(ANNA, 700)


async def top_up(house: HouseOfBilling) -> Act:
    asked = await asks(house)
    return lambda: notifies(house, asked)


async def voucher(house: HouseOfBilling) -> Act:
    await loads(house, valid_until="2027-12-31")
    return lambda: redeems(house)


async def first_payment(house: HouseOfBilling) -> Act:
    step = commands_pb2.TakePrepayment(account_id=ANNA.account, amount=fen(5000))
    return lambda: house.does(take_prepayment=step)


async def adjustment(house: HouseOfBilling) -> Act:
    return lambda: adjusts(house, 700)


async def goodwill(house: HouseOfBilling) -> Act:
    return lambda: adjusts(house, 700, code="goodwill")


async def rating_again(house: HouseOfBilling) -> Act:
    await house.hears(house.call(ANNA, seconds=60 * 60))

    async def act() -> None:
        await corrects(house, valid_from="2026-11-01", rates=rates(voice_domestic=1))
        await rerates(house)

    return act


async def fee_taken_back(house: HouseOfBilling) -> Act:
    order = await takes_fee(house)
    return order.undoes


async def fee_paid_by_a_gift(house: HouseOfBilling) -> Act:
    await grants(house)
    order = await takes_fee(house, amount=300)
    return order.undoes


async def takes_fee(house: HouseOfBilling, *, amount: int = 700) -> Order:
    fee = commands_pb2.TakeFee(
        account_id=ANNA.account, fee="sim_swap", amount=fen(amount), from_balance=True
    )
    return await house.does(take_fee=fee)


async def pack(house: HouseOfBilling) -> Act:
    shipped = catalogue_files()["packs.yaml"]["packs"][0]
    long_one = shipped | {"code": "LONG", "validity": 300}
    await house.loads_catalogue(valid_from="2026-11-22", packs=[shipped, long_one])
    carla = Using(house, ANNA)
    bought = await carla.buys("LONG")
    return lambda: carla.cancels(bought.allowance)


async def gift(house: HouseOfBilling) -> Act:
    return lambda: grants(house)


async def deposit(house: HouseOfBilling) -> Act:
    return lambda: takes(house)


WAYS: Mapping[str, Callable[[HouseOfBilling], Awaitable[Act]]] = {
    "a payment": payment,
    "a top-up its provider has collected": top_up,
    "a voucher": voucher,
    "the first payment of an order": first_payment,
    "an adjustment: `billing_error`": adjustment,
    "an adjustment: `goodwill`": goodwill,
    "rating again what cost too much": rating_again,
    "a fee taken back": fee_taken_back,
    "a fee taken back that a gift had paid": fee_paid_by_a_gift,
    "an unused pack given back": pack,
    "a gift": gift,
    "a deposit": deposit,
}


def cells() -> list[tuple[str, str, str]]:
    """Return what the table says: the way, the state, and what becomes of the money."""
    lines = TABLE.read_text("utf-8").split(HEAD)[1].splitlines()[2:]
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        way, *said = (one.strip() for one in line.strip("|").split("|"))
        rows += [(way, state, word.strip("`")) for state, word in zip(STATES, said, strict=True)]
    return rows


def test_the_table_has_every_way_and_every_state() -> None:
    assert {way for way, _, _ in cells()} == set(WAYS)
    assert len(cells()) == len(WAYS) * len(STATES)


async def comes_to_be(house: HouseOfBilling, state: str) -> None:
    """Have her, in service, come to be in this state; she is pending or open already."""
    if state in {"closing", "closed"}:
        await closes(house)
    if state == "closed":
        await house.turns_clock_to(house.clock.now() + UNTIL_RECORDS_ARE_IN)
    assert (await house.balance(ANNA)).state == state


async def stands(house: HouseOfBilling) -> tuple[int, int, int]:
    """What may be spent, what of a deposit is held, and what is payable back."""
    account = await house.balance(ANNA)
    lines = await house.postings(ANNA)
    held = sum(amount for book, amount, _ in lines if book == "deposit")
    return account.balance.minor, held, account.payable_back.minor


@pytest.mark.parametrize(("way", "state", "said"), cells())
async def test_what_becomes_of_money(
    house: HouseOfBilling, way: str, state: str, said: str
) -> None:
    if state == "pending":
        await house.opens(ANNA, prepaid=5000)
    else:
        await house.has(ANNA, left=5000)
    if said == NEVER:
        # There is nothing yet that could come back.
        assert (way, state) in {
            ("rating again what cost too much", "pending"), ("an unused pack given back", "pending")
        }  # fmt: skip
        return
    act = await WAYS[way](house)
    await comes_to_be(house, state)
    before = await stands(house)

    found = await outcome(house, act, before)

    assert found == said
    assert (await house.totals()).sum_minor == 0
    assert (await house.balance(ANNA)).balance.minor == 0 or state in {"pending", "open"}


async def outcome(house: HouseOfBilling, act: Act, before: tuple[int, int, int]) -> str:
    """Go that way; say what became of the money."""
    rows = await house.rows("posting")
    try:
        await act()
    except Refusal as refusal:
        assert await house.rows("posting") == rows
        return refusal.code
    on_it, held, back = (now - then for now, then in zip(await stands(house), before, strict=True))
    if on_it > 0 or held > 0:
        assert back == 0
        return ON_IT
    if back > 0:
        return BACK
    assert (on_it, held, back) == (0, 0, 0)
    return ALONE if await house.rows("posting") == rows else EXPIRES
