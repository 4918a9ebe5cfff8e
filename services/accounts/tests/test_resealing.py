"""When the key of what is personal is exchanged, it is sealed again; the audit stays as it is."""

import secrets

import pytest
from shop_of_accounts import NOON, a_paper

from accounts.audit.storage import SealedTexts
from accounts.customers.domain.customer import Capture, Customer, Person
from accounts.customers.storage.customers import CustomerTable
from accounts.customers.storage.key_file import PersonalKeys
from accounts.customers.storage.resealing import SealedCustomers
from accounts.customers.storage.safe import Safe
from kernel.ids import new_id
from runtime.database.database import Database

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

    done = [await table.reseal(1), await table.reseal(1000), await table.reseal(1000)]

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

    with pytest.raises(LookupError):
        await SealedCustomers(database, stranger).reseal(1000)

    assert await CustomerTable(database, safe).get(anna.id) is not None


async def test_texts_of_the_audit_keep_their_key(database: Database, safe: Safe) -> None:
    table = SealedTexts(database, with_newest(safe, new_id()).keys.current)

    assert table.append_only
    assert await table.reseal(1000) == 0


def only_with(safe: Safe, name: str) -> Safe:
    return Safe(PersonalKeys(name, {name: safe.keys.keys[name]}), safe.blind_key)


def a_customer(person: Person) -> Customer:
    return Customer(
        id=new_id(), person=person, paper=a_paper(), captured_by=Capture.READER,
        registered_at=NOON, paper_valid_until=None,
    )  # fmt: skip
