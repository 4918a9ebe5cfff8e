"""Who was checked, and which order used it."""

from accounts.domain.proof import Proof
from accounts.storage.rows import PROOF, proof_of
from runtime.database.database import Database

_TAKE = f"SELECT {PROOF} FROM proof p WHERE p.id = $1 FOR UPDATE"  # noqa: S608
_ADD = """
INSERT INTO proof (id, customer_id, checks, channel, checked_by, checked_at, used_by_order)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
_SAVE = "UPDATE proof SET used_by_order = $2 WHERE id = $1"


class ProofTable:
    """The records of checks."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, proof: Proof) -> None:
        values = (
            proof.id,
            proof.customer_id,
            sorted(proof.checks),
            proof.channel,
            proof.checked_by,
            proof.checked_at,
            proof.used_by_order,
        )
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_ADD, values)

    async def take(self, proof_id: str) -> Proof | None:
        async with self._database.transaction() as connection:
            row = (await connection.exec_driver_sql(_TAKE, (proof_id,))).first()
        return None if row is None else proof_of(row)

    async def save(self, proof: Proof) -> None:
        async with self._database.transaction() as connection:
            await connection.exec_driver_sql(_SAVE, (proof.id, proof.used_by_order))
