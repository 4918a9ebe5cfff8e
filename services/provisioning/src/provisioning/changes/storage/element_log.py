"""Every command that was given to an element, with its answer; the keys in it are masked."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text

from provisioning.changes.domain.change import Change
from provisioning.elements.ports import Exchange
from runtime.database.database import Database

_WRITE = text("""
INSERT INTO element_log (at, change_id, order_id, command, code, says, milliseconds)
SELECT :at, :change_id, :order_id, command, code, says, milliseconds
FROM unnest(
    CAST(:commands AS text[]), CAST(:codes AS text[]), CAST(:sayings AS text[]),
    CAST(:milliseconds AS int[]))
    WITH ORDINALITY AS said(command, code, says, milliseconds, turn)
ORDER BY turn
""")


class ElementLogTable:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def write(self, change: Change, exchanges: Sequence[Exchange], *, now: datetime) -> None:
        if not exchanges:
            return
        await self._database.execute(
            _WRITE,
            at=now,
            change_id=change.id,
            order_id=change.order_id,
            commands=[exchange.command for exchange in exchanges],
            codes=[exchange.code for exchange in exchanges],
            sayings=[exchange.says for exchange in exchanges],
            milliseconds=[exchange.milliseconds for exchange in exchanges],
        )
