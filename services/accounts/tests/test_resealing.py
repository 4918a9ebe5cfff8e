"""When the key of what is personal is exchanged, it is sealed again; the audit stays as it is."""

import secrets

from shop_of_accounts import NOON, a_paper

from accounts.audit.storage import SealedTexts
from accounts.customers.domain.customer import Capture, Customer, Person
from accounts.customers.storage.customers import CustomerTable
from accounts.customers.storage.key_file import PersonalKeys
from accounts.customers.storage.resealing import SealedCustomers
from accounts.customers.storage.safe import Safe
from kernel.ids import new_id
from kernel.page import Page
from runtime.database.database import Database
from runtime.database.resealing import Resealed

ANNA = Person("林安娜", "13912345678", "上海市浦东新区世纪大道一号", "林", "安娜")
PLAIN = Person("Boris", "13912345679", "上海市")


def with_newest(safe: Safe, name: str) -> Safe:
    keys = {**safe.keys.keys, name: secrets.token_bytes(32)}
    return Safe(PersonalKeys(name, keys), safe.blind_key)


async def test_customers_are_sealed_again_and_found_by_the_same_paper(
    database: Database, safe: Safe
) -> None:
    people = [a_customer(person) for person in (ANNA, PLAIN)]
    for one in people:
        assert await CustomerTable(database, safe).add(one)
    newer = with_newest(safe, new_id())
    table = SealedCustomers(database, newer)
    left = await table.left()

    done = [(await table.reseal(limit)).rows for limit in (1, 1000, 1000)]

    only = only_with(newer, newer.keys.current)
    back = Safe(PersonalKeys(safe.keys.current, newer.keys.keys), safe.blind_key)
    try:
        for one in people:
            found = await CustomerTable(database, only).get_by_paper(one.paper)
            assert found is not None
            assert found.customer.person == one.person
        assert done[0] == 1
        assert (sum(done), done[2], await table.left()) == (left, 0, 0)
    finally:
        await SealedCustomers(database, back).reseal(1000)


async def test_where_the_old_key_is_not_here_nothing_is_changed(
    database: Database, safe: Safe
) -> None:
    anna = a_customer(ANNA)
    await CustomerTable(database, safe).add(anna)
    stranger = Safe(PersonalKeys("x", {"x": secrets.token_bytes(32)}), safe.blind_key)

    done = await SealedCustomers(database, stranger).reseal(1000)

    assert (done.rows, set(done.shut)) == (0, {"KEY_NOT_HERE"})
    assert await CustomerTable(database, safe).get(anna.id) is not None


async def test_a_row_that_does_not_open_stops_no_other(database: Database, safe: Safe) -> None:
    damaged, keyless, anna = people = [a_customer(ANNA) for _ in range(3)]
    for person in people:
        sealed_by = with_newest(safe, new_id()) if person is keyless else safe
        assert await CustomerTable(database, sealed_by).add(person)
    await run(database, "UPDATE customer SET sealed = '' WHERE id = $1", damaged.id)
    newer = with_newest(safe, new_id())
    table = SealedCustomers(database, newer)

    try:
        while (done := await table.reseal(1)).rows:
            pass
        only = CustomerTable(database, only_with(newer, newer.keys.current))
        listed, _ = await only.page(Page(0, 1000))

        assert dict(done.shut) == {"ROW_DAMAGED": 1, "KEY_NOT_HERE": 1}
        ids = [known.customer.id for known in listed]
        assert anna.id in ids
        assert not {damaged.id, keyless.id} & set(ids)
    finally:
        for person in (damaged, keyless):
            await run(database, "DELETE FROM customer WHERE id = $1", person.id)
        back = Safe(PersonalKeys(safe.keys.current, newer.keys.keys), safe.blind_key)
        await SealedCustomers(database, back).reseal(1000)


async def run(database: Database, statement: str, customer_id: str) -> None:
    async with database.transaction() as connection:
        await connection.exec_driver_sql(statement, (customer_id,))


async def test_texts_of_the_audit_keep_their_key(database: Database, safe: Safe) -> None:
    table = SealedTexts(database, with_newest(safe, new_id()).keys.current)

    assert table.append_only
    assert await table.reseal(1000) == Resealed()


def only_with(safe: Safe, name: str) -> Safe:
    return Safe(PersonalKeys(name, {name: safe.keys.keys[name]}), safe.blind_key)


def a_customer(person: Person) -> Customer:
    return Customer(
        id=new_id(), person=person, paper=a_paper(), captured_by=Capture.READER,
        registered_at=NOON, paper_valid_until=None,
    )  # fmt: skip
