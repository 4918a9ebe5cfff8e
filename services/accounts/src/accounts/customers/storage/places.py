"""Numbers a paper may have, counted under the lock of its customer."""

from sqlalchemy import Text, bindparam, delete, insert, select

from accounts.customers.storage.customers import LOCK
from accounts.customers.storage.rows import NUMBERS
from accounts.customers.tables import CUSTOMER, PLACE_HOLD
from runtime.database.database import Database

_COUNTED = select(NUMBERS.label("numbers")).where(CUSTOMER.c.id == bindparam("id")).cte("counted")
_HELD = (
    insert(PLACE_HOLD)
    .from_select(
        ["order_id", "customer_id"],
        select(bindparam("order_id", type_=Text), bindparam("id", type_=Text)).where(
            _COUNTED.c.numbers < bindparam("most")
        ),
    )
    .cte("held")
)
_HOLD = select(_COUNTED.c.numbers).add_cte(_HELD)
_DELETE = delete(PLACE_HOLD).where(PLACE_HOLD.c.order_id == bindparam("order_id"))


class PlaceTable:
    """The places held for open orders."""

    def __init__(self, database: Database, *, most: int) -> None:
        self._database = database
        self.most = most

    async def hold(self, customer_id: str, *, order_id: str) -> int | None:
        async with self._database.transaction() as connection:
            known = await connection.execute(LOCK, id=customer_id)
            if known.rowcount == 0:
                return None
            counted = await connection.execute(
                _HOLD, id=customer_id, order_id=order_id, most=self.most
            )
        numbers: int = counted.scalar_one()
        return numbers

    async def delete(self, *, order_id: str) -> None:
        await self._database.execute(_DELETE, order_id=order_id)
