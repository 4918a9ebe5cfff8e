"""Papers an earlier image indexed as they were typed, found again by the one form of a number."""

from collections.abc import Sequence

from accounts.storage.safe import Safe
from runtime.database.database import Database

_AS_TYPED = """
SELECT id, key_id, sealed, paper_type FROM customer WHERE paper_form = 0
ORDER BY id LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED
"""
_ANY = "SELECT EXISTS (SELECT FROM customer WHERE paper_form = 0)"
_HAS_IT = "SELECT id FROM customer WHERE blind_index = $1 AND id <> $2"
_INDEX = "UPDATE customer SET blind_index = $2, paper_form = 1 WHERE id = $1"
_IS_TWICE = "UPDATE customer SET paper_form = 2 WHERE id = $1"


class PaperFormTable:
    """Customers whose paper is not in its one form yet."""

    def __init__(self, database: Database, safe: Safe) -> None:
        self._database = database
        self._safe = safe

    async def has_any(self) -> bool:
        async with self._database.reading() as connection:
            found: bool = (await connection.exec_driver_sql(_ANY)).scalar_one()
        return found

    async def index(self, *, limit: int) -> Sequence[tuple[str, str]]:
        """Index some by their one form; return who turned out to have somebody else's paper."""
        twice = []
        async with self._database.transaction() as connection:
            for row in (await connection.exec_driver_sql(_AS_TYPED, (limit,))).all():
                _, paper = self._safe.open(
                    row.id,
                    key_id=row.key_id,
                    sealed=bytes(row.sealed),
                    paper_type=row.paper_type,
                )
                index = self._safe.blind_index(paper)
                other = (await connection.exec_driver_sql(_HAS_IT, (index, row.id))).scalar()
                if other is None:
                    await connection.exec_driver_sql(_INDEX, (row.id, index))
                else:
                    await connection.exec_driver_sql(_IS_TWICE, (row.id,))
                    twice.append((row.id, other))
        return twice
