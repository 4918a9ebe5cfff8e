"""Who was checked, and which order used it."""

from sqlalchemy import bindparam, insert, select, update

from accounts.proofs.domain.proof import Proof
from accounts.proofs.storage.rows import proof_of
from accounts.proofs.tables import PROOF
from runtime.database.database import Database

_GET = select(PROOF).where(PROOF.c.id == bindparam("id"))
_LOCK = _GET.with_for_update()
_ADD = insert(PROOF).values({column.name: bindparam(column.name) for column in PROOF.c})
_SAVE = (
    update(PROOF)
    .values(
        used_by_order=bindparam("used_by_order"),
        checks=bindparam("checks"),
        subscriber_id=bindparam("subscriber_id"),
    )
    .where(PROOF.c.id == bindparam("id"))
)


class ProofTable:
    """The records of checks."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, proof: Proof) -> None:
        await self._database.execute(
            _ADD,
            id=proof.id,
            customer_id=proof.customer_id,
            checks=sorted(proof.checks),
            channel=proof.channel,
            checked_by=proof.checked_by,
            checked_at=proof.checked_at,
            used_by_order=proof.used_by_order,
            subscriber_id=proof.subscriber_id,
            role=proof.role.value,
        )

    async def get(self, proof_id: str) -> Proof | None:
        row = (await self._database.execute(_GET, id=proof_id)).first()
        return None if row is None else proof_of(row)

    async def get_for_update(self, proof_id: str) -> Proof | None:
        row = (await self._database.execute(_LOCK, id=proof_id)).first()
        return None if row is None else proof_of(row)

    async def save(self, proof: Proof) -> None:
        await self._database.execute(
            _SAVE,
            id=proof.id,
            used_by_order=proof.used_by_order,
            checks=sorted(proof.checks),
            subscriber_id=proof.subscriber_id,
        )
