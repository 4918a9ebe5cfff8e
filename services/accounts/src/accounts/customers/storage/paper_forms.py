"""Papers an earlier image indexed as they were typed, found again by the one form of a number."""

from collections.abc import Sequence

from prometheus_client import Gauge
from sqlalchemy import ARRAY, Text, any_, bindparam, exists, select, text, update

from accounts.customers.domain.identity_paper import IdentityPaper
from accounts.customers.ports import Indexed
from accounts.customers.storage.safe import Safe
from accounts.customers.tables import AS_TYPED, CUSTOMER, DAMAGED, IN_ONE_FORM, IS_AS_TYPED, TWICE
from runtime.database.connection import Row
from runtime.database.database import Database
from runtime.database.resealing import ROW_DAMAGED, Shut, tried
from runtime.database.standing import Standing

# What needs a key that is not here waits for it, and stands in nobody's way.
_KEY_IS_HERE = CUSTOMER.c.key_id == any_(bindparam("keys", type_=ARRAY(Text)))

_AS_TYPED = (
    select(CUSTOMER.c.id, CUSTOMER.c.key_id, CUSTOMER.c.sealed, CUSTOMER.c.paper_type)
    .where(IS_AS_TYPED, _KEY_IS_HERE)
    .order_by(CUSTOMER.c.id)
    .limit(bindparam("limit"))
    .with_for_update(key_share=True, skip_locked=True)
)
_ANY = select(exists().where(IS_AS_TYPED, _KEY_IS_HERE))
_OTHER = select(CUSTOMER.c.id).where(
    CUSTOMER.c.blind_index == bindparam("blind_index"), CUSTOMER.c.id != bindparam("id")
)
_INDEX = (
    update(CUSTOMER)
    .values(blind_index=bindparam("blind_index"), paper_form=IN_ONE_FORM)
    .where(CUSTOMER.c.id == bindparam("id"))
)
_LEAVE = (
    update(CUSTOMER).values(paper_form=bindparam("form")).where(CUSTOMER.c.id == bindparam("id"))
)
NOT_YET = "NOT_YET"
"""Soon after an upgrade it will be; later, its key is not here."""
NOT_INDEXED = Standing(
    Gauge("kaitong_papers_not_indexed", "Papers that cannot be found by their form", ["code"]),
    text(f"""
SELECT CASE paper_form WHEN {DAMAGED} THEN '{ROW_DAMAGED}' ELSE '{NOT_YET}' END AS label,
    count(*) AS number
FROM customer WHERE paper_form = {AS_TYPED} OR paper_form = {DAMAGED} GROUP BY 1
"""),  # noqa: S608 - our own words
)


class PaperFormTable:
    """Customers whose paper is not in its one form yet."""

    def __init__(self, database: Database, safe: Safe) -> None:
        self._database = database
        self._safe = safe

    async def has_any(self) -> bool:
        return bool((await self._database.execute(_ANY, keys=self._keys)).scalar_one())

    async def index(self, *, limit: int) -> Indexed:
        twice, damaged = list[tuple[str, str]](), list[str]()
        async with self._database.transaction() as connection:
            rows = await connection.execute(_AS_TYPED, limit=limit, keys=self._keys)
            for row in rows.all():
                index = self._index_of(row)
                if index is None:
                    await connection.execute(_LEAVE, id=row.id, form=DAMAGED)
                    damaged.append(row.id)
                    continue
                other = await connection.execute(_OTHER, blind_index=index, id=row.id)
                if (other_id := other.scalar()) is None:
                    await connection.execute(_INDEX, id=row.id, blind_index=index)
                else:
                    await connection.execute(_LEAVE, id=row.id, form=TWICE)
                    twice.append((row.id, other_id))
        return Indexed(twice, damaged)

    @property
    def _keys(self) -> Sequence[str]:
        return list(self._safe.keys.keys)

    def _index_of(self, row: Row) -> bytes | None:
        """Return the index of its paper's one form; None where the row does not open."""

        def paper() -> IdentityPaper:
            return self._safe.open(
                row.id, key_id=row.key_id, sealed=bytes(row.sealed), paper_type=row.paper_type
            )[1]

        opened = tried(paper)
        return None if isinstance(opened, Shut) else self._safe.blind_index(opened)
