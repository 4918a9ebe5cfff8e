"""What is known of the last codes of each number: never a code."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from accounts.proofs.domain.one_time_code import OneTimeCode, SentCodes, Wanted
from accounts.proofs.tables import ONE_TIME_CODE
from runtime.database.database import Database
from runtime.database.rows import Row, instant

_LOCK = (
    select(ONE_TIME_CODE)
    .where(ONE_TIME_CODE.c.subscriber_id == bindparam("subscriber_id"))
    .with_for_update()
)
_NEW = insert(ONE_TIME_CODE).values(
    {column.name: bindparam(column.name) for column in ONE_TIME_CODE.c}
)
_SAVE = _NEW.on_conflict_do_update(
    index_elements=["subscriber_id"],
    set_={
        column.name: _NEW.excluded[column.name]
        for column in ONE_TIME_CODE.c
        if not column.primary_key
    },
)


class CodeTable:
    """The last code of each number in a row, with those of other channels beside it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get_for_update(self, subscriber_id: str) -> SentCodes | None:
        row = (await self._database.execute(_LOCK, subscriber_id=subscriber_id)).first()
        if row is None:
            return None
        beside = json.loads(row["beside"])
        return SentCodes(
            _code_of(row, subscriber_id), tuple(_code_of(one, subscriber_id) for one in beside)
        )

    async def save(self, codes: SentCodes) -> None:
        beside = [
            {
                **_row_of(one),
                "sent_at": one.sent_at.isoformat(),
                "day": one.day.isoformat(),
            }
            for one in codes.beside
        ]
        await self._database.execute(
            _SAVE,
            subscriber_id=codes.last.wanted.subscriber_id,
            beside=json.dumps(beside),
            **_row_of(codes.last),
        )


def _row_of(code: OneTimeCode) -> Mapping[str, Any]:
    return {
        "holder_id": code.wanted.holder_id,
        "channel": code.wanted.channel,
        "request_id": code.wanted.request_id,
        "sent_at": code.sent_at,
        "day": code.day,
        "sent": code.sent,
        "tries": code.tries,
        "is_used": code.is_used,
    }


def _code_of(row: Row, subscriber_id: str) -> OneTimeCode:
    day = row["day"]
    return OneTimeCode(
        wanted=Wanted(
            subscriber_id=subscriber_id,
            holder_id=row["holder_id"],
            channel=row["channel"],
            request_id=row["request_id"],
        ),
        sent_at=instant(row["sent_at"]),
        day=date.fromisoformat(day) if isinstance(day, str) else day,
        sent=row["sent"],
        tries=row["tries"],
        is_used=row["is_used"],
    )
