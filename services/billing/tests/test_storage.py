"""One suite over the fake and the one on PostgreSQL: so the former is proved."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from fake_unit_of_work import FakeUnitOfWork
from house_of_billing import A_FRIEND, ANNA, BORIS, NOON, Subscriber, catalogue_text
from pretend_store import Store

from billing.accounts.domain.account import Account, AccountState, Standing
from billing.accounts.domain.kept import Kept
from billing.accounts.domain.level import Level
from billing.accounts.domain.step_ref import StepRef
from billing.accounts.ports import ByAccount, ByNumber, BySubscriber
from billing.allowances.domain.usage import Charge, Judged, Reason, UsageRecord
from billing.catalogue.storage.catalogues import CatalogueCopy
from billing.catalogue.wire.catalogue import read_catalogue
from billing.ledger.domain.entry import PAID_IN, Cause, Entry, Why, entry_of, reversal_of
from billing.payments.domain.payment import Payment
from billing.unit_of_work import BillingUnitOfWork
from kernel.errors import Refusal
from kernel.ids import new_id
from kernel.money import fen
from runtime.database.database import Database
from runtime.messaging.outbox import Outbox

NewUnitOfWork = Callable[[], FakeUnitOfWork | BillingUnitOfWork]


@pytest.fixture(params=["pretend", "postgres"])
async def new_uow(request: pytest.FixtureRequest, database: Database, empty: None) -> NewUnitOfWork:
    if request.param == "pretend":
        store = Store()
        return lambda: FakeUnitOfWork(store)
    copy, outbox = CatalogueCopy(), Outbox(database)
    return lambda: BillingUnitOfWork(database, outbox=outbox, copy=copy)


def account_of(who: Subscriber) -> Account:
    return Account(
        id=who.account,
        customer_id=who.customer,
        subscriber_id=who.id,
        msisdn=who.msisdn,
        offering=who.offering,
        paid_from=NOON,
    )


def paid(who: Subscriber, amount: int, *, cause: str) -> tuple[Entry, ...]:
    because = Cause(Why.PAYMENT, cause)
    return entry_of(PAID_IN, fen(amount), account_id=who.account, cause=because, at=NOON)


def record(name: str, **changes: object) -> UsageRecord:
    made = UsageRecord(
        id=name,
        subscriber_id=ANNA.id,
        kind="voice",
        msisdn=ANNA.msisdn,
        peer=A_FRIEND,
        started_at=NOON,
        quantity=60,
        roam_type="home",
        file_seq=1,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # whatever a test changes


async def test_an_account_is_found_by_all_its_names(new_uow: NewUnitOfWork) -> None:
    async with new_uow() as uow:
        await uow.accounts.add(account_of(ANNA))
        await uow.accounts.add(account_of(BORIS))

    async with new_uow() as uow:
        found = [
            await uow.accounts.get(payee)
            for payee in (ByAccount(ANNA.account), BySubscriber(ANNA.id), ByNumber(ANNA.msisdn))
        ]
        nobody = await uow.accounts.get_for_update(ByNumber("8613999999999"))
        paying = await uow.accounts.get_paying_for_update({ANNA.id, BORIS.id, new_id()})

    assert found == [account_of(ANNA)] * 3
    assert nobody is None
    assert paying == {ANNA.id: account_of(ANNA), BORIS.id: account_of(BORIS)}


async def test_a_subscriber_has_one_account(new_uow: NewUnitOfWork) -> None:
    async with new_uow() as uow:
        first = await uow.accounts.add(account_of(ANNA))
    async with new_uow() as uow:
        same = await uow.accounts.add(account_of(ANNA))

    assert (first, same) == (True, False)


async def test_a_number_belongs_to_who_has_it_now(new_uow: NewUnitOfWork) -> None:
    earlier = replace(account_of(BORIS), msisdn=ANNA.msisdn, paid_from=NOON - timedelta(days=9))
    async with new_uow() as uow:
        await uow.accounts.add(earlier)
        await uow.accounts.add(account_of(ANNA))
        await uow.accounts.save([replace(earlier, paid_to=NOON, state=AccountState.CLOSED)])

    async with new_uow() as uow:
        found = await uow.accounts.get(ByNumber(ANNA.msisdn))

    assert found == account_of(ANNA)


async def test_all_of_an_account_is_kept(new_uow: NewUnitOfWork) -> None:
    changed = replace(
        account_of(ANNA),
        customer_id="another",
        msisdn="8613911111111",
        state=AccountState.OPEN,
        balance=fen(-17),
        carry=999,
        version=8,
        standing=Standing(Level.ONE_WAY, 3, NOON, 2, date(2026, 11, 22)),
        kept=Kept(NOON, NOON + timedelta(days=1)),
        paid_to=NOON + timedelta(days=2),
        subscriber_version=5,
    )
    async with new_uow() as uow:
        await uow.accounts.add(account_of(ANNA))
        await uow.accounts.add(account_of(BORIS))
        await uow.accounts.save([changed, replace(account_of(BORIS), version=1)])

    async with new_uow() as uow:
        assert await uow.accounts.get_for_update(ByAccount(ANNA.account)) == changed


async def test_an_act_that_fails_changes_nothing(new_uow: NewUnitOfWork) -> None:
    with pytest.raises(Refusal):
        async with new_uow() as uow:
            await uow.accounts.add(account_of(ANNA))
            await uow.ledger.append(paid(ANNA, 100, cause="a"))
            raise Refusal("NO", "No.")

    async with new_uow() as uow:
        assert await uow.accounts.get(ByAccount(ANNA.account)) is None
        assert (await uow.ledger.count()).postings == 0


async def test_entries_of_all_steps_of_an_order_are_found(new_uow: NewUnitOfWork) -> None:
    first, second = paid(ANNA, 100, cause="order/0"), paid(ANNA, 200, cause="order/12")
    async with new_uow() as uow:
        await uow.ledger.append([*first, *second, *paid(BORIS, 300, cause="order/0")])
        await uow.ledger.append(paid(ANNA, 400, cause="order 2/0"))

    async with new_uow() as uow:
        found = await uow.ledger.of_order(ANNA.account, order_id="order")
        none = await uow.ledger.of_order(ANNA.account, order_id="ord")

    assert sorted(found, key=lambda one: one.cause.id) == [*first, *second]
    assert none == []


async def test_entries_are_found_by_their_cause_newest_first(new_uow: NewUnitOfWork) -> None:
    (entry,) = paid(ANNA, 100, cause="a")
    async with new_uow() as uow:
        await uow.ledger.append([entry, *paid(BORIS, 300, cause="a")])
        await uow.ledger.append(paid(ANNA, 200, cause="b"))
        await uow.ledger.append([reversal_of(entry, at=NOON)])

    async with new_uow() as uow:
        found = await uow.ledger.of_cause(ANNA.account, cause_id="a")
        lines = await uow.ledger.newest(ANNA.account, limit=3)
        totals = await uow.ledger.count()

    assert found == [entry]
    assert [(one.book, one.amount, one.why, one.cause_id) for one in lines] == [
        ("customer", fen(-100), "reversal", "payment/a"),
        ("cash", fen(100), "reversal", "payment/a"),
        ("customer", fen(200), "payment", "b"),
    ]
    assert (totals.sum_minor, totals.postings) == (0, 8)


async def test_a_cause_moves_money_once(new_uow: NewUnitOfWork) -> None:
    async with new_uow() as uow:
        await uow.ledger.append(paid(ANNA, 100, cause="a"))

    with pytest.raises(Exception, match=r"cause"):
        async with new_uow() as uow:
            await uow.ledger.append(paid(ANNA, 100, cause="a"))


@pytest.mark.holds("R-PAY-1")
async def test_a_reference_is_paid_once_per_channel(new_uow: NewUnitOfWork) -> None:
    first = Payment(
        id=new_id(),
        account_id=ANNA.account,
        channel="app",
        reference="r",
        amount=fen(5),
        at=NOON,
    )
    async with new_uow() as uow:
        await uow.accounts.add(account_of(ANNA))
        added = [
            await uow.payments.add(one)
            for one in (
                first,
                replace(first, id=new_id()),
                replace(first, id=new_id(), channel="bank"),
                replace(first, id=new_id(), channel="bank", space="of boris"),
            )
        ]
        found = await uow.payments.get(first.id)
        nothing = await uow.payments.get(new_id())
        of_the_bank = await uow.payments.named(channel="bank", reference="r")

    assert added == [True, False, True, True]
    assert {one.space for one in of_the_bank} == {"", "of boris"}
    assert found == first
    assert nothing is None


async def test_records_are_kept_once_and_counted(new_uow: NewUnitOfWork) -> None:
    charged = Charge(15_000, "so")
    again = Judged(record("b"), ANNA.account, charged)
    async with new_uow() as uow:
        first = await uow.usage.add(
            [
                Judged(record("a"), ANNA.account, charged),
                Judged(record("a"), ANNA.account, charged),
                again,
                Judged(record("c", file_seq=2), None, Reason.SUBSCRIBER_UNKNOWN),
            ],
            at=NOON,
        )
        later = await uow.usage.add([again, Judged(record("c"), None, charged)], at=NOON)
        totals = await uow.ledger.count()

    assert [one.record.id for one in first.fresh] == ["a", "c"]
    assert (later.fresh, later.again, len(later.duplicates)) == ([], 0, 2)
    assert (totals.received, totals.rated, totals.waiting, totals.duplicate) == (6, 1, 1, 4)


async def test_what_waits_is_settled(new_uow: NewUnitOfWork) -> None:
    early = record("early", started_at=NOON - timedelta(hours=1))
    other = record("other", subscriber_id=BORIS.id, file_seq=7)
    async with new_uow() as uow:
        await uow.usage.add(
            [
                Judged(record("late"), ANNA.account, Reason.NO_TARIFF),
                Judged(early, None, Reason.SUBSCRIBER_UNKNOWN),
                Judged(other, None, Reason.NO_TARIFF),
            ],
            at=NOON,
        )
        waiting = await uow.usage.waiting_of(ANNA.id, limit=9)
        without_tariff = await uow.usage.subscribers_waiting(Reason.NO_TARIFF)
        await uow.usage.settle([Judged(early, ANNA.account, Charge(7, "so"))], at=NOON)

    async with new_uow() as uow:
        left = await uow.usage.waiting_of(ANNA.id, limit=9)
        shown = await uow.usage.newest(ANNA.id, limit=9)

    assert [one.id for one in waiting] == ["early", "late"]
    assert sorted(without_tariff) == sorted({ANNA.id, BORIS.id})
    assert [one.id for one in left] == ["late"]
    assert [(one.record, one.millifen, one.derivation) for one in shown] == [(early, 7, "so")]


async def test_a_catalogue_is_kept_once(new_uow: NewUnitOfWork) -> None:
    catalogue, document = read_catalogue(catalogue_text())
    newer, newer_document = read_catalogue(catalogue_text(valid_from="2027-01-01"))
    async with new_uow() as uow:
        first = await uow.catalogues.add(catalogue, document=document, at=NOON)
    async with new_uow() as uow:
        same = await uow.catalogues.add(catalogue, document=document, at=NOON)
    async with new_uow() as uow:
        second = await uow.catalogues.add(newer, document=newer_document, at=NOON)

    async with new_uow() as uow:
        known = await uow.catalogues.all()

    assert same == first < second == known.newest
    assert known.on(date(2026, 12, 31)) == replace(catalogue, version=first)
    assert known.on(date(2027, 1, 1)) == replace(newer, version=second)


async def test_a_step_is_new_once_and_never_after_it_was_taken_back(new_uow: NewUnitOfWork) -> None:
    seen, unseen = StepRef(new_id(), 0), StepRef(new_id(), 1)
    async with new_uow() as uow:
        answers = [
            await uow.steps.is_new(seen, digest="x"),
            await uow.steps.is_new(seen, digest="x"),
            await uow.steps.is_to_be_undone(seen),
            await uow.steps.is_to_be_undone(seen),
            await uow.steps.is_to_be_undone(unseen),
        ]
    refused = []
    for ref, digest in ((seen, "x"), (unseen, "x")):
        with pytest.raises(Refusal) as refusal:
            async with new_uow() as uow:
                await uow.steps.is_new(ref, digest=digest)
        refused.append(refusal.value.code)

    assert answers == [True, False, True, False, False]
    assert refused == ["STEP_TAKEN_BACK"] * 2


async def test_a_step_with_another_content_is_refused(new_uow: NewUnitOfWork) -> None:
    ref = StepRef(new_id(), 0)
    async with new_uow() as uow:
        await uow.steps.is_new(ref, digest="x")

    with pytest.raises(Refusal) as refusal:
        async with new_uow() as uow:
            await uow.steps.is_new(ref, digest="y")

    assert refusal.value.code == "REQUEST_ID_REUSED"


async def test_the_database_refuses_what_is_not_balanced(database: Database, empty: None) -> None:
    with pytest.raises(Exception, match="not balanced"):
        async with database.transaction() as connection:
            await connection.exec_driver_sql(
                "INSERT INTO posting (entry_id, account_id, book, amount) VALUES"
                " (gen_random_uuid(), gen_random_uuid(), 'customer', 5)"
            )


@pytest.mark.parametrize("change", ["UPDATE posting SET amount = 2", "DELETE FROM ledger_entry"])
async def test_the_ledger_is_append_only(database: Database, empty: None, change: str) -> None:
    with pytest.raises(Exception, match="append-only"):
        async with database.transaction() as connection:
            await connection.exec_driver_sql(change)
