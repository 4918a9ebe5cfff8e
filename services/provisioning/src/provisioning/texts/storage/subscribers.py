"""Whose numbers there are: as orders have asked for them, and in which language they are told."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import text

from provisioning.texts.domain.language import Choice, Language
from runtime.database.database import Database

# Who has left is told so at the number they had last.
_NUMBER = text("""
SELECT msisdn FROM profile WHERE subscriber_id = :subscriber_id
ORDER BY present DESC, changed_at DESC LIMIT 1
""")
_HOLDER = text("SELECT subscriber_id FROM profile WHERE msisdn = :msisdn AND present")
_LANGUAGES = text("""
SELECT subscriber_id, language FROM subscriber_language
WHERE subscriber_id = ANY(CAST(:subscriber_ids AS text[])) AND language <> ''
""")
# An older choice that comes later changes nothing.
_CHOOSE = text("""
INSERT INTO subscriber_language AS kept (subscriber_id, language, version)
VALUES (:subscriber_id, :language, :version)
ON CONFLICT (subscriber_id) DO UPDATE
SET language = excluded.language, version = excluded.version
WHERE kept.version < excluded.version
""")
# Who left and is back on another card (复机) has replaced it, too.
_SWAPPED = text("""
SELECT EXISTS (SELECT FROM network_change
    WHERE msisdn = :msisdn AND kind = 'replace_imsi' AND state = 'verified'
        AND changed_at > :moment)
OR EXISTS (SELECT FROM network_change AS back
    JOIN network_change AS before ON before.msisdn = back.msisdn
        AND before.subscriber_id = back.subscriber_id AND before.imsi <> back.imsi
        AND before.changed_at < back.changed_at
        AND before.kind = 'create_subscription' AND before.state = 'verified'
    WHERE back.msisdn = :msisdn AND back.kind = 'create_subscription' AND back.state = 'verified'
        AND back.changed_at > :moment)
""")


class SubscriberReadings:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def number_of(self, subscriber_id: str) -> str:
        row = (await self._database.execute(_NUMBER, subscriber_id=subscriber_id)).first()
        return "" if row is None else str(row.msisdn)

    async def holder_of(self, msisdn: str) -> str:
        row = (await self._database.execute(_HOLDER, msisdn=msisdn)).first()
        return "" if row is None else str(row.subscriber_id)

    async def languages_of(self, subscriber_ids: Sequence[str]) -> Mapping[str, Language]:
        rows = await self._database.execute(_LANGUAGES, subscriber_ids=list(subscriber_ids))
        return {row.subscriber_id: Language(row.language) for row in rows}

    async def choose(self, choice: Choice) -> None:
        await self._database.execute(
            _CHOOSE,
            subscriber_id=choice.subscriber_id,
            language=choice.language or "",
            version=choice.version,
        )

    async def swapped_since(self, msisdn: str, *, moment: datetime) -> bool:
        result = await self._database.execute(_SWAPPED, msisdn=msisdn, moment=moment)
        return bool(result.scalar_one())
