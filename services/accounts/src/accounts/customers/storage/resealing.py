"""Customers, sealed again when the key of what is personal is exchanged."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, update

from accounts.customers.storage.safe import Safe
from accounts.customers.tables import CUSTOMER
from runtime.database.database import Database

_HAS_ANOTHER_KEY = CUSTOMER.c.key_id != bindparam("current")
_OTHERS = (
    select(CUSTOMER.c.id, CUSTOMER.c.key_id, CUSTOMER.c.sealed, CUSTOMER.c.sealed_names)
    .where(_HAS_ANOTHER_KEY)
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

    async def reseal(self, limit: int) -> int:
        """Raises LookupError where a row needs a key that this process does not have."""
        current = self.safe.keys.current
        async with self.database.transaction() as connection:
            rows = (await connection.execute(_OTHERS, current=current, limit=limit)).all()
            for row in rows:
                names = row.sealed_names
                await connection.execute(
                    _SAVE,
                    id=row.id,
                    key_id=current,
                    sealed=self._again(row.id, row.key_id, row.sealed),
                    sealed_names=None if names is None else self._again(row.id, row.key_id, names),
                )
        return len(rows)

    async def left(self) -> int:
        number: int = (
            await self.database.execute(_LEFT, current=self.safe.keys.current)
        ).scalar_one()
        return number

    def _again(self, customer_id: str, key_id: str, sealed: bytes) -> bytes:
        words = self.safe.open_text(customer_id, key_id=key_id, sealed=bytes(sealed))
        return self.safe.seal_text(customer_id, words)[1]
