"""Customers in PostgreSQL: their segments and regions, apart from what is read for every use."""

from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, select, text

from billing.accounts.domain.customer import Customer
from billing.accounts.tables import CUSTOMER
from runtime.database.columns import by_column
from runtime.database.connection import Row
from runtime.database.database import Database

# In the order of their ids, so that two who remember the same wait for each other one way.
_REMEMBER = text("""
INSERT INTO customer AS c (id, version, segment, region)
SELECT * FROM unnest(CAST(:id AS text[]), CAST(:version AS bigint[]), CAST(:segment AS text[]),
    CAST(:region AS text[])) AS t(id, version, segment, region)
ORDER BY id
ON CONFLICT (id) DO UPDATE SET version = greatest(c.version, excluded.version),
    segment = CASE WHEN excluded.version > c.version THEN excluded.segment ELSE c.segment END,
    region = CASE WHEN excluded.version > c.version THEN excluded.region ELSE c.region END
RETURNING c.id, c.version, c.segment, c.region
""")
_GET = select(CUSTOMER).where(CUSTOMER.c.id == bindparam("id"))


class CustomerTable:
    """In the transaction of its unit of work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def remember(self, customers: Sequence[Customer]) -> Mapping[str, Customer]:
        """Keep these where they are newer than what is known; return the newest of each."""
        newest = {one.id: one for one in sorted(customers, key=lambda one: one.version)}
        if not newest:
            return {}
        rows = [(one.id, one.version, one.segment, one.region) for one in newest.values()]
        columns = by_column(("id", "version", "segment", "region"), rows)
        async with self._database.transaction() as connection:
            known = (await connection.execute(_REMEMBER, **columns)).all()
        return {row.id: _customer_of(row) for row in known}

    async def get(self, customer_id: str) -> Customer:
        async with self._database.reading() as connection:
            row = (await connection.execute(_GET, id=customer_id)).first()
        return Customer(id=customer_id) if row is None else _customer_of(row)


def _customer_of(row: Row) -> Customer:
    return Customer(id=row.id, version=row.version, segment=row.segment, region=row.region)
