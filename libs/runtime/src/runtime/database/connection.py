"""One connection to PostgreSQL: statements that stay prepared, rows that know their columns."""

import json
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from math import inf
from typing import Any, Self

import asyncpg  # type: ignore[import-untyped]  # it has no types

from kernel.clock import monotonic
from runtime.database.statements import Statement, compiled
from runtime.settings.database_url import dsn_of
from runtime.telemetry.logs import logger

_MOST_PREPARED = 200
_CLOSE_SECONDS = 2.0
_log = logger("database")


class Row(asyncpg.Record):  # type: ignore[misc]  # its base has no types
    """A row: `row.name`, `row["name"]`, `row[0]`; unpacks like a tuple, `**row` like a mapping."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        """Answer the column of this name."""
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


class Result:
    """What one statement answered."""

    __slots__ = ("_rows", "_status")

    def __init__(self, rows: list[Row], status: str) -> None:
        self._rows = rows
        self._status = status

    @property
    def rowcount(self) -> int:
        """How many rows it wrote, or answered; 0 where it counts none."""
        number = self._status.rpartition(" ")[2]
        return int(number) if number.isdigit() else 0

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def all(self) -> list[Row]:
        """Answer all rows."""
        return self._rows

    def first(self) -> Row | None:
        """Answer the first row; None where there is none."""
        return self._rows[0] if self._rows else None

    def one(self) -> Row:
        """Answer the only row. Raises LookupError where there are none or more."""
        if len(self._rows) != 1:
            raise LookupError(f"one row was expected, {len(self._rows)} came")
        return self._rows[0]

    def scalar(self) -> Any:
        """Answer the first value of the first row; None where there is none."""
        return self._rows[0][0] if self._rows else None

    def scalar_one(self) -> Any:
        """Answer the first value of the only row. Raises LookupError as `one` does."""
        return self.one()[0]

    def scalars(self) -> list[Any]:
        """Answer the first value of every row."""
        return [row[0] for row in self._rows]


class Connection:
    """One connection, for one task at a time.

    What the database objects to is raised as asyncpg's own error, without the values it was about:
    errors end up in logs, and values are people's data.
    """

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._prepared: OrderedDict[str, Any] = OrderedDict()
        self._opened_at = monotonic()

    @classmethod
    async def open(cls, url: str, *, seconds: float, server_settings: Mapping[str, str]) -> Self:
        """Connect; raises OSError or an error of asyncpg's where that does not go."""
        raw = await asyncpg.connect(
            dsn_of(url),
            timeout=seconds,
            server_settings=dict(server_settings),
            record_class=Row,
        )
        try:
            for name in ("json", "jsonb"):
                await raw.set_type_codec(name, schema="pg_catalog", encoder=str, decoder=json.loads)
        except BaseException:
            raw.terminate()
            raise
        return cls(raw)

    def is_usable(self, *, for_seconds: float = inf) -> bool:
        """Tell whether it is open, in no transaction, and was opened less than so long ago."""
        if self._raw.is_closed() or self._raw.is_in_transaction():
            return False
        return monotonic() - self._opened_at < for_seconds

    async def exec_driver_sql(self, statement: str, parameters: tuple[Any, ...] = ()) -> Result:
        """Run one statement; `$1` is the first of `parameters`."""
        try:
            prepared = self._prepared.get(statement)
            if prepared is None:
                prepared = await self._prepare(statement)
            rows = await prepared.fetch(*parameters)
        except asyncpg.InvalidCachedStatementError:
            # A migration changed a table below us; all are prepared anew.
            self._prepared.clear()
            raise
        except asyncpg.InternalClientError as error:
            raise self._lost() from error
        except asyncpg.PostgresError as error:
            _leave_values_out(error)
            raise
        return Result(rows, prepared.get_statusmsg())

    async def execute(self, statement: Statement, /, **parameters: Any) -> Result:
        """Run a statement of tables; its parameters go by name. See `runtime.database.statements`.

        Raises TypeError where a parameter is missing or unknown.
        """
        known = compiled(statement)
        return await self.exec_driver_sql(known.text, known.values(parameters))

    async def copy(
        self, table: str, *, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> None:
        """Write rows with `COPY`, which costs less than half of what an `INSERT` of them does.

        There is no `ON CONFLICT`: one row that is there already, and none is written.
        """
        try:
            await self._raw.copy_records_to_table(table, columns=columns, records=rows)
        except asyncpg.InternalClientError as error:
            raise self._lost() from error
        except asyncpg.PostgresError as error:
            _leave_values_out(error)
            raise

    async def begin(self) -> None:
        """Open a transaction."""
        await self._say("BEGIN")

    async def commit(self) -> None:
        """Commit; raises where PostgreSQL rolled back, for a statement before had failed."""
        if await self._say("COMMIT") != "COMMIT":
            raise asyncpg.InFailedSQLTransactionError("a failed transaction was rolled back")

    async def roll_back(self) -> None:
        """Roll back; nothing is raised where the connection is lost, that rolls back as well."""
        try:
            await self._say("ROLLBACK")
        except Exception as error:
            _log.info("a transaction was rolled back by ending its connection", error=repr(error))
            self._raw.terminate()

    async def close(self) -> None:
        """Close in order where that goes soon: a statement under way is called off before."""
        try:
            await self._raw.close(timeout=_CLOSE_SECONDS)
        except Exception as error:
            _log.info("a connection did not close in order", error=repr(error))
            self._raw.terminate()

    async def _say(self, word: str) -> str:
        """Say a word of transactions; answers PostgreSQL's own."""
        try:
            return str(await self._raw.execute(word))
        except asyncpg.InternalClientError as error:
            raise self._lost() from error

    def _lost(self) -> asyncpg.InterfaceError:
        """Give the connection up: a server that goes away says so between two statements.

        asyncpg then waits for a word that never comes, and takes no statement until it is closed.
        """
        self._raw.terminate()
        return asyncpg.InterfaceError("the connection was ended by the server")

    async def _prepare(self, statement: str) -> Any:
        prepared = self._prepared[statement] = await self._raw.prepare(statement)
        if len(self._prepared) > _MOST_PREPARED:
            self._prepared.popitem(last=False)
        return prepared


def _leave_values_out(error: asyncpg.PostgresError) -> None:
    error.detail = None
    if isinstance(error, asyncpg.DataError):
        error.args = (str(error).partition(":")[0],)
