"""In which language who has a number is written to: one row of who has chosen."""

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from accounts.subscribers.domain.language import ChosenLanguage, Language
from accounts.subscribers.tables import SUBSCRIBER_LANGUAGE
from runtime.database.database import Database

_GET = select(SUBSCRIBER_LANGUAGE).where(
    SUBSCRIBER_LANGUAGE.c.subscriber_id == bindparam("subscriber_id")
)
_NEW = insert(SUBSCRIBER_LANGUAGE).values(
    {column.name: bindparam(column.name) for column in SUBSCRIBER_LANGUAGE.c}
)
_SAVE = _NEW.on_conflict_do_update(
    index_elements=["subscriber_id"],
    set_={
        column.name: _NEW.excluded[column.name]
        for column in SUBSCRIBER_LANGUAGE.c
        if not column.primary_key
    },
)


class LanguageTable:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, subscriber_id: str) -> ChosenLanguage:
        """Return what was chosen; of who has not, nothing."""
        row = (await self._database.execute(_GET, subscriber_id=subscriber_id)).first()
        if row is None:
            return ChosenLanguage(subscriber_id)
        return ChosenLanguage(
            subscriber_id, _language(row.language), _language(row.before), row.version
        )

    async def save(self, chosen: ChosenLanguage) -> None:
        await self._database.execute(
            _SAVE,
            subscriber_id=chosen.subscriber_id,
            language=chosen.language or "",
            before=chosen.before or "",
            version=chosen.version,
        )


def _language(kept: str) -> Language | None:
    return Language(kept) if kept else None
