"""What was sent, for who asks."""

from datetime import datetime

from sqlalchemy import text

from kernel.errors import NotFound
from provisioning.texts.ports import AskedFor, Seal, ShownText, ShownTexts
from provisioning.texts.storage.rows import words_of
from provisioning.vault.domain.authentication import Shut
from runtime.database.connection import Row
from runtime.database.database import Database
from runtime.telemetry.logs import logger

_log = logger("texts")
MOST = 1000
MOST_COUNTED = 10_000
_COLUMNS = """id, subscriber_id, msisdn, template, language, key_id, nonce, sealed, state, reason,
    asked_at, submitted_at, ended_at, expires_at, sendings, is_urgent, is_secret"""
# A number is given to another one after its rest: who asks by it means who has it now, or had it
# last; the texts of those before are found by their own id.
_THEIRS = """CAST(:msisdn AS text) = '' OR msisdn = :msisdn AND (
        CAST(:subscriber_id AS text) <> '' OR subscriber_id = COALESCE(
            (SELECT profile.subscriber_id FROM profile WHERE profile.msisdn = :msisdn),
            text_message.subscriber_id))"""
_ASKED = f"""
    (CAST(:subscriber_id AS text) = '' OR subscriber_id = :subscriber_id)
    AND ({_THEIRS})
    AND (CAST(:template AS text) = '' OR template = :template)
    AND (cardinality(CAST(:states AS text[])) = 0 OR state = ANY(CAST(:states AS text[])))
    AND (CAST(:since AS timestamptz) IS NULL OR asked_at >= :since)
    AND (CAST(:until AS timestamptz) IS NULL OR asked_at < :until)"""
_LIST = text(f"""
SELECT {_COLUMNS} FROM text_message WHERE {_ASKED}
ORDER BY asked_at DESC, seq DESC LIMIT :most OFFSET :beginning
""")  # noqa: S608 - our own words
_COUNT = text(f"""
SELECT count(*) AS number FROM (
    SELECT FROM text_message WHERE {_ASKED} LIMIT {MOST_COUNTED + 1}) AS counted
""")  # noqa: S608 - our own words
_ONE = text(f"SELECT {_COLUMNS} FROM text_message WHERE id = :text_id")  # noqa: S608


class TextReadings:
    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal

    async def texts(self, asked: AskedFor) -> ShownTexts:
        which = {
            "subscriber_id": asked.subscriber_id,
            "msisdn": asked.msisdn,
            "template": asked.template,
            "states": list(asked.states),
            "since": asked.since,
            "until": asked.until,
        }
        rows = await self._database.execute(
            _LIST, most=min(asked.most, MOST), beginning=asked.beginning, **which
        )
        counted = int((await self._database.execute(_COUNT, **which)).scalar_one())
        return ShownTexts(
            [self._shown(row) for row in rows],
            min(counted, MOST_COUNTED),
            is_counted_in_part=counted > MOST_COUNTED,
        )

    async def text(self, text_id: str) -> ShownText:
        """Raises TEXT_NOT_FOUND."""
        row = (await self._database.execute(_ONE, text_id=text_id)).first()
        if row is None:
            raise NotFound("TEXT_NOT_FOUND", "There is no such text.", field="text_id")
        return self._shown(row)

    async def on_the_way(self) -> int:
        """Count those that could be sent now, and those that are being handed over."""
        return int((await self._database.execute(_ON_THE_WAY)).scalar_one())

    async def next_due(self) -> datetime | None:
        """Return when the first that is held may be sent, or the first is over."""
        at: datetime | None = (await self._database.execute(_NEXT)).scalar_one()
        return at

    def _shown(self, row: Row) -> ShownText:
        words = "" if row.is_secret else words_of(row, seal=self._seal)
        if isinstance(words, Shut):
            _log.error("the words of a text do not open", text=row.id, code=words.code)
            words = ""
        left_out = ("key_id", "nonce", "sealed")
        plain = {name: row[name] for name in row.keys() if name not in left_out}  # noqa: SIM118
        return ShownText(words=words, **plain)


_ON_THE_WAY = text("""
SELECT count(*) FROM (SELECT FROM text_message
    WHERE state = 'sending' OR state = 'asked' AND ready_at <= clock_timestamp()
    LIMIT 100) AS counted
""")
_NEXT = text("""
SELECT least(
    (SELECT min(held_until) FROM text_message WHERE state = 'held'),
    (SELECT min(expires_at) FROM text_message WHERE state IN ('asked', 'held', 'sending')))
""")
