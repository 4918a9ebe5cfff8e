"""Limits and months of use, kept alike by the fake and PostgreSQL."""

from dataclasses import replace
from datetime import date, timedelta

from house_of_billing import ANNA, BORIS, NOON
from test_storage import NewUnitOfWork, account_of, new_uow, paid  # noqa: F401  # a fixture

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


async def test_who_pays_later_is_opened_with_a_limit(new_uow: NewUnitOfWork) -> None:  # noqa: F811
    async with new_uow() as uow:
        await uow.accounts.add(LENT)
        await uow.accounts.add(account_of(BORIS))

    async with new_uow() as uow:
        paying = await uow.accounts.get_paying_for_update({ANNA.id, BORIS.id})

    assert paying == {ANNA.id: LENT, BORIS.id: account_of(BORIS)}


async def test_all_of_a_credit_is_kept_apart_from_the_rest(new_uow: NewUnitOfWork) -> None:  # noqa: F811
    async with new_uow() as uow:
        await uow.accounts.add(LENT)
        await uow.accounts.add(replace(LENT, id=BORIS.account, subscriber_id=BORIS.id))
        await uow.accounts.save_credit([replace(LENT, credit=RAISED, version=9)])
        await uow.accounts.save([replace(LENT, balance=fen(-7))])

    async with new_uow() as uow:
        hers = await uow.accounts.get_for_update(ByAccount(ANNA.account))
        his = await uow.accounts.get_for_update(ByAccount(BORIS.account))

    assert hers == replace(LENT, credit=RAISED, balance=fen(-7))
    assert his is not None
    assert his.credit == LENT.credit


async def test_what_months_cost_is_added_up(new_uow: NewUnitOfWork) -> None:  # noqa: F811
    other = ChargedMonth(BORIS.account, date(2026, 11, 1))
    async with new_uow() as uow:
        await uow.accounts.add(LENT)
        await uow.accounts.add(account_of(BORIS))
        await uow.charged.add({OCTOBER: 5, NOVEMBER: 7, other: 9})
        with_it = await uow.charged.add({NOVEMBER: 10})

    async with new_uow() as uow:
        both = await uow.charged.since([ANNA.account], month=OCTOBER.month)
        one = await uow.charged.since([ANNA.account, BORIS.account], month=NOVEMBER.month)

    assert with_it == {NOVEMBER: 17}
    assert both == {OCTOBER: 5, NOVEMBER: 17}
    assert one == {NOVEMBER: 17, other: 9}
