"""What is kept of passwords that are prepared: rows that are worth nothing after ten minutes."""

from datetime import timedelta

from sqlalchemy import bindparam, delete, insert, or_, select, update

from accounts.proofs.domain.prepared_password import PreparedPassword
from accounts.proofs.tables import PREPARED_PASSWORD
from runtime.database.database import Database
from runtime.database.rows import instant

_ADD = insert(PREPARED_PASSWORD).values(
    {column.name: bindparam(column.name) for column in PREPARED_PASSWORD.c}
)
UNUSED_FOR, KEPT_FOR = timedelta(days=1), timedelta(days=30)
"""An order that waits for a person still finds its own."""
_OLD = delete(PREPARED_PASSWORD).where(
    PREPARED_PASSWORD.c.subscriber_id == bindparam("of"),
    PREPARED_PASSWORD.c.prepared_at < bindparam("unused_since"),
    or_(
        PREPARED_PASSWORD.c.used_by_order == "",
        PREPARED_PASSWORD.c.prepared_at < bindparam("used_since"),
    ),
)
_LOCK = select(PREPARED_PASSWORD).where(PREPARED_PASSWORD.c.id == bindparam("id")).with_for_update()
_SAVE = (
    update(PREPARED_PASSWORD)
    .values(used_by_order=bindparam("order_id"))
    .where(PREPARED_PASSWORD.c.id == bindparam("prepared_id"))
)


class PreparedPasswordTable:
    """Passwords that were said and are not set yet."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, password: PreparedPassword) -> None:
        """Keep it; older ones of the number that nobody needs any more go."""
        at = password.prepared_at
        await self._database.execute(
            _OLD,
            of=password.subscriber_id,
            unused_since=at - UNUSED_FOR,
            used_since=at - KEPT_FOR,
        )
        await self._database.execute(
            _ADD,
            id=password.id,
            subscriber_id=password.subscriber_id,
            holder_id=password.holder_id,
            hash=password.hash,
            prepared_by=password.prepared_by,
            channel=password.channel,
            prepared_at=password.prepared_at,
            used_by_order=password.used_by_order,
        )

    async def get_for_update(self, password_id: str) -> PreparedPassword | None:
        row = (await self._database.execute(_LOCK, id=password_id)).first()
        if row is None:
            return None
        return PreparedPassword(
            id=row.id,
            subscriber_id=row.subscriber_id,
            holder_id=row.holder_id,
            hash=row.hash,
            prepared_by=row.prepared_by,
            channel=row.channel,
            prepared_at=instant(row.prepared_at),
            used_by_order=row.used_by_order,
        )

    async def save(self, password: PreparedPassword) -> None:
        """Keep which order has it; nothing else of it changes."""
        await self._database.execute(
            _SAVE, prepared_id=password.id, order_id=password.used_by_order
        )
