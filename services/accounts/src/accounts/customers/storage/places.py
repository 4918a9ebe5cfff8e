"""Numbers a paper may have, counted under the lock of its customer."""

from sqlalchemy import bindparam, delete, insert, select

from accounts.customers.storage.customers import LOCK
from accounts.customers.storage.rows import NUMBERS
from accounts.customers.tables import CUSTOMER, PLACE_HOLD
from runtime.database.database import Database

_COUNT = select(NUMBERS).where(CUSTOMER.c.id == bindparam("id"))
_ADD = insert(PLACE_HOLD).values(
    order_id=bindparam("order_id"), customer_id=bindparam("customer_id")
)
_DELETE = delete(PLACE_HOLD).where(PLACE_HOLD.c.order_id == bindparam("order_id"))


class PlaceTable:
    """The places held for open orders."""

    def __init__(self, database: Database, *, most: int) -> None:
        self._database = database
        self.most = most

    async def count_for_update(self, customer_id: str) -> int | None:
        async with self._database.transaction() as connection:
            known = await connection.execute(LOCK, id=customer_id)
            if known.rowcount == 0:
                return None
            count: int = (await connection.execute(_COUNT, id=customer_id)).scalar_one()
        return count

    async def add(self, customer_id: str, *, order_id: str) -> None:
        await self._database.execute(_ADD, order_id=order_id, customer_id=customer_id)

    async def delete(self, *, order_id: str) -> None:
        await self._database.execute(_DELETE, order_id=order_id)
