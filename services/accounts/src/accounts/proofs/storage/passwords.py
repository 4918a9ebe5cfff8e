"""What is kept of service passwords: one row for each number that has one."""

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from accounts.proofs.domain.service_password import ServicePassword
from accounts.proofs.storage.rows import password_of
from accounts.proofs.tables import SERVICE_PASSWORD
from runtime.database.database import Database

_LOCK = (
    select(SERVICE_PASSWORD)
    .where(SERVICE_PASSWORD.c.subscriber_id == bindparam("subscriber_id"))
    .with_for_update()
)
_NEW = insert(SERVICE_PASSWORD).values(
    {column.name: bindparam(column.name) for column in SERVICE_PASSWORD.c}
)
_SAVE = _NEW.on_conflict_do_update(
    index_elements=["subscriber_id"],
    set_={
        column.name: _NEW.excluded[column.name]
        for column in SERVICE_PASSWORD.c
        if not column.primary_key
    },
)


class PasswordTable:
    """The passwords of numbers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get_for_update(self, subscriber_id: str) -> ServicePassword | None:
        row = (await self._database.execute(_LOCK, subscriber_id=subscriber_id)).first()
        return None if row is None else password_of(row)

    async def save(self, password: ServicePassword) -> None:
        await self._database.execute(
            _SAVE,
            subscriber_id=password.subscriber_id,
            holder_id=password.holder_id,
            hash=password.hash,
            given=password.given.value,
            changed_at=password.changed_at,
            changes_month=password.changes_month,
            changes=password.changes,
            tries_day=password.tries_day,
            wrong=password.wrong,
        )
