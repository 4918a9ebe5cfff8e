"""Customers in PostgreSQL: their segments and regions, apart from what is read for every use."""

from collections.abc import Mapping, Sequence

from billing.accounts.domain.customer import Customer
from runtime.database.connection import Row
from runtime.database.database import Database

# In the order of their ids, so that two who remember the same wait for each other one way.
_REMEMBER = """
INSERT INTO customer AS c (id, version, segment, region)
SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[]) t(id, version, s, r)
ORDER BY id
ON CONFLICT (id) DO UPDATE SET version = greatest(c.version, excluded.version),
    segment = CASE WHEN excluded.version > c.version THEN excluded.segment ELSE c.segment END,
    region = CASE WHEN excluded.version > c.version THEN excluded.region ELSE c.region END
RETURNING c.id, c.version, c.segment, c.region
"""
_FIND = "SELECT id, version, segment, region FROM customer WHERE id = $1"


class CustomerTable:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def remember(self, customers: Sequence[Customer]) -> Mapping[str, Customer]:
        """Keep these where they are newer than what is known; return the newest of each."""
        newest = {one.id: one for one in sorted(customers, key=lambda one: one.version)}
        rows = [(one.id, one.version, one.segment, one.region) for one in newest.values()]
        columns = tuple(map(list, zip(*rows, strict=True)))
        if not columns:
            return {}
        async with self._database.transaction() as connection:
            found = (await connection.exec_driver_sql(_REMEMBER, columns)).all()
        return {row.id: _customer_of(row) for row in found}

    async def get(self, customer_id: str) -> Customer:
        async with self._database.reading() as connection:
            row = (await connection.exec_driver_sql(_FIND, (customer_id,))).first()
        return Customer(id=customer_id) if row is None else _customer_of(row)


def _customer_of(row: Row) -> Customer:
    return Customer(id=row.id, version=row.version, segment=row.segment, region=row.region)
