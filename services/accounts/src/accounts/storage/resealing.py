"""What is personal, sealed again when its key is exchanged; the audit's texts stay as they are."""

from dataclasses import dataclass

from accounts.storage.safe import Safe
from runtime.database.database import Database

_OTHERS = """
SELECT id, key_id, sealed, sealed_names FROM customer WHERE key_id <> $1
ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED
"""
_SAVE = "UPDATE customer SET key_id = $2, sealed = $3, sealed_names = $4 WHERE id = $1"
_LEFT = {
    "customer": "SELECT count(*) FROM customer WHERE key_id <> $1",
    "audit_text": "SELECT count(*) FROM audit_text WHERE key_id <> $1",
}


@dataclass(frozen=True, slots=True)
class SealedCustomers:
    """Table `customer`, as runtime's sealing knows it."""

    database: Database
    safe: Safe
    name: str = "customer"
    append_only: bool = False

    async def reseal(self, limit: int) -> int:
        """Raises LookupError where a row needs a key that this process does not have."""
        current = self.safe.keys.current
        async with self.database.transaction() as connection:
            rows = (await connection.exec_driver_sql(_OTHERS, (current, limit))).all()
            for row in rows:
                names = row.sealed_names
                values = (
                    row.id,
                    current,
                    self._again(row.id, row.key_id, row.sealed),
                    None if names is None else self._again(row.id, row.key_id, names),
                )
                await connection.exec_driver_sql(_SAVE, values)
        return len(rows)

    async def left(self) -> int:
        return await _left(self.database, self.name, self.safe)

    def _again(self, customer_id: str, key_id: str, sealed: bytes) -> bytes:
        text = self.safe.open_text(customer_id, key_id=key_id, sealed=bytes(sealed))
        return self.safe.seal_text(customer_id, text)[1]


@dataclass(frozen=True, slots=True)
class SealedTexts:
    """Table `audit_text`: the database lets nobody change it, so its keys stay."""

    database: Database
    safe: Safe
    name: str = "audit_text"
    append_only: bool = True

    async def reseal(self, limit: int) -> int:
        return 0

    async def left(self) -> int:
        return await _left(self.database, self.name, self.safe)


async def _left(database: Database, table: str, safe: Safe) -> int:
    async with database.reading() as connection:
        found = await connection.exec_driver_sql(_LEFT[table], (safe.keys.current,))
        number: int = found.scalar_one()
    return number
