"""Customers, sealed again when the key of what is personal is exchanged."""

from dataclasses import dataclass
from functools import partial

from sqlalchemy import bindparam, func, select, update

from accounts.customers.storage.safe import Safe
from accounts.customers.tables import CUSTOMER
from runtime.database.connection import Row
from runtime.database.database import Database
from runtime.database.resealing import Page, Resealed, Shut, reseal_past, tried

_HAS_ANOTHER_KEY = CUSTOMER.c.key_id != bindparam("current")
_OTHERS = (
    select(CUSTOMER.c.id, CUSTOMER.c.key_id, CUSTOMER.c.sealed, CUSTOMER.c.sealed_names)
    .where(_HAS_ANOTHER_KEY, CUSTOMER.c.id > bindparam("after"))
    .order_by(CUSTOMER.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_SAVE = (
    update(CUSTOMER)
    .values({name: bindparam(name) for name in ("key_id", "sealed", "sealed_names")})
    .where(CUSTOMER.c.id == bindparam("id"))
)
_LEFT = select(func.count()).select_from(CUSTOMER).where(_HAS_ANOTHER_KEY)


@dataclass(frozen=True, slots=True)
class SealedCustomers:
    """Table `customer`, as runtime's sealing knows it."""

    database: Database
    safe: Safe
    name: str = "customer"
    append_only: bool = False

    @property
    def key_id(self) -> str:
        return self.safe.keys.current

    async def reseal(self, limit: int) -> Resealed:
        """Pass over rows that need a key this process does not have, or are damaged."""

        async def page(after: str) -> Page:
            return await self._page(limit, after=after)

        return await reseal_past(page, table=self.name)

    async def left(self) -> int:
        number: int = (
            await self.database.execute(_LEFT, current=self.safe.keys.current)
        ).scalar_one()
        return number

    async def _page(self, limit: int, *, after: str) -> Page:
        current, shut = self.safe.keys.current, dict[str, str]()
        async with self.database.transaction() as connection:
            result = await connection.execute(_OTHERS, current=current, limit=limit, after=after)
            rows = result.all()
            for row in rows:
                anew = tried(partial(self._anew, row))
                if isinstance(anew, Shut):
                    shut[row.id] = anew.code
                else:
                    await connection.execute(_SAVE, id=row.id, key_id=current, **anew)
        last = rows[-1].id if len(rows) == limit else None
        return Page(len(rows) - len(shut), shut, last)

    def _anew(self, row: Row) -> dict[str, bytes | None]:
        names = row.sealed_names
        return {
            "sealed": self._again(row.id, row.key_id, row.sealed),
            "sealed_names": None if names is None else self._again(row.id, row.key_id, names),
        }

    def _again(self, customer_id: str, key_id: str, sealed: bytes) -> bytes:
        words = self.safe.open_text(customer_id, key_id=key_id, sealed=bytes(sealed))
        return self.safe.seal_text(customer_id, words)[1]
