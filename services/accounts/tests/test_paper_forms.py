"""Papers an earlier image indexed as they were typed: found again, and nobody is lost."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence

from shop_of_accounts import Shop
from structlog.testing import capture_logs

from accounts.customers.domain.customer import Person
from accounts.customers.domain.identity_paper import IdentityPaper, PaperType
from accounts.customers.edge.paper_forms import AT_ONCE, PaperForms
from accounts.customers.storage.key_file import PersonalKeys
from accounts.customers.storage.paper_forms import NOT_INDEXED, PaperFormTable
from accounts.customers.storage.safe import Safe
from runtime.database.database import Database

_AS_BEFORE = """
UPDATE customer SET key_id = $2, sealed = $3, blind_index = $4, paper_form = 0 WHERE id = $1
"""


async def registered_before(shop: Shop, database: Database, safe: Safe, typed: str) -> str:
    """Register somebody as the image before did: by the number as it was typed."""
    other = IdentityPaper.read("passport", f"X{secrets.randbelow(10**12)}")
    known = (await shop.registers(other, name="Anna Lin")).customer.id
    key_id, sealed = safe.seal(known, Person("Anna Lin"), IdentityPaper(PaperType.PASSPORT, typed))
    index = hmac.digest(safe.blind_key, f"passport:{typed}".encode(), hashlib.sha256)
    async with database.transaction() as connection:
        await connection.exec_driver_sql(_AS_BEFORE, (known, key_id, sealed, index))
    return known


async def form_of(database: Database, customers: Sequence[str]) -> list[int]:
    statement = "SELECT paper_form FROM customer WHERE id = $1"
    async with database.reading() as connection:
        return [(await connection.exec_driver_sql(statement, (one,))).scalar() for one in customers]


async def test_a_paper_that_was_typed_with_hyphens_is_found_however_it_is_typed_now(
    postgres_shop: Shop, database: Database, safe: Safe
) -> None:
    digits = f"{secrets.randbelow(10**8):08d}"
    known = await registered_before(postgres_shop, database, safe, f"E-{digits[:4]}-{digits[4:]}")
    work = PaperForms(PaperFormTable(database, safe))

    due, was_quiet = list(await work.due()), await work.is_quiet()
    await work.carry_out(due[0])

    again = await postgres_shop.registers(
        IdentityPaper.read("passport", f"e{digits}"), name="Anna Lin"
    )
    assert again.customer.id == known
    assert (due, was_quiet) == ([AT_ONCE], False)
    assert (list(await work.due()), await work.is_quiet(), await work.next_due()) == (
        [],
        True,
        None,
    )


async def test_a_paper_that_is_registered_twice_is_said_and_both_stay(
    postgres_shop: Shop, database: Database, safe: Safe
) -> None:
    digits = f"{secrets.randbelow(10**8):08d}"
    plain = await registered_before(postgres_shop, database, safe, f"E{digits}")
    parted = await registered_before(postgres_shop, database, safe, f"E-{digits}")
    work = PaperForms(PaperFormTable(database, safe))

    with capture_logs() as lines:
        await work.carry_out(AT_ONCE)

    assert await form_of(database, [plain, parted]) == [1, 2]
    assert [(one["customer"], one["other"]) for one in lines] == [(parted, plain)]
    assert await work.is_quiet()
    again = await postgres_shop.registers(
        IdentityPaper.read("passport", f"E {digits}"), name="Anna Lin"
    )
    assert again.customer.id == plain


async def test_a_row_that_does_not_open_stops_no_other_and_is_seen(
    postgres_shop: Shop, database: Database, safe: Safe
) -> None:
    lost = Safe(PersonalKeys("lost", {"lost": secrets.token_bytes(32)}), safe.blind_key)
    keyless = await registered_before(postgres_shop, database, lost, typed())
    damaged = await registered_before(postgres_shop, database, safe, typed())
    misread = await registered_before(postgres_shop, database, safe, typed())
    whole = await registered_before(postgres_shop, database, safe, typed())
    await run(database, "UPDATE customer SET sealed = '' WHERE id = $1", damaged)
    await run(database, "UPDATE customer SET paper_type = 'x' WHERE id = $1", misread)
    work = PaperForms(PaperFormTable(database, safe))

    with capture_logs() as lines:
        while due := await work.due():
            await work.carry_out(min(1, *due))

    everybody = [keyless, damaged, misread, whole]
    try:
        assert await form_of(database, everybody) == [0, 3, 3, 1]
        assert {one["customer"] for one in lines} == {damaged, misread}
        assert await work.is_quiet()
        assert await counted(database) == {"NOT_YET": 1, "ROW_DAMAGED": 2}
        back = Safe(PersonalKeys("lost", {**lost.keys.keys, **safe.keys.keys}), safe.blind_key)
        await PaperForms(PaperFormTable(database, back)).carry_out(AT_ONCE)
        assert await form_of(database, everybody) == [1, 3, 3, 1]
    finally:
        for customer in everybody:
            await run(database, "DELETE FROM customer WHERE id = $1", customer)


def typed() -> str:
    return f"E-{secrets.randbelow(10**8):08d}"


async def counted(database: Database) -> dict[str, int]:
    async with database.reading() as connection:
        rows = (await connection.exec_driver_sql(NOT_INDEXED.text)).all()
    return {row.label: row.number for row in rows}


async def run(database: Database, statement: str, customer_id: str) -> None:
    async with database.transaction() as connection:
        await connection.exec_driver_sql(statement, (customer_id,))
