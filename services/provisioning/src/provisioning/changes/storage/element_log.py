"""Every command that was given to an element, with its answer; the keys in it are masked."""

from collections.abc import Sequence
from datetime import datetime

from provisioning.changes.domain.change import Change
from provisioning.elements.ports import Exchange
from runtime.database.database import Database

_WRITE = """
INSERT INTO element_log (at, change_id, order_id, command, code, says, milliseconds)
SELECT $1, $2, $3, command, code, says, milliseconds
FROM unnest($4::text[], $5::text[], $6::text[], $7::int[]) WITH ORDINALITY
    AS said(command, code, says, milliseconds, turn)
ORDER BY turn
"""


class ElementLogTable:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def write(self, change: Change, exchanges: Sequence[Exchange], *, now: datetime) -> None:
        if not exchanges:
            return
        columns = (
            [one.command for one in exchanges],
            [one.code for one in exchanges],
            [one.says for one in exchanges],
            [one.milliseconds for one in exchanges],
        )
        values = (now, change.id, change.order_id, *columns)
        await self._database.run(_WRITE, values)
