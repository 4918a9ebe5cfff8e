"""Papers an earlier image indexed as they were typed, found again by the one form of a number."""

from collections.abc import Sequence

from sqlalchemy import bindparam, exists, select, update

from accounts.customers.storage.safe import Safe
from accounts.customers.tables import CUSTOMER, IN_ONE_FORM, IS_AS_TYPED, TWICE
from runtime.database.database import Database

_AS_TYPED = (
    select(CUSTOMER.c.id, CUSTOMER.c.key_id, CUSTOMER.c.sealed, CUSTOMER.c.paper_type)
    .where(IS_AS_TYPED)
    .order_by(CUSTOMER.c.id)
    .limit(bindparam("limit"))
    .with_for_update(key_share=True, skip_locked=True)
)
_ANY = select(exists().where(IS_AS_TYPED))
_OTHER = select(CUSTOMER.c.id).where(
    CUSTOMER.c.blind_index == bindparam("blind_index"), CUSTOMER.c.id != bindparam("id")
)
_INDEX = (
    update(CUSTOMER)
    .values(blind_index=bindparam("blind_index"), paper_form=IN_ONE_FORM)
    .where(CUSTOMER.c.id == bindparam("id"))
)
_IS_TWICE = update(CUSTOMER).values(paper_form=TWICE).where(CUSTOMER.c.id == bindparam("id"))


class PaperFormTable:
    """Customers whose paper is not in its one form yet."""

    def __init__(self, database: Database, safe: Safe) -> None:
        self._database = database
        self._safe = safe

    async def has_any(self) -> bool:
        return bool((await self._database.execute(_ANY)).scalar_one())

    async def index(self, *, limit: int) -> Sequence[tuple[str, str]]:
        """Index some by their one form; return who turned out to have somebody else's paper."""
        twice = []
        async with self._database.transaction() as connection:
            for row in await connection.execute(_AS_TYPED, limit=limit):
                _, paper = self._safe.open(
                    row.id,
                    key_id=row.key_id,
                    sealed=bytes(row.sealed),
                    paper_type=row.paper_type,
                )
                index = self._safe.blind_index(paper)
                other = await connection.execute(_OTHER, blind_index=index, id=row.id)
                if (other_id := other.scalar()) is None:
                    await connection.execute(_INDEX, id=row.id, blind_index=index)
                else:
                    await connection.execute(_IS_TWICE, id=row.id)
                    twice.append((row.id, other_id))
        return twice
