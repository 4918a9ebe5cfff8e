"""Limits and months of use, kept alike by the pretending desk and PostgreSQL."""

from dataclasses import replace
from datetime import date, timedelta

from house_of_billing import ANNA, BORIS, NOON
from test_storage import Desks, account_of, desks, paid  # noqa: F401  # a fixture

from billing.accounts.domain.credit import Credit, PaymentType
from billing.accounts.ports import ByAccount
from billing.charging.domain.high_use import ChargedMonth
from kernel.money import fen

LENT = replace(account_of(ANNA), payment_type=PaymentType.POSTPAID, credit=Credit(fen(10_000)))
RAISED = Credit(
    limit=fen(30_000),
    afterwards=fen(10_000),
    until=NOON + timedelta(days=3),
    high_use_in=date(2026, 11, 1),
    high_use_settled=True,
)
OCTOBER, NOVEMBER = (ChargedMonth(ANNA.account, date(2026, month, 1)) for month in (10, 11))


async def test_who_pays_later_is_opened_with_a_limit(desks: Desks) -> None:  # noqa: F811
    async with desks() as desk:
        await desk.accounts.add(LENT)
        await desk.accounts.add(account_of(BORIS))

    async with desks() as desk:
        paying = await desk.accounts.take_paying({ANNA.id, BORIS.id})

    assert paying == {ANNA.id: LENT, BORIS.id: account_of(BORIS)}


async def test_all_of_a_credit_is_kept_apart_from_the_rest(desks: Desks) -> None:  # noqa: F811
    async with desks() as desk:
        await desk.accounts.add(LENT)
        await desk.accounts.add(replace(LENT, id=BORIS.account, subscriber_id=BORIS.id))
        await desk.accounts.keep_credit([replace(LENT, credit=RAISED, version=9)])
        await desk.accounts.keep([replace(LENT, balance=fen(-7))])

    async with desks() as desk:
        hers = await desk.accounts.take(ByAccount(ANNA.account))
        his = await desk.accounts.take(ByAccount(BORIS.account))

    assert hers == replace(LENT, credit=RAISED, balance=fen(-7))
    assert his is not None
    assert his.credit == LENT.credit


async def test_what_months_cost_is_added_up(desks: Desks) -> None:  # noqa: F811
    other = ChargedMonth(BORIS.account, date(2026, 11, 1))
    async with desks() as desk:
        await desk.accounts.add(LENT)
        await desk.accounts.add(account_of(BORIS))
        await desk.charged.add({OCTOBER: 5, NOVEMBER: 7, other: 9})
        with_it = await desk.charged.add({NOVEMBER: 10})

    async with desks() as desk:
        both = await desk.charged.since([ANNA.account], month=OCTOBER.month)
        one = await desk.charged.since([ANNA.account, BORIS.account], month=NOVEMBER.month)

    assert with_it == {NOVEMBER: 17}
    assert both == {OCTOBER: 5, NOVEMBER: 17}
    assert one == {NOVEMBER: 17, other: 9}
