"""The keys of cards, sealed again when the key of the vault is exchanged."""

from dataclasses import dataclass

from provisioning.vault.storage.vault import Seal
from runtime.database.database import Database

_OTHERS = """
SELECT imsi, key_id, nonce, sealed FROM card_key WHERE key_id <> $1
ORDER BY imsi LIMIT $2 FOR UPDATE SKIP LOCKED
"""
_SAVE = """
UPDATE card_key k SET key_id = s.key_id, nonce = s.nonce, sealed = s.sealed
FROM unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[]) AS s (imsi, key_id, nonce, sealed)
WHERE k.imsi = s.imsi
"""
_LEFT = "SELECT count(*) FROM card_key WHERE key_id <> $1"


@dataclass(frozen=True, slots=True)
class SealedCardKeys:
    """Table `card_key`, as runtime's sealing knows it."""

    database: Database
    seal: Seal
    name: str = "card_key"
    append_only: bool = False

    async def reseal(self, limit: int) -> int:
        """Raises KEY_NOT_HERE where a row needs a key that this process does not have."""
        async with self.database.transaction() as connection:
            rows = (await connection.exec_driver_sql(_OTHERS, (self.seal.key_id, limit))).all()
            opened = [self.seal.open(one.imsi, one.key_id, one.nonce, one.sealed) for one in rows]
            closed = [self.seal.close(keys) for keys in opened]
            columns = tuple([row[at] for row in closed] for at in range(4))
            await connection.exec_driver_sql(_SAVE, columns)
        return len(rows)

    async def left(self) -> int:
        async with self.database.reading() as connection:
            number: int = (
                await connection.exec_driver_sql(_LEFT, (self.seal.key_id,))
            ).scalar_one()
        return number
