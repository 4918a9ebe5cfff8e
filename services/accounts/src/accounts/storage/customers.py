"""Customers, and the places their papers have."""

from collections.abc import Sequence

from accounts.domain.customer import Customer, KnownCustomer
from accounts.domain.identity_paper import IdentityPaper
from accounts.storage.rows import CUSTOMER, customer_of
from accounts.storage.safe import Safe
from accounts.usecases.ports import Page
from runtime.database.database import Database

_BY_ID = f"SELECT {CUSTOMER} FROM customer u WHERE u.id = $1"  # noqa: S608
_BY_PAPER = f"SELECT {CUSTOMER} FROM customer u WHERE u.blind_index = $1"  # noqa: S608
_PAGE = f"""
SELECT {CUSTOMER} FROM customer u ORDER BY u.registered_at, u.id OFFSET $1 LIMIT $2
"""  # noqa: S608
_HOW_MANY = "SELECT count(*) FROM customer"
_ADD = """
INSERT INTO customer (id, blind_index, paper_type, key_id, sealed, paper_valid_until, captured_by,
    blacklisted, registered_at, version, segment, region, sealed_names, paper_form)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)
ON CONFLICT ON CONSTRAINT customer_paper DO NOTHING
"""
_SAVE = """
UPDATE customer SET paper_valid_until = $2, version = $3, segment = $4, region = $5 WHERE id = $1
"""

# The lock first and alone: what the same statement reads would be of before it waited.
_LOCK = "SELECT FROM customer WHERE id = $1 FOR NO KEY UPDATE"
_COUNT = """
SELECT (SELECT count(*) FROM subscriber WHERE holder_id = $1 AND phase = 'active')
     + (SELECT count(*) FROM place_hold WHERE customer_id = $1)
"""
_HOLD = "INSERT INTO place_hold (order_id, customer_id) VALUES ($1, $2)"
_RELEASE = "DELETE FROM place_hold WHERE order_id = $1"


class CustomerTable:
    """Persons whose papers were seen; what is personal is sealed."""

    def __init__(self, database: Database, safe: Safe) -> None:
        self._database = database
        self._safe = safe

    async def find(self, customer_id: str) -> KnownCustomer | None:
        return await self._one(_BY_ID, customer_id)

    async def with_paper(self, paper: IdentityPaper) -> KnownCustomer | None:
        return await self._one(_BY_PAPER, self._safe.blind_index(paper))

    async def page(self, page: Page) -> tuple[Sequence[KnownCustomer], int]:
        async with self._database.reading() as connection:
            rows = await connection.exec_driver_sql(_PAGE, (page.offset, page.limit))
            found = [customer_of(row, safe=self._safe) for row in rows]
            total: int = (await connection.exec_driver_sql(_HOW_MANY)).scalar_one()
        return found, total

    async def add(self, customer: Customer) -> bool:
        key_id, sealed = self._safe.seal(customer.id, customer.person, customer.paper)
        values = (
            customer.id,
            self._safe.blind_index(customer.paper),
            customer.paper.type.value,
            key_id,
            sealed,
            customer.paper_valid_until,
            customer.captured_by.value,
            customer.blacklisted,
            customer.registered_at,
            customer.version,
            customer.market.segment,
            customer.market.region,
            self._safe.seal_names(customer.id, customer.person),
        )
        async with self._database.transaction() as connection:
            return (await connection.exec_driver_sql(_ADD, values)).rowcount == 1

    async def take(self, customer_id: str) -> KnownCustomer | None:
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_LOCK, (customer_id,))
            row = (await connection.exec_driver_sql(_BY_ID, (customer_id,))).first()
        return None if row is None else customer_of(row, safe=self._safe)

    async def save(self, customer: Customer) -> None:
        market = customer.market
        values = (
            customer.id, customer.paper_valid_until, customer.version,
            market.segment, market.region,
        )  # fmt: skip
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_SAVE, values)

    async def _one(self, statement: str, key: str | bytes) -> KnownCustomer | None:
        async with self._database.reading() as connection:
            row = (await connection.exec_driver_sql(statement, (key,))).first()
        return None if row is None else customer_of(row, safe=self._safe)


class PlaceTable:
    """Numbers a paper may have, counted under the lock of its customer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take_count(self, customer_id: str) -> int | None:
        async with self._database.transaction() as connection:
            known = await connection.exec_driver_sql(_LOCK, (customer_id,))
            if known.rowcount == 0:
                return None
            count: int = (await connection.exec_driver_sql(_COUNT, (customer_id,))).scalar_one()
        return count

    async def hold(self, customer_id: str, *, order_id: str) -> None:
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_HOLD, (order_id, customer_id))

    async def release(self, *, order_id: str) -> None:
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_RELEASE, (order_id,))
