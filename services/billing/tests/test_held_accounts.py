"""An account is read once under its lock, and again where something of it was written in part."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from house_of_billing import ANNA, NOON

from billing.accounts.domain.account import Account, AccountState
from billing.accounts.ports import ByAccount
from billing.catalogue.storage.catalogues import CatalogueCopy
from billing.unit_of_work import BillingUnitOfWork
from kernel.civil import civil_date
from kernel.money import fen
from runtime.database.database import Database
from runtime.messaging.outbox import Outbox

ID = ByAccount(ANNA.account)


@pytest.fixture
async def new_uow(database: Database, empty: None) -> Callable[[], BillingUnitOfWork]:
    copy, outbox = CatalogueCopy(), Outbox(database)
    async with BillingUnitOfWork(database, outbox=outbox, copy=copy) as uow:
        await uow.accounts.add(
            Account(
                id=ANNA.account,
                customer_id=ANNA.customer,
                subscriber_id=ANNA.id,
                msisdn=ANNA.msisdn,
                offering=ANNA.offering,
                paid_from=NOON,
            )
        )
    return lambda: BillingUnitOfWork(database, outbox=outbox, copy=copy)


async def held(uow: BillingUnitOfWork) -> Account:
    account = await uow.accounts.get_for_update(ID)
    assert account is not None
    return account


async def test_a_held_account_is_what_was_written_last(
    new_uow: Callable[[], BillingUnitOfWork], held_accounts: list[str]
) -> None:
    async with new_uow() as uow:
        account = await held(uow)
        richer = replace(account, balance=fen(700), carry=3, version=1)
        await uow.accounts.save([richer])
        assert await held(uow) == richer

    assert held_accounts == [ANNA.account]


async def test_nothing_is_held_beyond_its_transaction(
    new_uow: Callable[[], BillingUnitOfWork], held_accounts: list[str]
) -> None:
    for _ in range(2):
        async with new_uow() as uow:
            await held(uow)

    assert held_accounts == []


async def test_what_was_rolled_back_is_not_held(
    new_uow: Callable[[], BillingUnitOfWork], held_accounts: list[str]
) -> None:
    with pytest.raises(ZeroDivisionError):
        async with new_uow() as uow:
            await uow.accounts.save([replace(await held(uow), balance=fen(700))])
            raise ZeroDivisionError
    async with new_uow() as uow:
        assert (await held(uow)).balance == fen(0)

    assert held_accounts == []


async def test_who_has_left_is_read_again(
    new_uow: Callable[[], BillingUnitOfWork], held_accounts: list[str]
) -> None:
    async with new_uow() as uow:
        account = await held(uow)
        await uow.accounts.save([replace(account, state=AccountState.CLOSED, paid_to=NOON)])
        await held(uow)

    assert held_accounts == []


async def test_what_is_written_in_part_is_read_again(
    new_uow: Callable[[], BillingUnitOfWork], held_accounts: list[str]
) -> None:
    month = civil_date(NOON).replace(day=1)
    async with new_uow() as uow:
        account = await held(uow)
        await uow.allowances.grant_until(account.id, month)
        assert (await held(uow)).granted_month == month
        await uow.accounts.save_months([replace(account, charged_month=month)])
        assert (await held(uow)).charged_month == month

    assert held_accounts == []
