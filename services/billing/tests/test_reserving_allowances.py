"""Asked before use: what an allowance pays costs nothing, and no unit of it is promised twice."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from asking import Asking
from house_of_billing import ANNA, NOON, HouseOfBilling
from hypothesis import given, settings
from hypothesis import strategies as st
from pretend_store import Store
from test_allowances import DATA_OF_NINE_DAYS
from test_drawing import CATALOGUE
from test_reservations import ACTS, Life
from using import CARLA, KB, MB, Using

from billing.accounts.domain.account import AccountState
from billing.accounts.domain.proration import month_of
from billing.allowances.domain.allowance import Allowance, allowances_of
from billing.catalogue.domain.included import Plan
from kernel.civil import civil_date
from kernel.money import fen


async def test_a_call_that_is_paid_for_needs_no_money(house: HouseOfBilling) -> None:
    await house.has(CARLA, left=1)

    grant = await Asking(house).reserves(CARLA, 45 * 60)

    assert (grant.units, grant.reserved_millifen, grant.is_final) == (45 * 60, 0, False)
    await house.refuses("INSUFFICIENT_BALANCE", Asking(house).reserves(CARLA, 60))


async def test_beyond_the_allowance_as_much_is_granted_as_money_pays_for(
    house: HouseOfBilling,
) -> None:
    await house.has(CARLA, left=31)
    asking = Asking(house)

    used = await asking.uses(CARLA, 3600)

    # 45 minutes are paid for, and 31 fen buy two more.
    assert used == 47 * 60
    assert await house.left(CARLA) == 1
    assert await asking.reserved() == 0


async def test_two_sessions_at_once_are_not_promised_the_same(house: HouseOfBilling) -> None:
    await house.has(CARLA, left=100)
    asking, using = Asking(house), Using(house)
    most = DATA_OF_NINE_DAYS * KB
    online = {"kind": "data", "peer": "", "access_point": "ctnet"}

    first = await asking.reserves(CARLA, most - 10 * MB, **online)
    second = await asking.reserves(CARLA, 20 * MB, **online)
    longer = await asking.extends(first, most)

    # Of the second 10 MB are paid for and 10 MB cost 30 fen; the first, asked again, counts on
    # nothing of what the other may use.
    assert (first.reserved_millifen, second.reserved_millifen) == (0, 30_000)
    assert (longer.units, longer.reserved_millifen) == (most, 60_000)
    ended = using.session(octets=1 * MB)
    await asking.commits(first, 1 * MB, record_id=ended.record_id)
    other = using.session(octets=20 * MB)
    held = await asking.commits(second, 20 * MB, record_id=other.record_id)
    await house.hears(ended, other)
    assert held == 0
    assert await house.left(CARLA) == 100
    assert await asking.reserved() == 0


async def test_what_is_held_for_a_record_is_not_promised_again(house: HouseOfBilling) -> None:
    await house.has(CARLA, left=1)
    asking = Asking(house)
    call = house.call(CARLA, seconds=40 * 60)
    grant = await asking.reserves(CARLA, 40 * 60)
    await asking.commits(grant, 40 * 60, record_id=call.record_id)

    again = await asking.reserves(CARLA, 10 * 60)

    assert (again.units, again.is_final) == (5 * 60, True)
    await asking.releases(again)
    await house.hears(call)
    assert (await asking.reserves(CARLA, 5 * 60)).reserved_millifen == 0


async def test_fifty_at_once_share_what_is_left(house: HouseOfBilling) -> None:
    await house.has(CARLA, left=30)
    asking = Asking(house)

    asked = [asking.reserves(CARLA, 60) for _ in range(50)]
    granted = await asyncio.gather(*asked, return_exceptions=True)

    grants = [one for one in granted if not isinstance(one, BaseException)]
    assert len(grants) == 47
    assert sorted(one.reserved_millifen for one in grants)[-3:] == [0, 15_000, 15_000]


def minutes(units: int, *, name: str) -> Allowance:
    """An allowance of so many minutes, for as long as these lives are."""
    included = replace(CATALOGUE.offering("SMALL").included[1], units=units)
    (made,) = allowances_of(
        Plan("SMALL", name, (included,)),
        account_id=ANNA.account,
        first_day=civil_date(NOON).replace(day=1),
        cause_id=name,
    )
    return made


class GenerousLife(Life):
    """The same, with minutes that are paid for."""

    async def begin(self, *, balance: int, limit: int) -> None:
        await super().begin(balance=balance, limit=limit)
        async with self.uow() as uow:
            self.store.kept.catalogues[:] = [(CATALOGUE, "")]
            known = self.store.kept.accounts[ANNA.account]
            opened = replace(known, offering="SMALL", granted_month=month_of(NOON))
            self.store.kept.accounts[ANNA.account] = opened
            await uow.allowances.add([minutes(7, name="seven"), minutes(4, name="four")])

    async def check(self) -> None:
        await super().check()
        paid = [one for one in self.store.kept.allowances.values() if one.kind == "voice"]
        assert all(one.used <= one.total for one in paid)
        assert self.store.kept.accounts[ANNA.account].state is AccountState.OPEN
        account = self.store.kept.accounts[ANNA.account]
        assert account.spendable >= fen(0)


@settings(max_examples=150, deadline=None)
@given(balance=st.integers(1, 200), limit=st.integers(0, 100), acts=ACTS)
def test_what_is_promised_beyond_allowances_never_exceeds_the_balance(
    balance: int, limit: int, acts: list[tuple[str, int, int]]
) -> None:
    async def live() -> None:
        life = GenerousLife(Store())
        await life.begin(balance=balance, limit=limit)
        for what, which, seconds in acts:
            await life.act(what, which, seconds)
            await life.check()

    asyncio.run(live())


async def test_a_grant_in_the_first_second_of_a_month_knows_what_it_brings(
    house: HouseOfBilling,
) -> None:
    await house.has(CARLA, left=6000)
    await house.hears(house.call(CARLA, seconds=45 * 60))
    december = house.clock.instant.replace(day=30, hour=16)
    house.clock.instant = december

    grant = await Asking(house).reserves(CARLA, 60, started_at=house.moment(timedelta(seconds=1)))

    assert grant.reserved_millifen == 0
