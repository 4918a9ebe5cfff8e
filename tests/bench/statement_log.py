"""What the database server was asked, statement by statement, and which transactions wrote."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]  # it has no types

PREFIX = "@%n|%d|%x|"
SETTINGS = {
    "log_line_prefix": PREFIX,
    "log_min_duration_statement": "0",
    "log_parameter_max_length": "0",
}
TAKES_EFFECT_SECONDS = 0.5
BESIDE = ("INSERT INTO span", "UPDATE awaited_card", "UPDATE element_session")
"""What is written as time goes by, whether or not there are orders."""
ACKNOWLEDGED = ("WITH acknowledged AS", "INSERT INTO acknowledgement")
HEARD = ("WITH incoming AS", "INSERT INTO heard_batch")
_LINE = re.compile(r"@(\d+\.\d+)\|([^|]*)\|(\d+)\|LOG: +duration: ([\d.]+) ms +(\w+) ?[^:]*: (.*)")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement the server carried out; `transaction` is 0 where nothing was written yet."""

    at: float
    database: str
    transaction: int
    text: str


@dataclass(slots=True)
class Written:
    """The transactions that wrote, by what they were for."""

    acts: list[tuple[float, str]] = field(default_factory=list)
    """When (Unix seconds) and in which database requests, steps, lanes and work committed."""
    acknowledged: Counter[str] = field(default_factory=Counter)
    """Batches the relays moved to what is kept, by database."""
    heard: Counter[str] = field(default_factory=Counter)
    """Batches listeners took in, by database."""


class StatementLog:
    """The server's own log, turned on for a short while."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._from = 0

    @asynccontextmanager
    async def kept(self, superuser: str) -> AsyncIterator["StatementLog"]:
        """Keep every statement inside the block."""
        server = await asyncpg.connect(f"{superuser}/postgres")
        try:
            for name, value in SETTINGS.items():
                await server.execute(f"ALTER SYSTEM SET {name} = '{value}'")
            await self._reload(server)
            self._from = self._path.stat().st_size
            yield self
        finally:
            for name in SETTINGS:
                await server.execute(f"ALTER SYSTEM RESET {name}")
            await self._reload(server)
            await server.close()

    def statements(self) -> list[Statement]:
        """Return what was carried out since the log is kept, in order."""
        with self._path.open(errors="replace") as log:
            log.seek(self._from)
            return list(_statements(log.read()))

    async def _reload(self, server: asyncpg.Connection) -> None:
        await server.execute("SELECT pg_reload_conf()")
        await asyncio.sleep(TAKES_EFFECT_SECONDS)


def _statements(text: str) -> Iterator[Statement]:
    for entry in re.split(r"^(?=@)", text, flags=re.MULTILINE):
        line = _LINE.match(entry)
        if line is None or line[5] in ("parse", "bind"):
            continue
        rest = entry[line.start(6) :]
        yield Statement(float(line[1]), line[2], int(line[3]), " ".join(rest.split()))


def written(statements: list[Statement]) -> Written:
    """Sort the transactions that wrote; what time drives is no part of an order."""
    by_transaction: dict[tuple[str, int], list[Statement]] = {}
    for statement in statements:
        if statement.transaction:
            by_transaction.setdefault((statement.database, statement.transaction), []).append(
                statement
            )
    sorted_out = Written()
    for (database, _), together in by_transaction.items():
        if any(statement.text.startswith(ACKNOWLEDGED) for statement in together):
            sorted_out.acknowledged[database] += 1
        elif any(statement.text.startswith(HEARD) for statement in together):
            sorted_out.heard[database] += 1
        elif not all(statement.text.startswith(BESIDE) for statement in together):
            sorted_out.acts.append((together[-1].at, database))
    return sorted_out


def by_database(statements: list[Statement]) -> Mapping[str, int]:
    """Return how many statements each database carried out."""
    return Counter(one.database for one in statements)
